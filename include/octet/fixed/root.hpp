// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// sqrt, rsqrt and reciprocal of q, digit by digit: slower than Newton's steps, but exact.
#pragma once

#include <bit>
#include <cstdint>

#include "octet/fixed/q.hpp"
#include "octet/fixed/q62.hpp"
#include "octet/fixed/rounding.hpp"

namespace octet {

namespace detail {

/// root * 2^-fraction, 2^59 <= root < 2^60; the last bit of root stands for all that follow.
struct square_root {
  std::uint64_t root;
  int fraction;
};

/// The square root of value * 2^-fraction for value > 0.
///
/// Each step brings down two bits of the value and decides one of the root: with root r and rest
/// v - r^2, the next digit is 1 where 4 * rest >= 4 r + 1. Zeros follow the value's last bit.
[[nodiscard]] constexpr square_root root_of(std::uint64_t value, int fraction) {
  int shift = std::countl_zero(value);
  if (((fraction + shift) & 1) != 0) --shift;  // 2^-fraction has to have a root too
  std::uint64_t digits = value << shift;
  std::uint64_t root = 0;
  std::uint64_t rest = 0;
  for (int digit = 0; digit < 60; ++digit) {
    rest = (rest << 2) | (digits >> 62);
    digits <<= 2;
    const std::uint64_t trial = (root << 2) | 1;
    const bool one = rest >= trial;
    if (one) rest -= trial;
    root = (root << 1) | (one ? 1U : 0U);
  }
  return {root | (rest != 0 ? 1U : 0U), (fraction + shift) / 2 + 28};
}

}  // namespace detail

/// The square root.   To(x^(1/2))
///
/// rounding to nearest, ties to even, of the exact root
/// range    x < 0 counts as below the range: 0, or a trap
/// error    0.5 ulp: every result is the nearest code
template <QFormat To, OverflowRule Overflow = saturate, QFormat From>
[[nodiscard]] constexpr To sqrt(From x) {
  detail::check_function_formats<To, Overflow, From>();
  const auto [value, negative] = detail::magnitude_of(x);
  if (negative) return detail::at_pole<To, Overflow>(To::from_code(0));
  if (value == 0) return To::from_code(0);
  const auto [root, fraction] = detail::root_of(value, From::fraction_bits);
  return detail::round_to<To, Overflow>(static_cast<std::int64_t>(root), fraction);
}

/// One over the square root.   To(x^(-1/2))
///
/// rounding to nearest, ties to even
/// range    x <= 0 counts as above the range: highest(), or a trap
/// error    0.5001 ulp
template <QFormat To, OverflowRule Overflow = saturate, QFormat From>
[[nodiscard]] constexpr To rsqrt(From x) {
  detail::check_function_formats<To, Overflow, From>();
  const auto [value, negative] = detail::magnitude_of(x);
  if (negative || value == 0) return detail::at_pole<To, Overflow>(To::highest());
  const auto [root, fraction] = detail::root_of(value, From::fraction_bits);
  // 1 / (root * 2^-fraction) = 2^62 / (8 root) * 2^(fraction - 59)
  const std::uint64_t quotient = detail::divide_q62(detail::q62_one, root << 3);
  return detail::round_to<To, Overflow>(static_cast<std::int64_t>(quotient), 121 - fraction);
}

/// One over x.   To(1 / x)
///
/// rounding to nearest, ties to even, of the exact quotient
/// range    x = 0 counts as above the range: highest(), or a trap
/// error    0.5 ulp: every result is the nearest code
template <QFormat To, OverflowRule Overflow = saturate, QFormat From>
[[nodiscard]] constexpr To reciprocal(From x) {
  detail::check_function_formats<To, Overflow, From>();
  const auto [value, negative] = detail::magnitude_of(x);
  if (value == 0) return detail::at_pole<To, Overflow>(To::highest());
  // value * 2^shift in [2^62, 2^63)
  const int shift = std::countl_zero(value) - 1;
  const auto quotient =
      static_cast<std::int64_t>(detail::divide_q62(detail::q62_one, value << shift));
  return detail::round_to<To, Overflow>(negative ? -quotient : quotient,
                                        124 - shift - From::fraction_bits);
}

}  // namespace octet
