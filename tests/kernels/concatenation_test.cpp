// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The code maps of concatenation against real arithmetic.
#include "octet/kernels/concatenation.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "support/random_tensor.hpp"

namespace {

template <class T>
constexpr std::int32_t low = std::numeric_limits<T>::min();
template <class T>
constexpr std::int32_t high = std::numeric_limits<T>::max();

}  // namespace

TEST_CASE_TEMPLATE("every code at random scales", T, std::int8_t, std::uint8_t, std::int16_t) {
  octet_test::random_tensor random(15);
  for (int round = 0; round < (sizeof(T) == 1 ? 2000 : 40); ++round) {
    const float scale = random.scale(-6, 5);
    const std::int32_t from = sizeof(T) == 1 ? random.code<T>() : 0;
    const std::int32_t to = sizeof(T) == 1 ? random.code<T>() : 0;
    const octet::code_map map{scale, static_cast<float>(-from) * scale, to};
    int wrong = 0;
    for (std::int32_t code = low<T>; code <= high<T>; ++code) {
      const double real = (code - from) * double{scale};
      // In float the sum may be off by roundings of its two terms: near a half either code is
      // right.
      const double slack = (high<T> - low<T> + 1.0) * scale * 0x1p-22;
      const double least = std::clamp(std::round(real - slack) + to, low<T> + 0.0, high<T> + 0.0);
      const double most = std::clamp(std::round(real + slack) + to, low<T> + 0.0, high<T> + 0.0);
      const double result = map(static_cast<T>(code));
      wrong += result < least || result > most;
    }
    CHECK(wrong == 0);
  }
}

TEST_CASE("ties go away from zero") {
  const octet::code_map half{0.5F, -0.5F * 128, 128};
  CHECK(half(std::uint8_t{129}) == 129);
  CHECK(half(std::uint8_t{127}) == 127);
  CHECK(half(std::uint8_t{131}) == 130);
  CHECK(half(std::uint8_t{125}) == 126);
  const octet::code_map centered{0.5F, 0.0F, 0};
  CHECK(centered(std::int16_t{-3}) == -2);
  CHECK(centered(std::int8_t{3}) == 2);
}

TEST_CASE("scales that leave float") {
  constexpr float infinite = std::numeric_limits<float>::infinity();
  CHECK(octet::code_map{infinite, -infinite, 7}(std::uint8_t{0}) == 0);
  CHECK(octet::code_map{infinite, 0.0F, 7}(std::uint8_t{1}) == 255);
  CHECK(octet::code_map{1e38F, -1e38F, 7}(std::uint8_t{0}) == 0);
  CHECK(octet::code_map{0.0F, 0.0F, 7}(std::uint8_t{200}) == 7);
  CHECK(octet::code_map{infinite, 0.0F, 0}(std::int16_t{1}) == 32767);
  CHECK(octet::code_map{infinite, 0.0F, 0}(std::int16_t{-1}) == -32768);
  CHECK(octet::code_map{infinite, 0.0F, 0}(std::int16_t{0}) == -32768);
}

TEST_CASE("a map moves where nothing differs") {
  for (int code = 0; code < 256; ++code)
    CHECK(octet::code_map{}(static_cast<std::uint8_t>(code)) == code);
}

static_assert([] {
  const std::array<std::uint8_t, 4> input{10, 20, 30, 40};
  std::array<std::uint8_t, 6> output{};
  octet::concatenation(octet::concatenation_args<std::uint8_t>{.blocks = {.input = input.data(),
                                                                          .output = output.data(),
                                                                          .blocks = 2,
                                                                          .length = 2,
                                                                          .input_stride = 2,
                                                                          .output_stride = 3},
                                                               .map = {2.0F, -20.0F, 1}});
  return output == std::array<std::uint8_t, 6>{1, 21, 0, 41, 61, 0};
}());
