// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// DIV: quantized elementwise quotient with broadcasting.
#pragma once

#include <bit>
#include <cstdint>

#include "octet/fixed/math.hpp"
#include "octet/kernels/mul.hpp"

namespace octet {

/// x / y * scaling, for |x| < 2^23 and y not 0.
///
/// rounding contract A: of the reciprocal's mantissa, of the product with x, of that with `scaling`
/// exact    the integers of TensorFlow Lite's reference kernel
constexpr std::int32_t divide_codes(std::int32_t x, std::int32_t y, multiplier scaling) {
  if (y < 0) x = -x, y = -y;
  // y = (1 + rest) * 2^(31 - leading), rest in Q0.31
  const int leading = std::countl_zero(static_cast<std::uint32_t>(y));
  const auto rest =
      static_cast<std::int32_t>((static_cast<std::uint32_t>(y) << leading) & 0x7fffffffU);
  const std::int32_t reciprocal = one_over_one_plus_x_for_x_in_0_1(rest);
  const auto magnitude = static_cast<std::uint32_t>(x < 0 ? ~x : x);
  const int headroom = std::countl_zero(magnitude) - 1;
  const auto shifted = static_cast<std::int32_t>(static_cast<std::uint32_t>(x) << headroom);
  const std::int32_t quotient = saturating_rounding_doubling_high_mul(shifted, reciprocal);
  return rounding_divide_by_pot(saturating_rounding_doubling_high_mul(quotient, scaling.mantissa),
                                headroom + 31 - leading - scaling.shift);
}

/// Quantized quotient.   out = act(input1 / input2), in real units
///
/// shapes, memory   as mul
/// units    int8 or uint8 codes, no code of input2 its zero point; scaling is
///          input1.scale / (input2.scale * output.scale), its shift at most 22
/// rounding divide_codes
/// errors   none here: model/ops/div.hpp checks
/// source   TensorFlow Lite reference kernel, DIV
template <class Backend = scalar, class T>
constexpr void div(const basic_mul_args<T>& a) {
  const requantization to{.zero_point = a.output_zero_point, .clamp = a.clamp};
  map_pairs(a, [&](std::int32_t x, std::int32_t y) {
    return to.code(divide_codes(x - a.input1_zero_point, y - a.input2_zero_point, a.scaling));
  });
}

}  // namespace octet
