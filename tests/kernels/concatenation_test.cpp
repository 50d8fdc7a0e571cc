// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The code maps of uint8 concatenation against real arithmetic.
#include "octet/kernels/concatenation.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "support/random_tensor.hpp"

TEST_CASE("every code at random scales") {
  octet_test::random_tensor random(15);
  for (int round = 0; round < 2000; ++round) {
    const float scale = random.scale(-6, 5);
    const std::int32_t from = random.code<std::uint8_t>(), to = random.code<std::uint8_t>();
    const octet::code_map map{scale, static_cast<float>(-from) * scale, to};
    int wrong = 0;
    for (int code = 0; code < 256; ++code) {
      const double real = (code - from) * double{scale};
      // In float the sum may be off by roundings of its two terms: near a half either code is
      // right.
      const double slack = 256.0 * scale * 0x1p-22;
      const double low = std::clamp(std::round(real - slack) + to, 0.0, 255.0);
      const double high = std::clamp(std::round(real + slack) + to, 0.0, 255.0);
      const double result = map(static_cast<std::uint8_t>(code));
      wrong += result < low || result > high;
    }
    CHECK(wrong == 0);
  }
}

TEST_CASE("ties go away from zero") {
  const octet::code_map half{0.5F, -0.5F * 128, 128};
  CHECK(half(129) == 129);
  CHECK(half(127) == 127);
  CHECK(half(131) == 130);
  CHECK(half(125) == 126);
}

TEST_CASE("scales that leave float") {
  constexpr float infinite = std::numeric_limits<float>::infinity();
  CHECK(octet::code_map{infinite, -infinite, 7}(0) == 0);
  CHECK(octet::code_map{infinite, 0.0F, 7}(1) == 255);
  CHECK(octet::code_map{1e38F, -1e38F, 7}(0) == 0);
  CHECK(octet::code_map{0.0F, 0.0F, 7}(200) == 7);
}

TEST_CASE("a map moves where nothing differs") {
  for (int code = 0; code < 256; ++code)
    CHECK(octet::code_map{}(static_cast<std::uint8_t>(code)) == code);
}

static_assert([] {
  const std::array<std::uint8_t, 4> input{10, 20, 30, 40};
  std::array<std::uint8_t, 6> output{};
  octet::concatenation({.blocks = {.input = input.data(),
                                   .output = output.data(),
                                   .blocks = 2,
                                   .length = 2,
                                   .input_stride = 2,
                                   .output_stride = 3},
                        .map = {2.0F, -20.0F, 1}});
  return output == std::array<std::uint8_t, 6>{1, 21, 0, 41, 61, 0};
}());
