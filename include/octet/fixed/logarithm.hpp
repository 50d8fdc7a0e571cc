// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// log on int32 codes, to the bit that of the reference kernels.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

#include "octet/core/config.hpp"
#include "octet/fixed/math.hpp"
#include "octet/fixed/multiplier.hpp"
#include "octet/fixed/q.hpp"
#include "octet/fixed/rounding.hpp"

namespace octet {

namespace detail {

/// x = 2^(exponent + 1/4) * r, up to rounding.
struct reduced_logarithm {
  std::int32_t r;         ///< in [sqrt(1/2), 1), Q0.31: around 2^(-1/4)
  std::int32_t exponent;  ///< plus 1/4 or less 1/4, in Q6.25
};

/// Of the two ways to write x, x = 2^n r and x = 2^(n - 1/2) r, the one whose r lies in the middle.
template <int IntegerBits>
[[nodiscard]] constexpr reduced_logarithm reduce_logarithm(std::int32_t x) {
  constexpr int fraction = 25;
  constexpr std::int32_t quarter = std::int32_t{1} << (fraction - 2);
  constexpr std::int32_t sqrt_half = q<0, 31>{0.70710678118654752}.code();
  constexpr auto mul = saturating_rounding_doubling_high_mul<std::int32_t>;
  const auto headroom = [](std::int32_t code) {
    return std::countl_zero(static_cast<std::uint32_t>(code)) - 1;
  };
  const int room = headroom(x);
  const std::int32_t r = drop_integer_bits(mul(drop_integer_bits(x, room), sqrt_half), 1);
  const std::int32_t exponent = ((IntegerBits - room - 1) << fraction) + quarter;
  const int half_room = headroom(mul(x, sqrt_half));
  const std::int32_t half_r = drop_integer_bits(x, half_room);
  const std::int32_t half_exponent = ((IntegerBits - half_room) << fraction) - quarter;
  return {std::min(r, half_r), std::max(exponent, half_exponent)};
}

/// log(r / 2^(-1/4)) for r in [sqrt(1/2), 1), as numerator / (1 + denominator) in Q0.31: a Pade
/// approximant in t = 2 (r - 2^(-1/4)).
struct logarithm_fraction {
  std::int32_t numerator, denominator_less_one;

  [[nodiscard]] static constexpr logarithm_fraction of(std::int32_t r) {
    constexpr auto mul = saturating_rounding_doubling_high_mul<std::int32_t>;
    constexpr double fourth_root_2 = 1.1892071150027210667;
    constexpr std::int32_t center = q<0, 31>{1 / fourth_root_2}.code();
    constexpr std::int32_t cubic = q<0, 31>{11.0 / 240.0 * fourth_root_2}.code();
    constexpr std::int32_t square = q<0, 31>{1.0 / 20.0 * fourth_root_2}.code();
    constexpr std::int32_t constant = q<0, 31>{2.0 / fourth_root_2 - fourth_root_2}.code();
    constexpr std::int32_t linear = q<0, 31>{1.0 / 4.0 * fourth_root_2}.code();
    const auto mean = static_cast<std::int32_t>((std::int64_t{r} + center + 1) / 2);
    const std::int32_t t = 2 * (r - center);
    const std::int32_t t2 = mul(t, t);
    return {mul(t, r) + mul(mul(t, t2), cubic),
            mul(mean, constant + t + mul(square, t2)) + mul(linear, t)};
  }
};

}  // namespace detail

/// log(x) for x >= 1.
///
/// units    x in Q(IntegerBits).(31 - IntegerBits), result in Q5.26
/// exact    the codes of TensorFlow Lite's fixed point
/// error    at most 3 steps of 2^-26 for 12 integer bits
template <int IntegerBits>
[[nodiscard]] constexpr std::int32_t fixed_log(std::int32_t x) {
  static_assert(IntegerBits >= 1 && IntegerBits <= 30, "1 has a code, log(x) < 32");
  constexpr std::int32_t log_2 = q<0, 31>{0.69314718055994531}.code();
  constexpr auto mul = saturating_rounding_doubling_high_mul<std::int32_t>;
  OCTET_ASSERT(x >= std::int32_t{1} << (31 - IntegerBits));
  const auto [r, exponent] = detail::reduce_logarithm<IntegerBits>(x);
  const auto [numerator, denominator_less_one] = detail::logarithm_fraction::of(r);
  const std::int32_t rest = mul(rounding_divide_by_pot(numerator, 6),
                                one_over_one_plus_x_for_x_in_0_1(denominator_less_one));
  return detail::drop_integer_bits(mul(exponent, log_2) + rest, 1);  // Q6.25 to Q5.26
}

}  // namespace octet
