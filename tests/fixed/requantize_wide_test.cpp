// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// requantize_wide against integers of 128 bits, and against requantize where both are defined.
#include "octet/fixed/requantize_wide.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <random>

#include "support/wide_contracts.hpp"

using octet::contract;
using octet::multiplier;

namespace {

using big = octet_test::int128;
using octet_test::floor_divide;

std::int32_t saturated(big v) {
  using limits = std::numeric_limits<std::int32_t>;
  return static_cast<std::int32_t>(v < limits::min()   ? limits::min()
                                   : v > limits::max() ? limits::max()
                                                       : v);
}

/// round(round_up(x * 2^left * M / 2^31) / 2^right), the second with ties away from zero
std::int32_t double_rounding(std::int64_t x, multiplier m) {
  const big left = big{1} << (m.shift > 0 ? m.shift : 0),
            right = big{1} << (m.shift < 0 ? -m.shift : 0);
  const big once = floor_divide(big{x} * left * m.mantissa + (big{1} << 30), big{1} << 31);
  const big away = (once < 0 ? -once : once) * 2 + right;
  return saturated(once < 0 ? -(away / (2 * right)) : away / (2 * right));
}

std::int32_t single_rounding(std::int64_t x, multiplier m) {
  const int shift = 31 - m.shift;
  return saturated(floor_divide(big{x} * m.mantissa + (big{1} << (shift - 1)), big{1} << shift));
}

}  // namespace

static_assert(octet::requantize_wide(std::int64_t{1} << 40, {1 << 30, -10}) == 1 << 29);
static_assert(octet::requantize_wide(std::int64_t{1} << 40, {1 << 30, 1}) == 2147483647);
static_assert(octet::requantize_wide(-(std::int64_t{1} << 61), {1 << 30, 30}) == -2147483647 - 1);

TEST_CASE("requantize_wide is the exact value, rounded and saturated") {
  std::mt19937_64 random(1);
  for (int i = 0; i < 200000; ++i) {
    const int bits = static_cast<int>(random() % 62);
    const auto x = static_cast<std::int64_t>(random()) >> (63 - bits);
    const multiplier m{static_cast<std::int32_t>((random() & 0x3fffffff) | 0x40000000),
                       static_cast<std::int32_t>(random() % 62) - 31};
    CAPTURE(x);
    CAPTURE(m.mantissa);
    CAPTURE(m.shift);
    REQUIRE(octet::requantize_wide(x, m) == double_rounding(x, m));
    REQUIRE(octet::requantize_wide<contract::single_rounding>(x, m) == single_rounding(x, m));
  }
}

TEST_CASE("requantize_wide continues requantize") {
  std::mt19937_64 random(2);
  for (int i = 0; i < 200000; ++i) {
    const multiplier m{static_cast<std::int32_t>((random() & 0x3fffffff) | 0x40000000),
                       static_cast<std::int32_t>(random() % 35) - 31};
    const auto x = static_cast<std::int32_t>(random()) >> (m.shift > 0 ? m.shift : 0);
    CAPTURE(x);
    CAPTURE(m.shift);
    REQUIRE(octet::requantize_wide(x, m) == octet::requantize(x, m));
    REQUIRE(octet::requantize_wide<contract::single_rounding>(x, m) ==
            octet::requantize<contract::single_rounding>(x, m));
  }
  CHECK(octet::requantize_wide(std::int64_t{1} << 50, {0, 0}) == 0);
}

TEST_CASE("C, D, E and F of wide accumulators") {
  std::mt19937_64 random(3);
  for (int i = 0; i < 100000; ++i) {
    const int bits = static_cast<int>(random() % 47);
    const auto x = static_cast<std::int64_t>(random()) >> (63 - bits);
    const double real = std::ldexp(1.0 + static_cast<double>(random() % 1024) / 1024.0,
                                   static_cast<int>(random() % 36) - 32);
    const int exponent = static_cast<int>(random() % 62) - 32;
    CAPTURE(x);
    CAPTURE(real);
    const auto saturate = [](long double v) {
      return saturated(static_cast<big>(v < -0x1p60L ? -0x1p60L : v > 0x1p60L ? 0x1p60L : v));
    };
    const auto m = octet::encode<contract::short_mantissa>(real);
    REQUIRE(octet::requantize_wide<contract::short_mantissa>(x, *m) ==
            octet::requantize_16x8(x, *m));
    REQUIRE(
        octet::requantize_wide<contract::in_double>(x, *octet::encode<contract::in_double>(real)) ==
        saturate(std::round(static_cast<double>(x) * real)));
    const float product = static_cast<float>(x) * static_cast<float>(real);
    REQUIRE(
        octet::requantize_wide<contract::in_float>(x, *octet::encode<contract::in_float>(real)) ==
        saturate(std::nearbyint(static_cast<long double>(product))));
    REQUIRE(octet::requantize_wide<contract::power_of_two>(
                x, *octet::encode<contract::power_of_two>(std::ldexp(1.0, exponent))) ==
            saturate(std::floor(std::ldexp(static_cast<long double>(x), exponent) + 0.5L)));
  }
}
