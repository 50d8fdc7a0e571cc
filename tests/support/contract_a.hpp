// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Contract A once more, from the words of the specification and not from our code: fractions of
// 64-bit integers, rounded by division.
#pragma once

#include <cmath>
#include <cstdint>

namespace octet_test {

/// round(n / d), ties toward +infinity; d > 0
inline std::int64_t nearest_up(std::int64_t n, std::int64_t d) {
  const std::int64_t twice = 2 * n + d;
  const std::int64_t q = twice / (2 * d);
  return twice % (2 * d) < 0 ? q - 1 : q;
}

/// round(n / d), ties away from zero; d > 0
inline std::int64_t nearest_away(std::int64_t n, std::int64_t d) {
  const std::int64_t magnitude = ((n < 0 ? -n : n) * 2 + d) / (2 * d);
  return n < 0 ? -magnitude : magnitude;
}

/// x * real as the reference computes it. |x| * 2^(exponent of real) has to stay below 2^31.
inline std::int64_t times(std::int64_t x, double real) {
  int exponent = 0;
  const double fraction = std::frexp(real, &exponent);
  std::int64_t mantissa = std::llround(std::ldexp(fraction, 31));
  if (mantissa == std::int64_t{1} << 31) {
    mantissa /= 2;
    ++exponent;
  }
  if (exponent < -31) return 0;
  const std::int64_t left = exponent > 0 ? std::int64_t{1} << exponent : 1;
  const std::int64_t right = exponent < 0 ? std::int64_t{1} << -exponent : 1;
  return nearest_away(nearest_up(x * left * mantissa, std::int64_t{1} << 31), right);
}

inline std::int64_t clamped(std::int64_t x, std::int64_t low, std::int64_t high) {
  return x < low ? low : x > high ? high : x;
}

}  // namespace octet_test
