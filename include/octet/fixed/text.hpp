// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// q as decimal text and back: every q has a finite decimal expansion, so both ways are exact.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

#include "octet/core/errc.hpp"
#include "octet/core/result.hpp"
#include "octet/fixed/q.hpp"

namespace octet {

namespace detail {

/// Digits of 2^bits in front of the point; 0.30103 is log10(2).
[[nodiscard]] constexpr std::size_t digits_of_power_of_2(int bits) {
  return static_cast<std::size_t>(std::max(bits, 0)) * 30103 / 100000 + 1;
}

/// A number as decimal digits, wide enough for the values and the codes of Q and for the middle
/// between two of them.
template <QFormat Q>
class decimal {
 public:
  static constexpr int fraction = Q::fraction_bits;
  static constexpr std::size_t before =
      std::max(digits_of_power_of_2(Q::integer_bits), digits_of_power_of_2(64));
  static constexpr std::size_t behind =
      1 + static_cast<std::size_t>(fraction < 0 ? -fraction : fraction);

  constexpr decimal() = default;
  constexpr explicit decimal(std::uint64_t whole) {
    for (std::size_t i = before; whole != 0; whole /= 10) {
      digit[--i] = static_cast<std::uint8_t>(whole % 10);
    }
  }

  /// times 2^exponent; false where the digits in front of the point do not suffice.
  [[nodiscard]] constexpr bool scale(int exponent) {
    constexpr int most = 28;  // ten times the carry stays within 32 bits
    while (exponent < 0) {
      const int step = std::min(-exponent, most);
      divide(step);
      exponent += step;
    }
    while (exponent > 0) {
      const int step = std::min(exponent, most);
      if (multiply(step) != 0) return false;
      exponent -= step;
    }
    return true;
  }

  /// The whole part; false where 64 bits do not suffice.
  [[nodiscard]] constexpr bool whole(std::uint64_t& value) const {
    constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();
    value = 0;
    for (std::size_t i = 0; i < before; ++i) {
      if (value > (largest - digit[i]) / 10) return false;
      value = value * 10 + digit[i];
    }
    return true;
  }

  std::array<std::uint8_t, before + behind> digit{};  // the most significant first

 private:
  constexpr std::uint32_t multiply(int exponent) {
    std::uint32_t carry = 0;
    for (std::size_t i = digit.size(); i-- > 0;) {
      carry += std::uint32_t{digit[i]} << exponent;
      digit[i] = static_cast<std::uint8_t>(carry % 10);
      carry /= 10;
    }
    return carry;
  }

  // Nothing is left over: each halving needs one digit more, and `behind` has them.
  constexpr void divide(int exponent) {
    std::uint32_t carry = 0;
    for (std::uint8_t& d : digit) {
      const std::uint32_t value = 10 * carry + d;
      d = static_cast<std::uint8_t>(value >> exponent);
      carry = value - (std::uint32_t{d} << exponent);
    }
  }
};

/// [+-] digits [. digits], with a digit on at least one side of the point.
struct decimal_parts {
  bool negative = false;
  bool valid = false;
  std::string_view before{};  ///< without leading zeros
  std::string_view behind{};
};

[[nodiscard]] constexpr decimal_parts split_decimal(std::string_view text) {
  constexpr std::string_view digits = "0123456789";
  decimal_parts parts;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    parts.negative = text.front() == '-';
    text.remove_prefix(1);
  }
  const std::size_t point = std::min(text.find('.'), text.size());
  parts.before = text.substr(0, point);
  if (point < text.size()) parts.behind = text.substr(point + 1);
  parts.valid = !(parts.before.empty() && parts.behind.empty()) &&
                parts.before.find_first_not_of(digits) == std::string_view::npos &&
                parts.behind.find_first_not_of(digits) == std::string_view::npos;
  parts.before.remove_prefix(std::min(parts.before.find_first_not_of('0'), parts.before.size()));
  return parts;
}

}  // namespace detail

