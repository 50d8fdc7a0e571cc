// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// multiplier against frexp, the contracts against exact 128-bit arithmetic.
#include "octet/fixed/multiplier.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

namespace {

using octet::contract;
using octet::multiplier;

__extension__ using int128 = __int128;

constexpr std::int32_t lowest = std::numeric_limits<std::int32_t>::min();
constexpr std::int32_t highest = std::numeric_limits<std::int32_t>::max();

int128 floor_divide(int128 a, int128 b) { return a / b - (a % b != 0 && a < 0 ? 1 : 0); }

int128 magnitude(int128 a) { return a < 0 ? -a : a; }

// Ties away from zero: by magnitude.
int128 divide_ties_away(int128 a, int128 unit) {
  const int128 nearest = (2 * magnitude(a) + unit) / (2 * unit);
  return a < 0 ? -nearest : nearest;
}

template <class T>
T exact_high_mul(T a, T b) {
  const int128 unit = int128{1} << std::numeric_limits<T>::digits;
  const int128 product = int128{a} * b;
  const int128 nudged = product + (product >= 0 ? unit / 2 : 1 - unit / 2);
  const int128 result = nudged / unit;  // truncating, as ARITHMETIC words it
  return result > std::numeric_limits<T>::max() ? std::numeric_limits<T>::max()
                                                : static_cast<T>(result);
}

std::int32_t wrapped(int128 value) {
  const int128 modulus = int128{1} << 32;
  int128 rest = value % modulus;
  if (rest < 0) rest += modulus;
  return static_cast<std::int32_t>(rest > highest ? rest - modulus : rest);
}

std::int32_t exact_a(std::int32_t acc, multiplier m) {
  const int128 left = int128{1} << (m.shift > 0 ? m.shift : 0);
  const int128 right = int128{1} << (m.shift > 0 ? 0 : -m.shift);
  const std::int32_t high = exact_high_mul(wrapped(acc * left), m.mantissa);
  return static_cast<std::int32_t>(divide_ties_away(high, right));
}

std::int32_t exact_b(std::int32_t acc, multiplier m) {
  const int128 unit = int128{1} << (31 - m.shift);
  return wrapped(floor_divide(int128{acc} * m.mantissa + unit / 2, unit));
}

// Only for what the reference accepts: |acc| < 2^47, mantissa >= 0, shift < 8.
std::int32_t exact_c(std::int64_t acc, multiplier m) {
  const int128 unit = int128{1} << (15 - m.shift);
  const int128 mantissa =
      m.mantissa < 0x7fff0000 ? floor_divide(int128{m.mantissa} + 0x8000, 0x10000) : 0x7fff;
  return wrapped(floor_divide(acc * mantissa + unit / 2, unit));
}

// Extremes, small numbers, powers of two and their neighbours, and random ones of every size.
std::vector<std::int32_t> samples(std::uint32_t seed) {
  std::vector<std::int32_t> values = {lowest, lowest + 1, highest, highest - 1, 0};
  for (std::int32_t i = 1; i <= 40; ++i) values.insert(values.end(), {i, -i});
  for (int bit = 6; bit < 31; ++bit) {
    const std::int32_t power = std::int32_t{1} << bit;
    values.insert(values.end(), {power - 1, power, power + 1, 1 - power, -power, -1 - power});
  }
  std::mt19937 random(seed);
  for (int i = 0; i < 400; ++i) {
    values.push_back(static_cast<std::int32_t>(random()) >> (random() % 31));
  }
  return values;
}

std::vector<std::int32_t> mantissas() {
  constexpr std::int32_t half = std::int32_t{1} << 30;
  std::vector<std::int32_t> values = {0,           half,       half + 1, highest,
                                      highest - 1, -half,      lowest,   -highest,
                                      0x7fff0000,  0x7ffeffff, 3 << 29,  -(3 << 29)};
  std::mt19937 random(3);
  for (int i = 0; i < 20; ++i) {
    values.push_back(half + static_cast<std::int32_t>(random() % (1U << 30)));
  }
  return values;
}

}  // namespace

TEST_CASE("from_real equals frexp and round") {
  std::mt19937_64 random(11);
  std::uniform_real_distribution<double> exponents(-34, 32);
  int different = 0;
  for (int i = 0; i < 200000; ++i) {
    double real = std::exp2(exponents(random));
    if (i % 3 == 0) real = -real;
    if (i % 5 == 0)
      real = std::ldexp(1 + 0x1p-31 * static_cast<double>(random() % 64), i % 60 - 34);
    if (i % 7 == 0)
      real = std::ldexp(1 - 0x1p-36 * static_cast<double>(random() % 64), i % 60 - 34);
    int shift = 0;
    auto mantissa = static_cast<std::int64_t>(std::round(std::frexp(real, &shift) * 0x1p31));
    if (mantissa == std::int64_t{1} << 31) {
      mantissa /= 2;
      ++shift;
    }
    multiplier expected{static_cast<std::int32_t>(mantissa), shift};
    if (shift < -31) expected = {0, 0};
    if (shift > 30) expected = {real < 0 ? -highest : highest, 30};
    different += multiplier::from_real(real) != expected;
  }
  CHECK(different == 0);
}

