// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include "octet/convert/keras/shape.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "support/keras_file.hpp"
#include "support/keras_oracle.hpp"

namespace {

using namespace octet_test;
using shape = std::vector<std::int32_t>;

/// 0, 1, 2 ...
std::vector<float> counted(std::size_t n) {
  std::vector<float> values(n);
  for (std::size_t i = 0; i < n; ++i) values[i] = static_cast<float>(i);
  return values;
}

/// Whether the layer only gives its input another shape.
void check_reshape(const std::string& class_name, const json& config, const shape& input,
                   const shape& expected) {
  const auto file = sequential(input, {{class_name, config}});
  const auto net = octet::convert::read_keras(file);
  CHECK(net.at(net.outputs[0]).shape == expected);
  const std::vector<float> in = counted(net.at(net.inputs[0]).count());
  CHECK(run_keras(file, in) == in);
}

TEST_CASE("Flatten and Reshape") {
  check_reshape("Flatten", {{"data_format", "channels_last"}}, {3, 4, 2}, {1, 24});
  check_reshape("Reshape", {{"target_shape", {4, 6}}}, {3, 4, 2}, {1, 4, 6});
  check_reshape("Reshape", {{"target_shape", {2, -1, 3}}}, {3, 4, 2}, {1, 2, 4, 3});
  check_reshape("Reshape", {{"target_shape", json::array({-1})}}, {3, 4, 2}, {1, 24});
}

TEST_CASE("ZeroPadding and Cropping, with borders in every form") {
  const json forms[] = {1, {2, 1}, {{1, 2}, {0, 3}}};
  const std::int64_t borders[][4] = {{1, 1, 1, 1}, {2, 2, 1, 1}, {1, 2, 0, 3}};
  const auto in = counted(5 * 6 * 2);
  for (std::size_t i = 0; i < 3; ++i) {
    CAPTURE(forms[i]);
    const auto [top, bottom, left, right] = borders[i];
    const image small = image::of(5, 6, 2, in);
    image large = image::zeros(5 + top + bottom, 6 + left + right, 2);
    for (std::int64_t y = 0; y < small.h; ++y) {
      for (std::int64_t x = 0; x < small.w; ++x) {
        for (std::int64_t k = 0; k < 2; ++k) large.at(y + top, x + left, k) = small.at(y, x, k);
      }
    }
    check_close(run_keras(sequential({5, 6, 2}, {{"ZeroPadding2D", {{"padding", forms[i]}}}}), in),
                large.v);
    const std::vector<float> whole(large.v.begin(), large.v.end());
    const auto file =
        sequential({static_cast<std::int32_t>(large.h), static_cast<std::int32_t>(large.w), 2},
                   {{"Cropping2D", {{"cropping", forms[i]}}}});
    CHECK(run_keras(file, whole) == in);
  }
}

TEST_CASE("padding and cropping of sequences") {
  const auto in = counted(3 * 2);
  CHECK(run_keras(sequential({3, 2}, {{"ZeroPadding1D", {{"padding", {1, 2}}}}}), in) ==
        std::vector<float>{0, 0, 0, 1, 2, 3, 4, 5, 0, 0, 0, 0});
  CHECK(run_keras(sequential({3, 2}, {{"Cropping1D", {{"cropping", 1}}}}), in) ==
        std::vector<float>{2, 3});
}

TEST_CASE("UpSampling repeats elements, or draws lines between their middles") {
  const auto in = counted(3 * 2 * 2);
  const image small = image::of(3, 2, 2, in);
  image large = image::zeros(6, 6, 2), smooth = large;
  for (std::int64_t y = 0; y < 6; ++y) {
    for (std::int64_t x = 0; x < 6; ++x) {
      for (std::int64_t k = 0; k < 2; ++k) {
        large.at(y, x, k) = small.at(y / 2, x / 3, k);
        // The ramp 4 row + 2 column + channel is straight, and ends where the outer middles are.
        const double row = std::clamp((static_cast<double>(y) + 0.5) / 2.0 - 0.5, 0.0, 2.0);
        const double column = std::clamp((static_cast<double>(x) + 0.5) / 3.0 - 0.5, 0.0, 1.0);
        smooth.at(y, x, k) = 4.0 * row + 2.0 * column + static_cast<double>(k);
      }
    }
  }
  const json nearest{{"size", {2, 3}}, {"interpolation", "nearest"}};
  const json bilinear{{"size", {2, 3}}, {"interpolation", "bilinear"}};
  check_close(run_keras(sequential({3, 2, 2}, {{"UpSampling2D", nearest}}), in), large.v);
  check_close(run_keras(sequential({3, 2, 2}, {{"UpSampling2D", bilinear}}), in), smooth.v);
  CHECK(run_keras(sequential({3, 2}, {{"UpSampling1D", {{"size", 2}}}}), counted(6)) ==
        std::vector<float>{0, 1, 0, 1, 2, 3, 2, 3, 4, 5, 4, 5});
  keras_style old;
  old.keras_version = "2.2.4";
  CHECK(refusal(sequential({3, 2, 2}, {{"UpSampling2D", bilinear}}, old)) ==
        "layer \"layer0\" (UpSampling2D): bilinear interpolation of Keras before 2.3 is not "
        "supported");
  old.keras_version = "2.2.4-tf";
  CHECK(refusal(sequential({3, 2, 2}, {{"UpSampling2D", bilinear}}, old)).empty());
}

TEST_CASE("Permute") {
  const auto in = counted(2 * 3 * 4);
  std::vector<float> expected;
  for (std::size_t c = 0; c < 4; ++c) {
    for (std::size_t a = 0; a < 2; ++a) {
      for (std::size_t b = 0; b < 3; ++b) expected.push_back(in[(a * 3 + b) * 4 + c]);
    }
  }
  CHECK(run_keras(sequential({2, 3, 4}, {{"Permute", {{"dims", {3, 1, 2}}}}}), in) == expected);
}

TEST_CASE("impossible shapes are refused") {
  const auto refused = [](const char* class_name, const json& config) {
    return refusal(sequential({4, 4, 3}, {{class_name, config}}));
  };
  const std::string reshape =
      "layer \"layer0\" (Reshape): its input (1, 4, 4, 3) does not go into ";
  CHECK(refused("Reshape", {{"target_shape", {4, 10}}}) == reshape + "the shape (4, 10)");
  CHECK(refused("Reshape", {{"target_shape", {-1, 10}}}) == reshape + "the shape (-1, 10)");
  CHECK(refused("Reshape", {{"target_shape", {-1, -1}}}) == reshape + "the shape (-1, -1)");
  CHECK(refused("Reshape", {{"target_shape", {0, -1}}}) == reshape + "the shape (0, -1)");
  CHECK(refused("Reshape", {{"target_shape", {1000000000, 1000000000, 1000000000}}}) ==
        reshape + "the shape (1000000000, 1000000000, 1000000000)");
  CHECK(refused("Reshape", {{"target_shape", {1, 1, 1, 1, 1, 48}}}) ==
        "layer \"layer0\" (Reshape): a tensor of the shape (1, 1, 1, 1, 1, 1, 48) has too many "
        "axes");
  CHECK(refused("Reshape", json::object()) ==
        "layer \"layer0\" (Reshape): \"target_shape\" is missing or no list");
  CHECK(refused("Flatten", {{"data_format", "channels_first"}}) ==
        "layer \"layer0\" (Flatten): the data format channels_first is not supported; only "
        "channels_last is");
  CHECK(refused("Permute", {{"dims", {1, 1, 2}}}) ==
        "layer \"layer0\" (Permute): \"dims\" does not name each axis once");
  CHECK(refused("ZeroPadding2D", {{"padding", {{1, 1}, {1, -1}}}}) ==
        "layer \"layer0\" (ZeroPadding2D): a padding is negative");
  CHECK(refused("ZeroPadding2D", {{"padding", 1000000000}}) ==
        "layer \"layer0\" (ZeroPadding2D): a padding is too large");
  CHECK(refused("ZeroPadding2D", {{"padding", 100000}}) ==
        "layer \"layer0\" (ZeroPadding2D): a tensor of the shape (1, 200004, 200004, 3) is too "
        "large");
  CHECK(refused("Cropping2D", {{"cropping", 2}}) ==
        "layer \"layer0\" (Cropping2D): it crops more than there is");
  CHECK(refused("UpSampling2D", {{"size", {2, 1000000000}}}) ==
        "layer \"layer0\" (UpSampling2D): its output is too large");
  CHECK(refused("UpSampling2D", {{"interpolation", "area"}}) ==
        "layer \"layer0\" (UpSampling2D): the interpolation \"area\" is not supported");
}

}  // namespace
