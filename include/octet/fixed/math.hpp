// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// exp, 1 / (1 + x), logistic and tanh on int32 codes, to the bit those of the reference kernels.
//
// Every function takes and returns bare codes: Q5.26 means 26 fraction bits. The products are
// saturating_rounding_doubling_high_mul, the divisions rounding_divide_by_pot, in one fixed order:
// another order is as accurate, but differs in the last bits, and softmax shows them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "octet/core/config.hpp"
#include "octet/fixed/multiplier.hpp"
#include "octet/fixed/q.hpp"
#include "octet/fixed/rounding.hpp"

namespace octet {

namespace detail {

/// The code nearest to 1 in Q0.31.
inline constexpr std::int32_t q31_one = std::numeric_limits<std::int32_t>::max();

/// code * 2^bits, saturating: the same number with fewer integer bits.
[[nodiscard]] constexpr std::int32_t drop_integer_bits(std::int32_t code, int bits) {
  return saturate_cast<std::int32_t>(std::int64_t{code} << bits);
}

/// exp(x) in Q0.31 for x in [-1/4, 0) in Q0.31: the Taylor polynomial of degree 4 around -1/8.
[[nodiscard]] constexpr std::int32_t exp_on_last_quarter(std::int32_t x) {
  constexpr auto mul = saturating_rounding_doubling_high_mul<std::int32_t>;
  constexpr std::int32_t center = q<0, 31>{0.88249690258459546}.code();  // exp(-1/8)
  constexpr std::int32_t third = q<0, 31>{1.0 / 3.0}.code();
  constexpr std::int32_t eighth = q<0, 31>{0.125}.code();
  const std::int32_t t = x + eighth;
  const std::int32_t t2 = mul(t, t);
  const std::int32_t t3 = mul(t2, t);
  const std::int32_t t4 = mul(t2, t2);
  // t^2/2 + t^3/6 + t^4/24 = ((t^4/4 + t^3) / 3 + t^2) / 2
  const std::int32_t cubic = mul(rounding_divide_by_pot(t4, 2) + t3, third);
  return center + mul(center, t + rounding_divide_by_pot(cubic + t2, 1));
}

/// 2 / (1 + x) in Q2.29 for x in [0, 1] in Q0.31: three Newton steps for the reciprocal of
/// d = (1 + x) / 2, from the line 48/17 - 32/17 d, off by one part in 17 at most.
[[nodiscard]] constexpr std::int32_t two_over_one_plus_x(std::int32_t x) {
  constexpr auto mul = saturating_rounding_doubling_high_mul<std::int32_t>;
  constexpr std::int32_t one = q<2, 29>{1.0}.code();
  constexpr std::int32_t intercept = q<2, 29>{48.0 / 17.0}.code();
  constexpr std::int32_t slope = q<2, 29>{-32.0 / 17.0}.code();
  OCTET_ASSERT(x >= 0);
  const auto half = static_cast<std::int32_t>((std::int64_t{x} + q31_one + 1) / 2);
  std::int32_t y = intercept + mul(half, slope);
  for (int step = 0; step < 3; ++step) {
    const std::int32_t error = one - mul(half, y);
    y += drop_integer_bits(mul(y, error), 2);  // Q2.29 squared is Q4.27
  }
  return y;
}

}  // namespace detail

/// exp(x) for x <= 0.   exp(x) = exp(-1/4 .. 0) * product of exp(-2^k) over the bits of the rest
///
/// units    x in Q(IntegerBits).(31 - IntegerBits), result in Q0.31; exp(0) is INT32_MAX
/// exact    the codes of gemmlowp's fixed point, which the reference kernels use
/// error    at most 493 steps of 2^-31 (2.3e-7), from the polynomial, just below x = 0
template <int IntegerBits>
[[nodiscard]] constexpr std::int32_t exp_on_negative_values(std::int32_t x) {
  static_assert(IntegerBits >= 0 && IntegerBits <= 29, "the code of 1/4 has to exist");
  constexpr int fraction = 31 - IntegerBits;
  constexpr std::int32_t quarter = std::int32_t{1} << (fraction - 2);
  constexpr std::array<std::int32_t, 7> factors = {
      q<0, 31>{0.77880078307140487}.code(),      // exp(-1/4)
      q<0, 31>{0.60653065971263342}.code(),      // exp(-1/2)
      q<0, 31>{0.36787944117144232}.code(),      // exp(-1)
      q<0, 31>{0.13533528323661269}.code(),      // exp(-2)
      q<0, 31>{0.018315638888734180}.code(),     // exp(-4)
      q<0, 31>{0.00033546262790251185}.code(),   // exp(-8)
      q<0, 31>{1.1253517471925911e-07}.code()};  // exp(-16)
  OCTET_ASSERT(x <= 0);

  if (x == 0) return detail::q31_one;
  if constexpr (IntegerBits > 5) {
    if (x < -(std::int32_t{1} << (fraction + 5))) return 0;  // exp(-32) is below the last bit
  }
  const std::int32_t last = (x & (quarter - 1)) - quarter;
  const std::int32_t quarters = (last - x) / quarter;
  std::int32_t result = detail::exp_on_last_quarter(detail::drop_integer_bits(last, IntegerBits));
  for (std::size_t k = 0; k < factors.size(); ++k) {
    if (((quarters >> k) & 1) != 0) {
      result = saturating_rounding_doubling_high_mul(result, factors[k]);
    }
  }
  return result;
}

/// 1 / (1 + x) for x in [0, 1].
///
/// units    x and result in Q0.31; x = 0 gives INT32_MAX
/// exact    the codes of gemmlowp's fixed point
/// error    at most 7 steps of 2^-31
[[nodiscard]] constexpr std::int32_t one_over_one_plus_x_for_x_in_0_1(std::int32_t x) {
  return detail::drop_integer_bits(detail::two_over_one_plus_x(x), 1);  // as Q1.30 it is halved
}

/// 1 / (1 + exp(-x)).
///
/// units    x in Q(IntegerBits).(31 - IntegerBits), result in Q0.31
/// exact    the codes of gemmlowp's fixed point
/// error    at most 154 steps of 2^-31
template <int IntegerBits>
[[nodiscard]] constexpr std::int32_t fixed_logistic(std::int32_t x) {
  constexpr std::int32_t half = q<0, 31>{0.5}.code();
  if (x == 0) return half;
  const std::int32_t positive =
      one_over_one_plus_x_for_x_in_0_1(exp_on_negative_values<IntegerBits>(x < 0 ? x : -x));
  return x < 0 ? detail::q31_one - positive : positive;
}

/// tanh(x) = (1 - exp(-2x)) / (1 + exp(-2x)).
///
/// units    x in Q(IntegerBits).(31 - IntegerBits), result in Q0.31
/// exact    the codes of gemmlowp's fixed point
/// error    at most 307 steps of 2^-31
template <int IntegerBits>
[[nodiscard]] constexpr std::int32_t fixed_tanh(std::int32_t x) {
  constexpr std::int32_t one = q<2, 29>{1.0}.code();
  if (x == 0) return 0;
  // The code of x read with one integer bit more is 2x.
  const std::int32_t e = exp_on_negative_values<IntegerBits + 1>(x < 0 ? x : -x);
  const std::int32_t positive = detail::drop_integer_bits(detail::two_over_one_plus_x(e) - one, 2);
  return x < 0 ? -positive : positive;
}

}  // namespace octet
