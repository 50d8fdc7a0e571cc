// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// sqrt and log of floating-point numbers that run in the compiler: std's are not constexpr.
#pragma once

#include <bit>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "octet/fixed/decompose.hpp"
#include "octet/fixed/exp_log.hpp"
#include "octet/fixed/root.hpp"
#include "octet/fixed/rounding.hpp"

namespace octet {

/// The square root of a finite x >= 0.
///
/// rounding to nearest, ties to even: std::sqrt to the bit
template <class T>
requires std::is_floating_point_v<T>
[[nodiscard]] constexpr T real_sqrt(T x) {
  constexpr int digits = std::numeric_limits<T>::digits;
  const auto [mantissa, exponent] = decompose(double{x});
  if (mantissa <= 0) return 0;
  // 60 bits, the last of which stands for all that follow.
  const auto [root, fraction] = detail::root_of(static_cast<std::uint64_t>(mantissa), -exponent);
  const auto rounded = shift_right<rounding::half_even>(root, 60 - digits);
  const auto power =
      std::bit_cast<double>(static_cast<std::uint64_t>(1023 + 60 - digits - fraction) << 52);
  return static_cast<T>(static_cast<double>(rounded) * power);
}

/// The natural logarithm of a finite x > 0.
///
/// error    1e-15, and 1e-15 of the result
[[nodiscard]] constexpr double real_log(double x) {
  constexpr double ln_2 = 0.69314718055994530942;
  const auto [mantissa, exponent] = decompose(x);
  const auto [twos, natural] =
      detail::logarithm_of(static_cast<std::uint64_t>(mantissa), -exponent);
  return twos * ln_2 + static_cast<double>(natural) * 0x1p-62;
}

}  // namespace octet
