// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// quantize against the quotient in double precision.
#include "octet/kernels/quantize.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "support/random_tensor.hpp"

TEST_CASE_TEMPLATE("random values: the nearest code", T, std::int8_t, std::uint8_t, std::int16_t) {
  constexpr double low = std::numeric_limits<T>::min(), high = std::numeric_limits<T>::max();
  constexpr std::int32_t span =
      (std::numeric_limits<T>::max() - std::numeric_limits<T>::min()) * 5 / 4;
  octet_test::random_tensor random(7);
  for (int round = 0; round < 500; ++round) {
    const octet::affine params{random.scale(-12, 8), random.code<T>()};
    std::vector<float> input(static_cast<std::size_t>(random.between(0, 70)));
    for (float& x : input) {
      x = params.scale * static_cast<float>(random.between(-span * 64, span * 64)) / 64.0F;
    }
    std::vector<T> output(input.size());
    const octet::extents<octet::dynamic> count{input.size()};
    octet::quantize(octet::basic_quantize_args<T>{
        .input = {input.data(), count}, .output = {output.data(), count}, .params = params});
    int far = 0;
    for (std::size_t i = 0; i < input.size(); ++i) {
      const double code = double{input[i]} / double{params.scale} + params.zero_point;
      // A quotient in float is off by less than span * 2^-24.
      far += std::abs(output[i] - std::clamp(code, low, high)) > 0.5 + span * 0x1p-23;
    }
    CHECK(far == 0);
  }
}

TEST_CASE("ties go away from zero, infinities to the ends, NaN to the zero point") {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  const std::array<float, 8> input{
      0.25F,    -0.25F,    0.75F, -0.75F,
      infinity, -infinity, 1e38F, std::numeric_limits<float>::quiet_NaN()};
  std::array<std::int8_t, 8> output{};
  octet::quantize(octet::basic_quantize_args<std::int8_t, octet::extents<8>>{
      .input = {input.data(), {}}, .output = {output.data(), {}}, .params = {0.5F, 3}});
  CHECK(output == std::array<std::int8_t, 8>{4, 2, 5, 1, 127, -128, 127, 3});
}

static_assert([] {
  const std::array<float, 3> input{-1.0F, 0.0F, 1.0F};
  std::array<std::int8_t, 3> output{};
  octet::quantize(octet::basic_quantize_args<std::int8_t, octet::extents<3>>{
      .input = {input.data(), {}}, .output = {output.data(), {}}, .params = {0.125F, -2}});
  return output == std::array<std::int8_t, 3>{-10, -2, 6};
}());
