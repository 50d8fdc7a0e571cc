// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// float16 against the formula of IEEE 754, for every half.
#include "octet/core/float16.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <initializer_list>

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

TEST_CASE("the nearest half of a float, between any two neighbours and at them") {
  int wrong = 0;
  const auto half = [](std::uint32_t bits) { return float16{static_cast<std::uint16_t>(bits)}; };
  for (std::uint32_t bits = 0; bits < 0x7bff; ++bits) {
    for (const std::uint32_t sign : {0u, 0x8000u}) {
      const float16 low = half(bits | sign), high = half((bits + 1) | sign);
      const auto a = static_cast<float>(low), b = static_cast<float>(high);
      const float middle = a + (b - a) / 2;  // exact
      wrong += !(float16::nearest(a) == low);
      wrong += !(float16::nearest(middle) == (bits % 2 == 0 ? low : high));
      wrong += !(float16::nearest(std::nextafter(middle, a)) == low);
      wrong += !(float16::nearest(std::nextafter(middle, b)) == high);
    }
  }
  CHECK(wrong == 0);
  for (const float large : {65504.0F, 65519.0F, 65520.0F, 1e30F, INFINITY}) {
    CHECK(float16::nearest(large) == float16{0x7bff});
    CHECK(float16::nearest(-large) == float16{0xfbff});
  }
  CHECK(std::isnan(static_cast<float>(float16::nearest(NAN))));
  CHECK(float16::nearest(1e-30F) == float16{0});
  CHECK(float16::nearest(-0.0F) == float16{0x8000});
}

static_assert(float16::nearest(-2.5F) == float16{0xc100});
static_assert(static_cast<float>(float16{0x3c00}) == 1.0F);
static_assert(static_cast<float>(float16{0xc100}) == -2.5F);
static_assert(static_cast<float>(float16{0x0001}) == 0x1p-24F);
