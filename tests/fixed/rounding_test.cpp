// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Every rounding rule against the C library on exact doubles; saturate_cast against all pairs of
// types.
#include "octet/fixed/rounding.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cfenv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>

namespace {

using octet::rounding;
using octet::shift_right;

// Doubles hold value / 2^bits exactly for the 8 and 16 bit types, so the library's rounding is
// exact.
double oracle(rounding rule, double exact) {
  switch (rule) {
    case rounding::toward_zero:
      return std::trunc(exact);
    case rounding::floor:
      return std::floor(exact);
    case rounding::half_up:
      return std::floor(exact + 0.5);
    case rounding::half_away:
      return std::round(exact);
    case rounding::half_even:
      return std::nearbyint(exact);
  }
  return 0;
}

template <rounding R, class I>
int mismatches() {
  int count = 0;
  constexpr int width = std::numeric_limits<std::make_unsigned_t<I>>::digits;
  for (int bits = 0; bits <= width + 3; ++bits) {
    for (int value = std::numeric_limits<I>::min(); value <= std::numeric_limits<I>::max();
         ++value) {
      const double expected = oracle(R, std::ldexp(value, -bits));
      count += shift_right<R>(static_cast<I>(value), bits) != expected;
    }
  }
  return count;
}

__extension__ using int128 = __int128;

// The same by exact division, for types that do not fit a double.
template <rounding R>
std::int64_t exact_shift(std::int64_t value, int bits) {
  const int128 unit = int128{1} << bits;
  int128 whole = value / unit;  // truncated
  int128 rest = value % unit;
  if (rest < 0) {
    whole -= 1;
    rest += unit;
  }
  bool up = false;
  switch (R) {
    case rounding::toward_zero:
      up = value < 0 && rest != 0;
      break;
    case rounding::floor:
      break;
    case rounding::half_up:
      up = 2 * rest >= unit;
      break;
    case rounding::half_away:
      up = 2 * rest > unit || (2 * rest == unit && value > 0);
      break;
    case rounding::half_even:
      up = 2 * rest > unit || (2 * rest == unit && whole % 2 != 0);
      break;
  }
  return static_cast<std::int64_t>(whole + (up ? 1 : 0));
}

template <rounding R>
int mismatches_64() {
  using limits = std::numeric_limits<std::int64_t>;
  std::mt19937_64 random(7);
  int count = 0;
  for (int bits = 0; bits <= 70; ++bits) {
    const int tie = std::clamp(bits - 1, 0, 62);
    std::array<std::int64_t, 40> values = {limits::min(),
                                           limits::min() + 1,
                                           limits::max(),
                                           limits::max() - 1,
                                           0,
                                           1,
                                           -1,
                                           std::int64_t{1} << tie,
                                           -(std::int64_t{1} << tie),
                                           (std::int64_t{1} << tie) - 1,
                                           1 - (std::int64_t{1} << tie)};
    for (std::size_t i = 11; i < values.size(); ++i) {
      values[i] = static_cast<std::int64_t>(random()) >> (random() % 64);
      if (i % 2 == 0) values[i] |= std::int64_t{1} << tie;
      if (i % 4 == 0) values[i] = (values[i] >> tie) * (std::int64_t{1} << tie);  // often a tie
    }
    for (const std::int64_t value : values) {
      count += shift_right<R>(value, bits) != exact_shift<R>(value, bits);
    }
  }
  return count;
}

template <class To, class From>
void check_saturate_cast() {
  using from = std::numeric_limits<From>;
  using to = std::numeric_limits<To>;
  const std::array<int128, 14> candidates = {from::min(),
                                             from::max(),
                                             to::min(),
                                             to::max(),
                                             int128{to::min()} - 1,
                                             int128{to::max()} + 1,
                                             int128{from::max()} - 1,
                                             int128{from::min()} + 1,
                                             0,
                                             1,
                                             -1,
                                             100,
                                             -100,
                                             128};
  for (const int128 value : candidates) {
    if (value < from::min() || value > from::max()) continue;
    const int128 expected = std::clamp<int128>(value, to::min(), to::max());
    CHECK(octet::saturate_cast<To>(static_cast<From>(value)) == static_cast<To>(expected));
  }
}

template <class From>
void check_saturate_cast_to_all() {
  check_saturate_cast<std::int8_t, From>();
  check_saturate_cast<std::uint8_t, From>();
  check_saturate_cast<std::int16_t, From>();
  check_saturate_cast<std::uint16_t, From>();
  check_saturate_cast<std::int32_t, From>();
  check_saturate_cast<std::uint32_t, From>();
  check_saturate_cast<std::int64_t, From>();
  check_saturate_cast<std::uint64_t, From>();
}

}  // namespace

TEST_CASE_TEMPLATE("shift_right equals the C library on every value and shift", I, std::int8_t,
                   std::uint8_t, std::int16_t, std::uint16_t) {
  REQUIRE(std::fegetround() == FE_TONEAREST);
  CHECK(mismatches<rounding::toward_zero, I>() == 0);
  CHECK(mismatches<rounding::floor, I>() == 0);
  CHECK(mismatches<rounding::half_up, I>() == 0);
  CHECK(mismatches<rounding::half_away, I>() == 0);
  CHECK(mismatches<rounding::half_even, I>() == 0);
}

TEST_CASE("shift_right equals exact division on 64 bits, extremes and ties included") {
  CHECK(mismatches_64<rounding::toward_zero>() == 0);
  CHECK(mismatches_64<rounding::floor>() == 0);
  CHECK(mismatches_64<rounding::half_up>() == 0);
  CHECK(mismatches_64<rounding::half_away>() == 0);
  CHECK(mismatches_64<rounding::half_even>() == 0);
}

TEST_CASE_TEMPLATE("saturate_cast clamps between any two types", From, std::int8_t, std::uint8_t,
                   std::int16_t, std::uint16_t, std::int32_t, std::uint32_t, std::int64_t,
                   std::uint64_t) {
  check_saturate_cast_to_all<From>();
}

TEST_CASE("overflow rules") {
  constexpr octet::out_of_range value{.wrapped = -96, .nearest = 127};
  CHECK(octet::saturate::resolve(value) == 127);
  CHECK(octet::wrap::resolve(value) == -96);
}
