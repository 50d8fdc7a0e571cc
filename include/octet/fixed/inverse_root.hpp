// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// 1 / sqrt of an integer as a multiplier, to the bit that of the reference kernels.
#pragma once

#include <bit>
#include <cstdint>
#include <limits>

#include "octet/core/config.hpp"
#include "octet/fixed/math.hpp"
#include "octet/fixed/multiplier.hpp"
#include "octet/fixed/q.hpp"

namespace octet {

/// 1 / sqrt(x), x >= 0.   y <- y (3 - x y^2) / 2, five times from y = 1, in Q3.28
///
/// range    0 and 1 give the multiplier just below 1
/// units    the mantissa may be below 2^30: 29 bits at least
/// exact    the codes of TensorFlow Lite's fixed point
/// error    1.3e-6 of the result from 2 on, where five steps are not quite enough
[[nodiscard]] constexpr multiplier inverse_sqrt_multiplier(std::int32_t x) {
  constexpr auto mul = saturating_rounding_doubling_high_mul<std::int32_t>;
  constexpr std::int32_t one = q<3, 28>{1.0}.code();
  constexpr std::int32_t three_halves = q<3, 28>{1.5}.code();
  constexpr std::int32_t sqrt_half = q<0, 31>{0.70710678118654752}.code();
  OCTET_ASSERT(x >= 0);
  if (x <= 1) return {std::numeric_limits<std::int32_t>::max(), 0};

  // x * 4^k into [2^27, 2^29): as Q3.28, after one more shift, [1/4, 1).
  std::int32_t right_shift = 11;
  for (; x >= std::int32_t{1} << 29; ++right_shift) x /= 4;
  const int pairs = (std::countl_zero(static_cast<std::uint32_t>(x)) - 1) / 2 - 1;
  right_shift -= pairs;
  x <<= 2 * pairs;

  const std::int32_t input = x >> 1;
  const std::int32_t half = rounding_divide_by_pot(input, 1);
  std::int32_t y = one;
  for (int step = 0; step < 5; ++step) {
    // Three factors in Q3.28 are a product in Q9.22, two are in Q6.25.
    const std::int32_t cube = detail::drop_integer_bits(mul(mul(y, y), y), 6);
    y = detail::drop_integer_bits(mul(three_halves, y) - mul(half, cube), 3);
  }
  y = mul(y, sqrt_half);
  return right_shift < 0 ? multiplier{y << -right_shift, 0} : multiplier{y, -right_shift};
}

}  // namespace octet
