// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// FULLY_CONNECTED in a model: which multiplier it prepares, and what it refuses.
#include "octet/model/ops/fully_connected.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <vector>

#include "support/contract_a.hpp"
#include "support/one_operator_model.hpp"
#include "support/random_tensor.hpp"

using octet::errc;
using octet_test::bytes_of;
using octet_test::int8_tensor;
using octet_test::load_error;
using octet_test::model_tensor;
using octet_test::one_operator_model;

namespace {

namespace f = octet::field::fully_connected;

model_tensor weights(std::vector<std::int32_t> shape, const std::vector<std::int8_t>& codes) {
  model_tensor t = int8_tensor(std::move(shape));
  t.data = bytes_of(codes);
  return t;
}

model_tensor biases(const std::vector<std::int32_t>& codes) {
  return {.type = octet::tensor_type::int32,
          .shape = {static_cast<std::int32_t>(codes.size())},
          .data = bytes_of(codes)};
}

/// (2,3) x (2,3), all scales 1 and zero points 0.
one_operator_model small_product() {
  return {.code = octet::builtin::fully_connected,
          .tensors = {int8_tensor({2, 3}), weights({2, 3}, {1, 2, 3, -1, 0, 1}), biases({10, 20}),
                      int8_tensor({2, 2})}};
}

std::vector<std::uint8_t> product(const one_operator_model& m) {
  const auto out = run_model(m, {bytes_of<std::int8_t>({1, 1, 1, 0, 2, -5})});
  return out.value_or(std::vector<std::uint8_t>{});
}

std::vector<std::uint8_t> codes(const std::vector<std::int8_t>& v) { return bytes_of(v); }

/// One input and a zero weight for each scale: the first output is the requantized bias.
std::int8_t requantized(std::int32_t bias, const std::vector<float>& filter_scales,
                        float input_scale, float output_scale) {
  const std::size_t n = filter_scales.size();
  const auto channels = static_cast<std::int32_t>(n);
  one_operator_model m{.code = octet::builtin::fully_connected,
                       .tensors = {int8_tensor({1, 1}, input_scale),
                                   weights({channels, 1}, std::vector<std::int8_t>(n)),
                                   biases(std::vector<std::int32_t>(n, bias)),
                                   int8_tensor({1, channels}, output_scale)}};
  m.tensors[1].scales = filter_scales;
  m.tensors[1].zero_points.resize(n);
  const auto out = run_model(m, {{1}});
  REQUIRE(out.has_value());
  return static_cast<std::int8_t>(out->front());
}

}  // namespace

TEST_CASE("one scale is multiplied in float, scales of channels in double") {
  octet_test::random_tensor random(11);
  int found = 0;
  while (found < 5) {
    const float input = random.scale(-8, -2), filter = random.scale(-10, -3);
    const float output = random.scale(-6, -1);
    const double in_double = double{input} * double{filter} / double{output};
    const double in_float = double{input * filter} / double{output};
    const auto bias = static_cast<std::int32_t>(random.between(-126, 126) / in_double);
    for (std::int32_t b = bias - 3; b <= bias + 3; ++b) {
      const std::int64_t per_channel = octet_test::times(b, in_double);
      const std::int64_t per_tensor = octet_test::times(b, in_float);
      if (per_channel == per_tensor) continue;
      CHECK(requantized(b, {filter}, input, output) == per_tensor);
      CHECK(requantized(b, {filter, filter}, input, output) == per_channel);
      ++found;
    }
  }
}

TEST_CASE("fully_connected runs with and without what is optional") {
  one_operator_model m = small_product();
  CHECK(product(m) == codes({16, 20, -1, 15}));

  SUBCASE("without a bias") {
    m.tensors.erase(m.tensors.begin() + 2);
    CHECK(product(m) == codes({6, 0, -11, -5}));
  }
  SUBCASE("with an activation") {
    m.option(f::activation, std::int8_t{3});
    CHECK(product(m) == codes({6, 6, 0, 6}));
  }
  SUBCASE("the axes of the input do not matter") {
    m.tensors[0].shape = {1, 3, 2, 1};
    CHECK(product(m) == codes({16, 20, -1, 15}));
  }
  SUBCASE("unless they are to be kept") {
    m.option(f::keep_num_dims, std::uint8_t{1});
    CHECK(load_error(m) == errc::ok);
    m.tensors[0].shape = {1, 2, 3};
    CHECK(load_error(m) == errc::shape_mismatch);
    m.tensors[3].shape = {1, 2, 2};
    CHECK(product(m) == codes({16, 20, -1, 15}));
    m.tensors[3].shape = {2, 1, 2};
    CHECK(load_error(m) == errc::shape_mismatch);
  }
  SUBCASE("an empty batch") {
    m.tensors[0].shape = {0, 3};
    m.tensors[3].shape = {0, 2};
    CHECK(load_error(m) == errc::ok);
  }
}

TEST_CASE("fully_connected refuses what does not fit") {
  const auto spoiled = [](auto&& spoil) {
    one_operator_model m = small_product();
    spoil(m);
    return load_error(m);
  };
  CHECK(spoiled([](auto& m) { m.tensors[0].shape = {2, 4}; }) == errc::shape_mismatch);
  CHECK(spoiled([](auto& m) { m.tensors[3].shape = {2, 3}; }) == errc::shape_mismatch);
  CHECK(spoiled([](auto& m) { m.tensors[3].shape = {}; }) == errc::shape_mismatch);
  CHECK(spoiled([](auto& m) { m.tensors[1].shape = {1, 2, 3}; }) == errc::shape_mismatch);
  CHECK(spoiled([](auto& m) { m.tensors[1].zero_points = {1}; }) == errc::bad_zero_point);
  CHECK(spoiled([](auto& m) { m.tensors[1].data.clear(); }) == errc::constant_expected);
  CHECK(spoiled([](auto& m) { m.tensors[1].scales.clear(); }) == errc::missing_quantization);
  CHECK(spoiled([](auto& m) {
          m.tensors[1].scales = {1.0F, 1.0F, 1.0F};
          m.tensors[1].zero_points = {0, 0, 0};
        }) == errc::missing_quantization);
  CHECK(spoiled([](auto& m) { m.tensors[3].type = octet::tensor_type::uint8; }) ==
        errc::unsupported_type);
  CHECK(spoiled([](auto& m) { m.tensors[2] = biases({1, 2, 3}); }) == errc::shape_mismatch);
  CHECK(spoiled([](auto& m) {
          m.tensors[2] = biases({0, std::numeric_limits<std::int32_t>::max()});
        }) == errc::ok);  // the accumulator gets wider instead
  CHECK(spoiled([](auto& m) { m.option(f::weights_format, std::int8_t{1}); }) ==
        errc::unsupported_option);
  CHECK(spoiled([](auto& m) { m.option(f::weights_format, std::int8_t{2}); }) == errc::bad_option);
  CHECK(spoiled([](auto& m) { m.option(f::activation, std::int8_t{4}); }) ==
        errc::unsupported_option);
  CHECK(spoiled([](auto& m) { m.tensors.erase(m.tensors.begin() + 1, m.tensors.begin() + 3); }) ==
        errc::missing_tensor);
}