TEST_CASE("from_real of the smallest and the largest doubles") {
  using limits = std::numeric_limits<double>;
  for (const double real : {0.0, -0.0, limits::denorm_min(), limits::min(), -limits::min()}) {
    CHECK(multiplier::from_real(real) == multiplier{0, 0});
  }
  CHECK(multiplier::from_real(limits::quiet_NaN()) == multiplier{0, 0});
  CHECK(multiplier::from_real(limits::max()) == multiplier{highest, 30});
  CHECK(multiplier::from_real(-limits::infinity()) == multiplier{-highest, 30});
}

TEST_CASE("the int16 high multiply equals exact arithmetic, every a, a b from each neighbourhood") {
  int different = 0;
  for (int a = -32768; a <= 32767; ++a) {
    for (const int b : {-32768, -32767, -16384, -3, -1, 0, 1, 2, 12345, 16384, 16385, 32767}) {
      const auto x = static_cast<std::int16_t>(a);
      const auto y = static_cast<std::int16_t>(b);
      different += octet::saturating_rounding_doubling_high_mul(x, y) != exact_high_mul(x, y);
    }
  }
  CHECK(different == 0);
}

TEST_CASE("the int32 high multiply and the rounding division equal exact arithmetic") {
  const std::vector<std::int32_t> values = samples(5);
  int different = 0;
  for (const std::int32_t a : values) {
    for (const std::int32_t b : values) {
      different += octet::saturating_rounding_doubling_high_mul(a, b) != exact_high_mul(a, b);
    }
    for (int exponent = 0; exponent <= 40; ++exponent) {
      different +=
          octet::rounding_divide_by_pot(a, exponent) != divide_ties_away(a, int128{1} << exponent);
    }
  }
  CHECK(different == 0);
}

TEST_CASE("requantize equals exact arithmetic under contracts A and B, overflow included") {
  const std::vector<std::int32_t> accumulators = samples(9);
  int different_a = 0;
  int different_b = 0;
  int apart = 0;
  int further_apart = 0;
  for (std::int32_t shift = -31; shift <= 30; ++shift) {
    for (const std::int32_t mantissa : mantissas()) {
      const multiplier m{mantissa, shift};
      for (const std::int32_t acc : accumulators) {
        const std::int32_t a = octet::requantize(acc, m);
        const std::int32_t b = octet::requantize<contract::single_rounding>(acc, m);
        different_a += a != exact_a(acc, m);
        different_b += b != exact_b(acc, m);
        // Without a left shift nothing overflows, except that SRDHM saturates at -1 * -1.
        if (shift > 0 || mantissa == lowest) continue;
        apart += a != b;
        further_apart += a - b > 1 || b - a > 1;
      }
    }
  }
  CHECK(different_a == 0);
  CHECK(different_b == 0);
  CHECK(apart > 0);
  CHECK(further_apart == 0);
}

TEST_CASE("negative ties: A goes away from zero where B goes up") {
  const multiplier half = multiplier::from_real(0.5);
  const multiplier quarter = multiplier::from_real(0.25);
  CHECK(octet::requantize(-1, half) == 0);  // no right shift: SRDHM's tie, up
  CHECK(octet::requantize(-2, quarter) == -1);
  CHECK(octet::requantize<contract::single_rounding>(-2, quarter) == 0);
  CHECK(octet::requantize(-6, quarter) == -2);
  CHECK(octet::requantize<contract::single_rounding>(-6, quarter) == -1);
}

TEST_CASE("what the references leave undefined wraps") {
  const multiplier twice = multiplier::from_real(2.0);  // 2^30, shift 2
  CHECK(octet::requantize(std::int32_t{1} << 29, twice) == lowest / 2);
  CHECK(octet::requantize(std::int32_t{1} << 30, twice) == 0);
  CHECK(octet::requantize<contract::single_rounding>(std::int32_t{1} << 30, twice) == lowest);
}

TEST_CASE("requantize_16x8 equals exact arithmetic over the reference's domain") {
  std::mt19937_64 random(13);
  std::vector<std::int64_t> accumulators = {(std::int64_t{1} << 47) - 1, -(std::int64_t{1} << 47)};
  for (const std::int32_t small : samples(17)) accumulators.push_back(small);
  for (int i = 0; i < 300; ++i) {
    accumulators.push_back(static_cast<std::int64_t>(random()) >> (17 + random() % 40));
  }
  int different = 0;
  for (std::int32_t shift = -31; shift < 8; ++shift) {
    for (const std::int32_t mantissa : mantissas()) {
      if (mantissa < 0) continue;
      const multiplier m{mantissa, shift};
      for (const std::int64_t acc : accumulators) {
        different += octet::requantize_16x8(acc, m) != exact_c(acc, m);
      }
    }
  }
  CHECK(different == 0);
}

