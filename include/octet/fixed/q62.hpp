// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What the functions of q are made of: unsigned numbers of 62 fraction bits, rounded once at the
// end.
//
// A result has up to 32 bits. Thirty more leave room for the errors of every step, so the rounding
// to the result's format is the only one that shows, and no step needs rounding of its own.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>

#include "octet/fixed/q.hpp"
#include "octet/fixed/rounding.hpp"

namespace octet::detail {

inline constexpr std::uint64_t q62_one = std::uint64_t{1} << 62;
inline constexpr std::uint64_t q62_ln_2 = 0x2c5c85fdf473de6b;
inline constexpr std::uint64_t q62_log2_e = 0x5c551d94ae0bf85e;

/// a * b / 2^62, rounded down; the result has to stay below 2^64. With a in Q2.62, b keeps its
/// format.
[[nodiscard]] constexpr std::uint64_t mul_q62(std::uint64_t a, std::uint64_t b) {
  constexpr std::uint64_t low_half = 0xffffffff;
  const std::uint64_t low = (a & low_half) * (b & low_half);
  const std::uint64_t middle = (a >> 32) * (b & low_half) + (low >> 32);
  const std::uint64_t other = (a & low_half) * (b >> 32) + (middle & low_half);
  const std::uint64_t high = (a >> 32) * (b >> 32) + (middle >> 32) + (other >> 32);
  return (high << 2) | ((a * b) >> 62);
}

/// a / b in Q2.62 for a <= b, 0 < b <= 2^63. Rounded down, but the last bit is set unless the
/// quotient is exact: it stands for all that follow, so that a later rounding sees no false tie.
///
/// Digit by digit, because that is exact without a table or an analysis of its error.
[[nodiscard]] constexpr std::uint64_t divide_q62(std::uint64_t a, std::uint64_t b) {
  std::uint64_t quotient = 0;
  std::uint64_t rest = a;
  for (int digit = 0; digit <= 62; ++digit) {
    const bool one = rest >= b;
    quotient = (quotient << 1) | (one ? 1U : 0U);
    rest = (rest - (one ? b : 0)) << 1;
  }
  return quotient | (rest != 0 ? 1U : 0U);
}

/// 1 / n! in Q2.62.
inline constexpr auto q62_over_factorial = [] {
  std::array<std::uint64_t, 20> table{};
  std::uint64_t factorial = 1;
  for (std::size_t n = 0; n < table.size(); ++n) {
    factorial *= n == 0 ? 1 : n;
    table[n] = (q62_one + factorial / 2) / factorial;
  }
  return table;
}();

/// 1 / (2 n + 1) in Q2.62.
inline constexpr auto q62_over_odd = [] {
  std::array<std::uint64_t, 12> table{};
  for (std::size_t n = 0; n < table.size(); ++n) table[n] = (q62_one + n) / (2 * n + 1);
  return table;
}();

/// |code| and its sign.
struct magnitude {
  std::uint64_t value;
  bool negative;
};

template <QFormat From>
[[nodiscard]] constexpr magnitude magnitude_of(From x) {
  const auto code = static_cast<std::uint64_t>(x.code());
  return x.code() < 0 ? magnitude{0 - code, true} : magnitude{code, false};
}

/// Where 62 fraction bits of absolute accuracy are too few for To's last place.
template <class To>
inline constexpr bool coarse_enough_for_q62 = To::fraction_bits <= 44;

/// What every function asks of its formats.
template <class To, class Overflow, class... From>
consteval void check_function_formats() {
  static_assert(To::bits <= 32, "octet: a function of q gives at most 32 bits");
  static_assert(((From::bits <= 32) && ...),
                "octet: a function of q takes at most 32 bits; narrow the argument first");
  static_assert(!std::same_as<Overflow, wrap>,
                "octet: a function of q saturates or traps; modulo 2^M it means nothing");
}

/// mantissa * 2^-fraction in the format To, to nearest, ties to even.
template <class To, OverflowRule Overflow>
[[nodiscard]] constexpr To round_to(std::int64_t mantissa, int fraction) {
  return To::from_code(
      rescale_code<To, nearest_even, Overflow>(mantissa, To::fraction_bits - fraction));
}

/// What stands for a value that does not exist: the end of To's range nearest to it, or a trap.
template <class To, OverflowRule Overflow>
[[nodiscard]] constexpr To at_pole(To nearest) {
  return To::from_code(static_cast<typename To::wide>(
      Overflow::resolve({.wrapped = 0, .nearest = static_cast<std::int64_t>(nearest.code())})));
}

}  // namespace octet::detail
