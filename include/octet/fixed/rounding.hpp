// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
//
// What happens to bits that do not fit: rounding rules at the low end, overflow rules at the high.
#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <utility>

namespace octet {

/// Which of the two neighbours a value between two codes goes to.
enum class rounding {
  toward_zero,  ///< drop the fraction: -1.5 -> -1
  floor,        ///< the lower one, a plain arithmetic shift: -1.5 -> -2
  half_up,      ///< the nearest, ties toward +infinity: -1.5 -> -1, 1.5 -> 2
  half_away,    ///< the nearest, ties away from zero: -1.5 -> -2, 1.5 -> 2
  half_even,    ///< the nearest, ties to the even one: -1.5 -> -2, 0.5 -> 0
};

/// value / 2^bits, rounded by R.
///
/// bits     >= 0; there is no upper limit, every bit of the value may be shifted out
/// exact    no intermediate overflow for any value, INT64_MIN included
template <rounding R, std::integral I>
[[nodiscard]] constexpr I shift_right(I value, int bits) {
  using U = std::make_unsigned_t<I>;
  constexpr int width = std::numeric_limits<U>::digits;
  constexpr U ones = std::numeric_limits<U>::max();
  const I below_zero = value < I{0} ? static_cast<I>(-1) : I{0};
  if (bits > width) return R == rounding::floor ? below_zero : I{0};

  // At bits == width the shift itself is undefined, yet half of -2^(width - 1) is still a tie.
  const bool all = bits == width;
  const I whole = all ? below_zero : static_cast<I>(value >> bits);
  const U mask = static_cast<U>(all ? ones : ~(ones << bits));
  const U rest = static_cast<U>(value) & mask;
  // One less than half a unit, so that "greater than" includes the tie; 0 at bits == 0.
  const U below_half = mask >> 1;

  bool up = false;
  if constexpr (R == rounding::toward_zero) up = value < I{0} && rest != 0;
  if constexpr (R == rounding::half_up) up = rest > below_half;
  if constexpr (R == rounding::half_away) up = rest > below_half + U{value < I{0}};
  if constexpr (R == rounding::half_even) up = rest > below_half + U{(whole & 1) == 0};
  return static_cast<I>(whole + static_cast<I>(up));
}

/// The code of type To nearest to the value.
template <std::integral To, std::integral From>
[[nodiscard]] constexpr To saturate_cast(From value) {
  using limits = std::numeric_limits<To>;
  if (std::cmp_less(value, limits::min())) return limits::min();
  if (std::cmp_greater(value, limits::max())) return limits::max();
  return static_cast<To>(value);
}

/// A rounding rule as a type, to be named in template arguments: narrow<To, nearest_even,
/// saturate>.
template <rounding R>
struct rounding_rule {
  static constexpr rounding rule = R;
};
using toward_zero = rounding_rule<rounding::toward_zero>;
using floor_ = rounding_rule<rounding::floor>;  // without the underscore it is an operator
using half_up = rounding_rule<rounding::half_up>;
using half_away = rounding_rule<rounding::half_away>;
using nearest_even = rounding_rule<rounding::half_even>;

template <class T>
concept RoundingRule = std::same_as<std::remove_cv_t<decltype(T::rule)>, rounding>;

/// A value outside the range of a format, seen by an overflow rule. Unsigned codes above 2^63 are
/// here modulo 2^64.
struct out_of_range {
  std::int64_t wrapped;  ///< the value modulo 2^bits of the format, as a code of the format
  std::int64_t nearest;  ///< the lowest or the highest code of the format
};

/// Overflow rules: the code that stands for a value outside the range.
struct saturate {
  static constexpr std::int64_t resolve(out_of_range value) { return value.nearest; }
};
struct wrap {
  static constexpr std::int64_t resolve(out_of_range value) { return value.wrapped; }
};
/// Stops the program; in a constant expression it stops the compiler.
struct trap {
  [[noreturn]] static std::int64_t resolve(out_of_range) { __builtin_trap(); }
};

template <class T>
concept OverflowRule = requires(out_of_range value) {
  { T::resolve(value) } -> std::same_as<std::int64_t>;
};

}  // namespace octet
