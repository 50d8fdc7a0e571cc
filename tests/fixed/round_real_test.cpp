// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// round_to_int32 against the C library.
#include "octet/fixed/round_real.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <random>

using octet::round_to_int32;
using octet::rounding;

TEST_CASE("round_to_int32 rounds as std::round, nearbyint, floor and trunc") {
  std::mt19937_64 random(1);
  for (int i = 0; i < 100000; ++i) {
    const int exponent = static_cast<int>(random() % 40) - 10;
    double real =
        std::ldexp(static_cast<double>(static_cast<std::int64_t>(random())), exponent - 60);
    if (i % 2 == 0) real = std::round(real * 2) / 2;  // ties
    if (std::abs(real) >= 0x1p31) continue;
    CAPTURE(real);
    REQUIRE(round_to_int32<rounding::half_away>(real) == std::lround(real));
    REQUIRE(round_to_int32<rounding::half_even>(real) == std::lrint(real));
    REQUIRE(round_to_int32<rounding::half_up>(real) == std::lround(std::floor(real + 0.5)));
    REQUIRE(round_to_int32<rounding::floor>(real) == std::lround(std::floor(real)));
    REQUIRE(round_to_int32<rounding::toward_zero>(real) == std::lround(std::trunc(real)));
  }
}

TEST_CASE("round_to_int32 saturates") {
  using limits = std::numeric_limits<double>;
  constexpr std::int32_t lowest = std::numeric_limits<std::int32_t>::min();
  constexpr std::int32_t highest = std::numeric_limits<std::int32_t>::max();
  constexpr auto away = rounding::half_away;
  for (const double large :
       {2147483647.0, 2147483647.5, 0x1p31, 0x1p32, 0x1p53, 0x1p63, 1e300, limits::infinity()}) {
    CAPTURE(large);
    CHECK(round_to_int32<away>(large) == highest);
    CHECK(round_to_int32<away>(-large - 1) == lowest);
  }
  CHECK(round_to_int32<away>(2147483646.49) == highest - 1);
  CHECK(round_to_int32<away>(limits::quiet_NaN()) == 0);
  CHECK(round_to_int32<away>(limits::denorm_min()) == 0);
  CHECK(round_to_int32<away>(-0.0) == 0);
}
