// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Contracts A and C over integers of 128 bits, from the words of the specification and not from our
// code.
#pragma once

#include <cmath>
#include <cstdint>

namespace octet_test {

__extension__ using int128 = __int128;

/// floor(n / d); d > 0
inline int128 floor_divide(int128 n, int128 d) { return n / d - (n % d < 0 ? 1 : 0); }

/// A real factor as the reference stores it: mantissa * 2^(exponent - 31).
struct stored_factor {
  std::int64_t mantissa = 0;
  int exponent = 0;

  static stored_factor of(double real) {
    stored_factor f;
    const double fraction = std::frexp(real, &f.exponent);
    f.mantissa = std::llround(std::ldexp(fraction, 31));
    if (f.mantissa == std::int64_t{1} << 31) {
      f.mantissa /= 2;
      ++f.exponent;
    }
    return f.exponent < -31 ? stored_factor{} : f;
  }
};

/// Contract A: x * real, rounded with ties up at 31 bits and with ties away from zero after that.
inline int128 times_a(std::int64_t x, double real) {
  const stored_factor f = stored_factor::of(real);
  const int128 left = int128{1} << (f.exponent > 0 ? f.exponent : 0);
  const int128 right = int128{1} << (f.exponent < 0 ? -f.exponent : 0);
  const int128 once = floor_divide(x * left * f.mantissa + (int128{1} << 30), int128{1} << 31);
  const int128 twice = (once < 0 ? -once : once) * 2 + right;
  return once < 0 ? -(twice / (2 * right)) : twice / (2 * right);
}

/// Contract C: x times a mantissa of 15 bits, rounded once with ties up. The reference keeps the
/// low 32 bits of it.
inline std::int32_t times_c(std::int64_t x, double real) {
  const stored_factor f = stored_factor::of(real);
  const std::int64_t mantissa =
      f.mantissa < 0x7fff0000 ? (f.mantissa + (1 << 15)) / (1 << 16) : 0x7fff;
  const int128 unit = int128{1} << (15 - f.exponent);
  return static_cast<std::int32_t>(floor_divide(int128{x} * mantissa + unit / 2, unit));
}

}  // namespace octet_test
