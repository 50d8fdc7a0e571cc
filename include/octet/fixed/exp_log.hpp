// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// exp, exp2, log and log2 of q.
//
//   2^(k + j/16 + g) = 2^k * 2^(j/16) * exp(g ln 2)     0 <= j < 16, 0 <= g < 1/16
//   log(2^k m) = k log(2) + 2 atanh((m - 1) / (m + 1))  m in [sqrt(1/2), sqrt(2)]
//
// Both series are Taylor's: the reductions leave so little that 10 and 12 terms reach 2^-59.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "octet/fixed/q.hpp"
#include "octet/fixed/q62.hpp"
#include "octet/fixed/rounding.hpp"

namespace octet {

namespace detail {

/// The argument of an exponential: beyond +-2^10 every q is 0 or saturated anyway.
using exponent_q = q<10, 53>;

/// mantissa * 2^(exponent - 62), mantissa in [1, 2) in Q2.62
struct power {
  std::uint64_t mantissa;
  int exponent;

  /// For exponent <= 0.
  [[nodiscard]] constexpr std::uint64_t q62() const {
    return shift_right<rounding::half_up>(mantissa, -exponent);
  }
};

/// 2^x.
[[nodiscard]] constexpr power power_of_2(exponent_q x) {
  constexpr std::array<std::uint64_t, 4> factors = {0x42d561b3e6243d8a,   // 2^(1/16)
                                                    0x45cae0f1f545eb73,   // 2^(1/8)
                                                    0x4c1bf828c6dc54b8,   // 2^(1/4)
                                                    0x5a827999fcef3242};  // 2^(1/2)
  constexpr int fraction = exponent_q::fraction_bits;
  const std::int64_t whole = x.code() >> fraction;
  const auto rest = static_cast<std::uint64_t>(x.code() - (whole << fraction));
  const std::uint64_t sixteenths = rest >> (fraction - 4);
  const std::uint64_t g = (rest - (sixteenths << (fraction - 4))) << (62 - fraction);

  const std::uint64_t t = mul_q62(g, q62_ln_2);  // below 0.0434: t^10 / 10! is 2^-67
  std::uint64_t result = q62_over_factorial[9];
  for (std::size_t n = 9; n-- > 0;) result = q62_over_factorial[n] + mul_q62(result, t);
  for (std::size_t k = 0; k < factors.size(); ++k) {
    if (((sixteenths >> k) & 1) != 0) result = mul_q62(result, factors[k]);
  }
  return {result, static_cast<int>(whole)};
}

/// exp(x).
[[nodiscard]] constexpr power exponential(exponent_q x) {
  const auto [value, negative] = magnitude_of(x);
  constexpr auto highest = static_cast<std::uint64_t>(exponent_q::highest_code);
  const auto twos = static_cast<std::int64_t>(std::min(mul_q62(q62_log2_e, value), highest));
  return power_of_2(exponent_q::from_code(negative ? -twos : twos));
}

/// A logarithm in two parts: exponent * log(2) + natural, |natural| <= log(2) / 2 in Q1.62.
struct logarithm {
  int exponent;
  std::int64_t natural;
};

/// The logarithm of value * 2^-fraction for value > 0.
[[nodiscard]] constexpr logarithm logarithm_of(std::uint64_t value, int fraction) {
  constexpr std::uint64_t q62_sqrt_2 = 0x5a827999fcef3242;
  const int shift = std::countl_zero(value) - 1;
  const std::uint64_t mantissa = value << shift;  // [1, 2) in Q2.62
  const bool above = mantissa > q62_sqrt_2;       // then it is half of it whose log is small
  const std::uint64_t center = above ? 2 * q62_one : q62_one;
  const std::uint64_t distance = above ? center - mantissa : mantissa - center;
  const std::uint64_t s = divide_q62(distance / 2, mantissa / 2 + center / 2);
  const std::uint64_t z = mul_q62(s, s);  // below 0.0295: z^12 / 25 is 2^-65
  std::uint64_t series = q62_over_odd[11];
  for (std::size_t n = 11; n-- > 0;) series = q62_over_odd[n] + mul_q62(series, z);
  const auto natural = static_cast<std::int64_t>(2 * mul_q62(series, s));
  return {62 - shift - fraction + (above ? 1 : 0), above ? -natural : natural};
}

/// exponent * factor + rest for a factor in Q2.62 and a rest in Q1.62, in Q10.53.
[[nodiscard]] constexpr std::int64_t logarithm_q53(int exponent, std::uint64_t factor,
                                                   std::int64_t rest) {
  const auto whole = static_cast<std::int64_t>(
      mul_q62(factor, static_cast<std::uint64_t>(exponent < 0 ? -exponent : exponent) << 53));
  return (exponent < 0 ? -whole : whole) + shift_right<rounding::half_up>(rest, 9);
}

}  // namespace detail

/// 2 to the power x.   To(2^x)
///
/// rounding to nearest, ties to even
/// range    a result above the range saturates or traps
/// error    0.5001 ulp
template <QFormat To, OverflowRule Overflow = saturate, QFormat From>
[[nodiscard]] constexpr To exp2(From x) {
  detail::check_function_formats<To, Overflow, From>();
  const auto [mantissa, exponent] =
      detail::power_of_2(narrow<detail::exponent_q, nearest_even, saturate>(x));
  return detail::round_to<To, Overflow>(static_cast<std::int64_t>(mantissa), 62 - exponent);
}

/// e to the power x.   To(e^x)
///
/// rounding to nearest, ties to even
/// range    a result above the range saturates or traps
/// error    0.5001 ulp
template <QFormat To, OverflowRule Overflow = saturate, QFormat From>
[[nodiscard]] constexpr To exp(From x) {
  detail::check_function_formats<To, Overflow, From>();
  const auto [mantissa, exponent] =
      detail::exponential(narrow<detail::exponent_q, nearest_even, saturate>(x));
  return detail::round_to<To, Overflow>(static_cast<std::int64_t>(mantissa), 62 - exponent);
}

/// The logarithm to the base 2.   To(log2(x))
///
/// shapes   To has at most 44 fraction bits
/// rounding to nearest, ties to even
/// range    x <= 0 counts as below the range: lowest(), or a trap
/// error    0.51 ulp; 0.5001 up to 31 fraction bits
template <QFormat To, OverflowRule Overflow = saturate, QFormat From>
[[nodiscard]] constexpr To log2(From x) {
  detail::check_function_formats<To, Overflow, From>();
  static_assert(detail::coarse_enough_for_q62<To>, "octet::log2: more than 44 fraction bits");
  const auto [value, negative] = detail::magnitude_of(x);
  if (negative || value == 0) return detail::at_pole<To, Overflow>(To::lowest());
  const auto [exponent, natural] = detail::logarithm_of(value, From::fraction_bits);
  const auto twos = static_cast<std::int64_t>(detail::mul_q62(
      detail::q62_log2_e, static_cast<std::uint64_t>(natural < 0 ? -natural : natural)));
  return detail::round_to<To, Overflow>(
      detail::logarithm_q53(exponent, detail::q62_one, natural < 0 ? -twos : twos), 53);
}

/// The natural logarithm.   To(log(x))
///
/// shapes   To has at most 44 fraction bits
/// rounding to nearest, ties to even
/// range    x <= 0 counts as below the range: lowest(), or a trap
/// error    0.51 ulp; 0.5001 up to 31 fraction bits
template <QFormat To, OverflowRule Overflow = saturate, QFormat From>
[[nodiscard]] constexpr To log(From x) {
  detail::check_function_formats<To, Overflow, From>();
  static_assert(detail::coarse_enough_for_q62<To>, "octet::log: more than 44 fraction bits");
  const auto [value, negative] = detail::magnitude_of(x);
  if (negative || value == 0) return detail::at_pole<To, Overflow>(To::lowest());
  const auto [exponent, natural] = detail::logarithm_of(value, From::fraction_bits);
  return detail::round_to<To, Overflow>(detail::logarithm_q53(exponent, detail::q62_ln_2, natural),
                                        53);
}

}  // namespace octet
