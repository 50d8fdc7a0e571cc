// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// sin, cos and atan2 of q, angles in radians.
//
// Angles are reduced in turns, where dropping whole turns is dropping bits: code * 2^-N / (2 pi)
// modulo 1 needs only those bits of 1 / (2 pi) that the product can bring behind the point.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "octet/fixed/q.hpp"
#include "octet/fixed/q62.hpp"
#include "octet/fixed/rounding.hpp"

namespace octet {

namespace detail {

inline constexpr std::uint64_t q62_half_pi = 0x6487ed5110b4611a;

/// Bits [first, first + 32) of the binary fraction 1 / (2 pi); zeros in front of the point.
[[nodiscard]] constexpr std::uint32_t bits_of_one_over_two_pi(int first) {
  constexpr std::array<std::uint32_t, 6> words = {0x28be60db, 0x9391054a, 0x7f09d5f4,
                                                  0x7d4d3770, 0x36d8a566, 0x4f10e410};
  std::uint32_t bits = 0;
  for (int i = first; i < first + 32; ++i) {
    bits <<= 1;
    if (i >= 0) bits |= (words.at(static_cast<std::size_t>(i / 32)) >> (31 - i % 32)) & 1;
  }
  return bits;
}

/// value * 2^-Fraction / (2 pi) modulo 1, in units of 2^-64 turns, for value <= 2^32.
template <int Fraction>
[[nodiscard]] constexpr std::uint64_t turns_of(std::uint64_t value) {
  static_assert(Fraction >= -64, "octet: sin and cos need an argument of fewer integer bits");
  constexpr std::uint64_t high = std::uint64_t{bits_of_one_over_two_pi(-Fraction)} << 32 |
                                 bits_of_one_over_two_pi(32 - Fraction);
  constexpr std::uint64_t low = bits_of_one_over_two_pi(64 - Fraction);
  return value * high + ((value * low) >> 32);  // wraps: modulo one turn
}

/// The sum of (-1)^n z^n / (2n + first)! for first 0 or 1, z < 0.617: the first left out is 2^-67.
[[nodiscard]] constexpr std::uint64_t alternating_factorial_series(std::uint64_t z,
                                                                   std::size_t first) {
  std::uint64_t sum = q62_over_factorial[18 + first];
  for (std::size_t n = 9; n-- > 0;) sum = q62_over_factorial[2 * n + first] - mul_q62(sum, z);
  return sum;
}

/// sin(r pi / 2) for r in [0, 1], both in Q2.62: sin or cos of at most pi / 4.
[[nodiscard]] constexpr std::uint64_t quarter_sine(std::uint64_t r) {
  const bool far = r > q62_one / 2;
  const std::uint64_t angle = mul_q62(q62_half_pi, far ? q62_one - r : r);
  const std::uint64_t square = mul_q62(angle, angle);
  if (far) return alternating_factorial_series(square, 0);
  return mul_q62(alternating_factorial_series(square, 1), angle);
}

/// The sine of an angle in 2^-64 turns, in Q1.62.
[[nodiscard]] constexpr std::int64_t sine_of_turns(std::uint64_t turns) {
  const std::uint64_t r = turns & (q62_one - 1);
  const bool falling = ((turns >> 62) & 1) != 0;
  const auto size = static_cast<std::int64_t>(quarter_sine(falling ? q62_one - r : r));
  return (turns >> 63) != 0 ? -size : size;
}

/// A positive number as mantissa * 2^exponent, mantissa in [2^58, 2^59), or 0.
struct normalized {
  std::uint64_t mantissa;
  int exponent;

