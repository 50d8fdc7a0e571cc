// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// float16 against the formula of IEEE 754, for every half.
#include "octet/core/float16.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>

using octet::float16;

TEST_CASE("every half is the float of the same value") {
  int wrong = 0;
  for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
    const auto value = static_cast<float>(float16{static_cast<std::uint16_t>(bits)});
    const int exponent = static_cast<int>((bits >> 10) & 31);
    const int fraction = static_cast<int>(bits & 1023);
    double magnitude =
        exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
    if (exponent == 31) magnitude = fraction == 0 ? INFINITY : NAN;
    wrong += std::signbit(value) != (bits >= 0x8000);
    wrong += std::isnan(magnitude) ? !std::isnan(value) : std::abs(double{value}) != magnitude;
  }
  CHECK(wrong == 0);
}

static_assert(static_cast<float>(float16{0x3c00}) == 1.0F);
static_assert(static_cast<float>(float16{0xc100}) == -2.5F);
static_assert(static_cast<float>(float16{0x0001}) == 0x1p-24F);