/// The number that a text names:  [+-] digits [. digits]
///
/// rounding to nearest, ties to even, of the exact value, however many digits there are
/// range    a rounded value outside Q is an error
/// errors   bad_number, number_out_of_range
template <QFormat Q>
[[nodiscard]] constexpr result<Q> parse(std::string_view text) {
  using decimal = detail::decimal<Q>;
  const auto parts = detail::split_decimal(text);
  if (!parts.valid) return errc::bad_number;
  if (parts.before.size() > decimal::before) return errc::number_out_of_range;

  decimal number;
  const auto set = [&](std::size_t at, char c) {
    number.digit[at] = static_cast<std::uint8_t>(c - '0');
  };
  const std::size_t start = decimal::before - parts.before.size();
  for (std::size_t i = 0; i < parts.before.size(); ++i) set(start + i, parts.before[i]);
  // A middle between two codes has no digit past N + 1: of what follows, only zero or not counts.
  const std::string_view kept = parts.behind.substr(0, Q::fraction_bits < 0 ? 0 : decimal::behind);
  const std::string_view rest = parts.behind.substr(kept.size());
  for (std::size_t i = 0; i < kept.size(); ++i) set(decimal::before + i, kept[i]);
  bool more = rest.find_first_not_of('0') != std::string_view::npos;

  std::uint64_t code = 0;
  if (!number.scale(Q::fraction_bits) || !number.whole(code)) return errc::number_out_of_range;
  const auto behind = std::span(number.digit).template subspan<decimal::before>();
  for (const std::uint8_t digit : behind.template subspan<1>()) more = more || digit != 0;
  if (behind[0] > 5 || (behind[0] == 5 && (more || (code & 1) != 0))) {
    if (++code == 0) return errc::number_out_of_range;
  }

  const auto end = static_cast<std::uint64_t>(parts.negative ? Q::lowest_code : Q::highest_code);
  if (code > (parts.negative ? 0 - end : end)) return errc::number_out_of_range;
  return Q::from_code(static_cast<typename Q::wide>(parts.negative ? 0 - code : code));
}

/// Characters that suffice for format() of every Q.
template <QFormat Q>
inline constexpr std::size_t text_size =
    (Q::is_signed ? 1 : 0) + detail::digits_of_power_of_2(Q::integer_bits) +
    (Q::fraction_bits > 0 ? 1 + static_cast<std::size_t>(Q::fraction_bits) : 0);

/// The exact decimal expansion, without superfluous zeros: -0.5, 3, 0.0078125.
///
/// memory   text_size<Q> characters suffice; the result points into them and has no final zero
///          character. Empty where there are too few
/// exact    parse<Q>() of the result is the value
template <bool S, int M, int N>
[[nodiscard]] constexpr std::string_view format(basic_q<S, M, N> value, std::span<char> text) {
  using decimal = detail::decimal<basic_q<S, M, N>>;
  const auto code = static_cast<std::uint64_t>(value.code());
  const bool negative = value.code() < 0;
  decimal number(negative ? 0 - code : code);
  // The digits suffice for every value of the format.
  static_cast<void>(number.scale(-N));
  std::size_t first = 0;
  while (first + 1 < decimal::before && number.digit[first] == 0) ++first;
  std::size_t last = number.digit.size();
  while (last > decimal::before && number.digit[last - 1] == 0) --last;

  const bool point = last > decimal::before;
  const std::size_t length = last - first + (negative ? 1U : 0U) + (point ? 1U : 0U);
  if (length > text.size()) return {};
  std::size_t at = 0;
  if (negative) text[at++] = '-';
  for (std::size_t i = first; i < last; ++i) {
    if (i == decimal::before) text[at++] = '.';
    text[at++] = static_cast<char>('0' + number.digit[i]);
  }
  return {text.data(), length};
}

}  // namespace octet
