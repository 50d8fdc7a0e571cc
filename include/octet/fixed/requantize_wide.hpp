// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The contracts for accumulators that need more than 32 bits.
#pragma once

#include <algorithm>
#include <cstdint>

#include "octet/fixed/multiplier.hpp"
#include "octet/fixed/rounding.hpp"

namespace octet {

/// accumulator * multiplier, without an int32 in between.
///
/// rounding as requantize<C>, of which it is the continuation: where nothing leaves int32 the two
///          are equal, but that C is requantize_16x8
/// range    |acc| < 2^62, mantissa >= 0; a result outside int32 saturates. C as requantize_16x8
/// exact    A, B: products of 94 bits, as two of 64: no 128-bit integer is needed. D and E round
///          an accumulator that a double or a float does not hold
/// source   the formulas of the contracts over the integers
template <contract C = contract::double_rounding>
[[nodiscard]] constexpr std::int32_t requantize_wide(std::int64_t acc, multiplier m) {
  if constexpr (C == contract::short_mantissa) return requantize_16x8(acc, m);
  if constexpr (C == contract::in_double || C == contract::in_float ||
                C == contract::power_of_two) {
    return detail::requantize_encoded<C>(acc, m);
  }
  OCTET_ASSERT(m.mantissa >= 0 && m.shift >= -31 && m.shift <= 30);
  // A factor with shift > 0 is 1 or more: 2^32 and all beyond it saturate.
  constexpr std::int64_t enough = std::int64_t{1} << 32;
  const std::int64_t shifted =
      m.shift > 0 ? std::clamp(acc, -enough, enough) * (std::int64_t{1} << m.shift) : acc;
  // shifted = high * 2^31 + low
  constexpr std::int64_t low_bits = (std::int64_t{1} << 31) - 1;
  const std::int64_t low = (shifted & low_bits) * m.mantissa;
  const std::int64_t product = (shifted >> 31) * m.mantissa + (low >> 31);  // rounded down
  const std::int64_t half = (low >> 30) & 1;  // whether what was dropped is a half or more
  const int right = std::max(-m.shift, std::int32_t{0});
  std::int64_t scaled = product + half;
  if constexpr (C == contract::single_rounding) {
    if (right > 0) scaled = shift_right<rounding::half_up>(product, right);
  } else {
    scaled = shift_right<rounding::half_away>(scaled, right);
  }
  return saturate_cast<std::int32_t>(scaled);
}

}  // namespace octet