TEST_CASE("requantize_16x8 beyond the reference's domain is defined") {
  using limits = std::numeric_limits<std::int64_t>;
  constexpr std::int32_t half = std::int32_t{1} << 30;
  CHECK(octet::requantize_16x8(1, {half, 14}) == 1 << 13);
  CHECK(octet::requantize_16x8(1, {half, 30}) == 1 << 13);       // as shift 14
  CHECK(octet::requantize_16x8(limits::max(), {half, 0}) == 0);  // -2^14 / 2^15 after the wrap
  CHECK(octet::requantize_16x8(limits::min(), {half, 0}) == 0);
  CHECK(octet::requantize_16x8(3, {-half, 0}) == -1);
}

namespace {

// encode<C> of a factor that the contract can hold.
template <contract C>
multiplier held(double real) {
  const auto m = octet::encode<C>(real);
  REQUIRE(m.has_value());
  return *m;
}

std::vector<double> factors() {
  std::vector<double> values = {0.5, 0.25, 1.0, 2.0, 0x1p-32, 0x1p29, 1.0 / 3, 0.75, 1e-9, 1000.1};
  std::mt19937_64 random(21);
  std::uniform_real_distribution<double> exponents(-30, 4);
  for (int i = 0; i < 200; ++i) values.push_back(std::exp2(exponents(random)));
  return values;
}

std::int32_t saturated(long double value) {
  const long double low = lowest, high = highest;
  return static_cast<std::int32_t>(value < low ? low : value > high ? high : value);
}

}  // namespace

TEST_CASE("contract D is a product of doubles, rounded half away") {
  for (const double real : factors()) {
    const multiplier m = held<contract::in_double>(real);
    for (const std::int32_t acc : samples(23)) {
      const double product = static_cast<double>(acc) * real;
      CAPTURE(real);
      CAPTURE(acc);
      REQUIRE(octet::requantize<contract::in_double>(acc, m) == saturated(std::round(product)));
    }
  }
}

TEST_CASE("contract E is a product of floats, rounded half to even, clamped before or after") {
  for (const double real : factors()) {
    const multiplier m = held<contract::in_float>(real);
    const auto factor = static_cast<float>(real);
    for (const std::int32_t acc : samples(25)) {
      const float product = static_cast<float>(acc) * factor;
      CAPTURE(real);
      CAPTURE(acc);
      const std::int32_t code = octet::requantize<contract::in_float>(acc, m);
      REQUIRE(code == saturated(std::nearbyint(static_cast<long double>(product))));
      // XNNPACK's order: the clamp to qmin - zero point .. qmax - zero point, then lrint.
      const float clamped = std::clamp(product, -128.0F - 3.0F, 127.0F - 3.0F);
      REQUIRE(std::clamp(code, -131, 124) == std::lrint(clamped));
    }
  }
}

TEST_CASE("contract F is a shift, whatever the mantissa") {
  for (int exponent = -32; exponent <= 29; ++exponent) {
    multiplier m = held<contract::power_of_two>(std::ldexp(1.0, exponent));
    for (const std::int32_t acc : samples(27)) {
      const long double half_up =
          std::floor(std::ldexp(static_cast<long double>(acc), exponent) + 0.5L);
      m.mantissa = 1 << 30;
      const std::int32_t code = octet::requantize<contract::power_of_two>(acc, m);
      CAPTURE(exponent);
      CAPTURE(acc);
      REQUIRE(code == saturated(half_up));
      // No multiplication: what it would multiply by is not read.
      m.mantissa = static_cast<std::int32_t>(static_cast<std::uint32_t>(acc) * 2654435761U);
      REQUIRE(octet::requantize<contract::power_of_two>(acc, m) == code);
    }
  }
}

TEST_CASE("contract F refuses what is no power of two, or none that a multiplier has") {
  using limits = std::numeric_limits<double>;
  for (const double real : {0.0, -0.5, 0.75, 0.5 + 0x1p-53, 1.0 - 0x1p-53, 0x1p-33, 0x1p30,
                            limits::infinity(), limits::quiet_NaN(), limits::denorm_min()}) {
    CAPTURE(real);
    CHECK_FALSE(octet::encode<contract::power_of_two>(real).has_value());
  }
}

TEST_CASE("C has A's multipliers, and A's rounding in 32 bits") {
  const multiplier m = multiplier::from_real(0.3);
  CHECK(octet::encode<contract::short_mantissa>(0.3) == m);
  CHECK(octet::encode<contract::single_rounding>(0.3) == m);
  CHECK(octet::encode<contract::double_rounding>(0.3) == m);
  for (const std::int32_t acc : samples(29))
    CHECK(octet::requantize<contract::short_mantissa>(acc, m) == octet::requantize(acc, m));
}