  [[nodiscard]] static constexpr normalized of(std::uint64_t value, int fraction) {
    if (value == 0) return {0, -4096};  // below every exponent of a q
    const int shift = std::countl_zero(value) - 5;
    return {value << shift, -shift - fraction};
  }
  [[nodiscard]] friend constexpr bool operator<(normalized a, normalized b) {
    return a.exponent != b.exponent ? a.exponent < b.exponent : a.mantissa < b.mantissa;
  }
};

/// atan(a / b) in Q2.62 for 0 <= a <= b, b > 0.
///
///   atan(a / b) = atan(c) + atan((a - c b) / (b + c a)),   c the eighth nearest to a / b
[[nodiscard]] constexpr std::uint64_t arctangent(normalized small, normalized large) {
  constexpr std::array<std::uint64_t, 9> eighths = {
      0x0000000000000000, 0x07f56ea6ab0bdb72, 0x0fadbafc96406eb1,  // atan(0), atan(1/8), ...
      0x16f61941e4def08e, 0x1dac670561bb4f69, 0x23c01757bdfd67e7,
      0x292f1f464d3dc249, 0x2e014f8af08c679d, 0x3243f6a8885a308d};  // ... atan(1)
  const std::uint64_t b = large.mantissa;
  const std::uint64_t a =
      shift_right<rounding::half_up>(small.mantissa, large.exponent - small.exponent);
  std::size_t j = 0;
  while (16 * a > (2 * j + 1) * b) ++j;
  const std::uint64_t from = j * b;
  const std::uint64_t to = 8 * a;
  const std::uint64_t u = divide_q62(to > from ? to - from : from - to, 8 * b + j * a);
  const std::uint64_t z = mul_q62(u, u);  // at most 2^-8: z^7 u / 15 is 2^-64
  std::uint64_t series = q62_over_odd[6];
  for (std::size_t n = 6; n-- > 0;) series = q62_over_odd[n] - mul_q62(series, z);
  const std::uint64_t step = mul_q62(series, u);
  return to > from ? eighths[j] + step : eighths[j] - step;
}

}  // namespace detail

/// The sine of an angle in radians.   To(sin(x))
///
/// shapes   To has at most 44 fraction bits, From at least -64
/// rounding to nearest, ties to even
/// range    1 saturates or traps where To does not hold it; so does a negative result in uq
/// error    0.51 ulp; 0.5001 up to 31 fraction bits, for every x: the reduction is exact
template <QFormat To, OverflowRule Overflow = saturate, QFormat From>
[[nodiscard]] constexpr To sin(From x) {
  detail::check_function_formats<To, Overflow, From>();
  static_assert(detail::coarse_enough_for_q62<To>, "octet::sin: more than 44 fraction bits");
  const auto [value, negative] = detail::magnitude_of(x);
  const std::int64_t sine = detail::sine_of_turns(detail::turns_of<From::fraction_bits>(value));
  return detail::round_to<To, Overflow>(negative ? -sine : sine, 62);
}

/// The cosine of an angle in radians.   To(cos(x))
///
/// shapes   To has at most 44 fraction bits, From at least -64
/// rounding to nearest, ties to even
/// range    1 saturates or traps where To does not hold it; so does a negative result in uq
/// error    0.51 ulp; 0.5001 up to 31 fraction bits, for every x: the reduction is exact
template <QFormat To, OverflowRule Overflow = saturate, QFormat From>
[[nodiscard]] constexpr To cos(From x) {
  detail::check_function_formats<To, Overflow, From>();
  static_assert(detail::coarse_enough_for_q62<To>, "octet::cos: more than 44 fraction bits");
  constexpr std::uint64_t quarter_turn = std::uint64_t{1} << 62;
  const std::uint64_t turns = detail::turns_of<From::fraction_bits>(detail::magnitude_of(x).value);
  return detail::round_to<To, Overflow>(detail::sine_of_turns(turns + quarter_turn), 62);
}

/// The angle of the point (x, y) in radians, in [-pi, pi].   To(atan2(y, x))
///
/// shapes   y and x in any formats; To has at most 44 fraction bits
/// rounding to nearest, ties to even
/// range    atan2(0, 0) is 0, atan2(0, x) is pi for x < 0: a q has no negative zero
/// error    0.51 ulp; 0.5001 up to 31 fraction bits
template <QFormat To, OverflowRule Overflow = saturate, QFormat FromY, QFormat FromX>
[[nodiscard]] constexpr To atan2(FromY y, FromX x) {
  detail::check_function_formats<To, Overflow, FromY, FromX>();
  static_assert(detail::coarse_enough_for_q62<To>, "octet::atan2: more than 44 fraction bits");
  const auto [y_value, below] = detail::magnitude_of(y);
  const auto [x_value, left] = detail::magnitude_of(x);
  if (y_value == 0 && x_value == 0) return To::from_code(0);
  const auto height = detail::normalized::of(y_value, FromY::fraction_bits);
  const auto width = detail::normalized::of(x_value, FromX::fraction_bits);
  const bool steep = width < height;
  std::uint64_t angle =
      steep ? detail::arctangent(width, height) : detail::arctangent(height, width);
  if (steep) angle = detail::q62_half_pi - angle;
  if (left) angle = 2 * detail::q62_half_pi - angle;
  const auto half = static_cast<std::int64_t>(angle / 2);  // pi in Q1.62 would need a 65th bit
  return detail::round_to<To, Overflow>(below ? -half : half, 61);
}

}  // namespace octet
