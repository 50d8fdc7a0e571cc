// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include "octet/convert/keras/pooling.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "support/keras_file.hpp"
#include "support/keras_oracle.hpp"

namespace {

using namespace octet_test;

std::vector<std::int32_t> output_shape(const std::vector<std::uint8_t>& file) {
  const auto net = octet::convert::read_keras(file);
  return net.at(net.outputs[0]).shape;
}
using shape = std::vector<std::int32_t>;

TEST_CASE("MaxPooling and AveragePooling over images") {
  noise n(1);
  const auto in = n.vector(7 * 8 * 3);
  for (const bool is_max : {true, false}) {
    for (const bool same : {true, false}) {
      CAPTURE(is_max);
      CAPTURE(same);
      const std::string name = is_max ? "MaxPooling2D" : "AveragePooling2D";
      const json padding = same ? "same" : "valid";
      const auto own_stride = sequential(
          {7, 8, 3}, {{name, {{"pool_size", {3, 2}}, {"strides", {1, 2}}, {"padding", padding}}}});
      check_close(run_keras(own_stride, in),
                  pool(image::of(7, 8, 3, in), {{3, 1}, {2, 2}, same}, is_max).v);
      const auto no_stride = sequential(
          {7, 8, 3}, {{name, {{"pool_size", {3, 2}}, {"strides", nullptr}, {"padding", padding}}}});
      check_close(run_keras(no_stride, in),
                  pool(image::of(7, 8, 3, in), {{3, 3}, {2, 2}, same}, is_max).v);
    }
  }
}

TEST_CASE("MaxPooling and AveragePooling over sequences") {
  noise n(2);
  const auto in = n.vector(9 * 3);
  for (const bool is_max : {true, false}) {
    const std::string name = is_max ? "MaxPooling1D" : "AveragePooling1D";
    const auto file = sequential(
        {9, 3}, {{name, {{"pool_size", json::array({3})}, {"strides", 2}, {"padding", "same"}}}});
    check_close(run_keras(file, in), pool(image::of(1, 9, 3, in), {{}, {3, 2}, true}, is_max).v);
    CHECK(output_shape(file) == shape{1, 5, 3});
  }
}

TEST_CASE("global pooling, with its axes and without") {
  noise n(3);
  const auto in = n.vector(6 * 5 * 3);
  for (const bool is_max : {true, false}) {
    for (const bool keep : {true, false}) {
      CAPTURE(is_max);
      CAPTURE(keep);
      const std::string name = is_max ? "GlobalMaxPooling" : "GlobalAveragePooling";
      const json config{{"keepdims", keep}};
      const auto two = sequential({6, 5, 3}, {{name + "2D", config}});
      check_close(run_keras(two, in), pool(image::of(6, 5, 3, in), {{6}, {5}}, is_max).v);
      CHECK(output_shape(two) == (keep ? shape{1, 1, 1, 3} : shape{1, 3}));
      const auto one = sequential({30, 3}, {{name + "1D", config}});
      check_close(run_keras(one, in), pool(image::of(1, 30, 3, in), {{}, {30}}, is_max).v);
      CHECK(output_shape(one) == (keep ? shape{1, 1, 3} : shape{1, 3}));
    }
  }
}

TEST_CASE("what pooling cannot be is refused") {
  const auto refused = [](const json& config) {
    return refusal(sequential({4, 4, 1}, {{"MaxPooling2D", config}}));
  };
  const std::string layer = "layer \"layer0\" (MaxPooling2D): ";
  CHECK(refused({{"pool_size", {5, 2}}}) ==
        layer + "its window is larger than its input (1, 4, 4, 1)");
  CHECK(refused({{"pool_size", {2, -2}}}) == layer + "\"pool_size\" is below 1");
  CHECK(refused({{"data_format", "channels_first"}}) ==
        layer + "the data format channels_first is not supported; only channels_last is");
  CHECK(refusal(sequential({4, 4}, {{"MaxPooling2D", json::object()}})) ==
        layer + "its input (1, 4, 4) has 3 axes, not 4");
}

}  // namespace
