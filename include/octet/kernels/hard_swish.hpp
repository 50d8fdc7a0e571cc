// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// HARD_SWISH: x times a ramp from 0 at -3 to 1 at 3, in 16-bit fixed point.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

#include "octet/core/tensor.hpp"
#include "octet/fixed/multiplier.hpp"
#include "octet/fixed/rounding.hpp"
#include "octet/kernels/backend/scalar.hpp"

namespace octet {

/// A factor of 16-bit codes.   real = mantissa * 2^(shift - 15)
struct multiplier_16 {
  std::int32_t mantissa = 0;
  std::int32_t shift = 0;

  static constexpr multiplier_16 from_real(float real) {
    const multiplier wide = multiplier::from_real(double{real});
    const auto rounded = shift_right<rounding::half_up>(wide.mantissa, 16);
    return {rounded < 0x7fff ? rounded : 0x7fff, wide.shift};
  }
};

/// Factors of codes that were shifted left by 7 bits. The quotients are floats, as in the
/// reference.
struct hard_swish_scaling {
  multiplier_16 output{};  ///< to the output's scale
  multiplier_16 ramp{};    ///< to where 3 is 2^15

  static constexpr hard_swish_scaling from_real(float input_scale, float output_scale) {
    const float fine_scale = 1.0F / 128.0F * input_scale;
    return {multiplier_16::from_real(fine_scale / output_scale),
            multiplier_16::from_real(fine_scale / (3.0F / 32768.0F))};
  }
};

/// Arguments of hard_swish.
template <class T>
struct hard_swish_args {
  tensor<const T, extents<dynamic>> input{};
  tensor<T, extents<dynamic>> output{};
  std::int32_t input_zero_point = 0, output_zero_point = 0;
  hard_swish_scaling scaling{};  ///< scaling.output.shift <= 0
};

namespace detail {

/// code * ramp, where 3 becomes 2^15 and saturates. The last left shift comes after the product: it
/// alone may saturate a code that counts.
constexpr std::int16_t scale_to_ramp(std::int16_t code, multiplier_16 ramp) {
  constexpr auto mul = saturating_rounding_doubling_high_mul<std::int16_t>;
  const auto mantissa = static_cast<std::int16_t>(ramp.mantissa);
  if (ramp.shift <= 0) return shift_right<rounding::half_away>(mul(code, mantissa), -ramp.shift);
  const auto shifted =
      saturate_cast<std::int16_t>(std::int64_t{code} * (std::int64_t{1} << (ramp.shift - 1)));
  return saturate_cast<std::int16_t>(2 * mul(shifted, mantissa));
}

}  // namespace detail

/// Element by element.   out = x * min(max(x + 3, 0), 6) / 6, in real units
///
/// shapes   any, the same
/// units    8-bit codes
/// rounding in Q0.15 throughout: products to nearest, ties up, but for the last one, toward zero;
///          shifts to nearest, ties away from zero
/// memory   no heap, no scratch; the output may lie on the input
/// errors   none here: model/ops/hard_swish.hpp checks
/// exact    every backend returns the codes of hard_swish<scalar>
/// source   TensorFlow Lite reference kernel, HARD_SWISH
template <class Backend = scalar, class T>
constexpr void hard_swish(const hard_swish_args<T>& a) {
  static_assert(sizeof(T) == 1);
  const auto output_factor = static_cast<std::int16_t>(a.scaling.output.mantissa);
  const std::size_t count = a.output.count();
  for (std::size_t i = 0; i < count; ++i) {
    const auto fine = static_cast<std::int16_t>((a.input.data[i] - a.input_zero_point) * (1 << 7));
    const std::int32_t value = saturating_rounding_doubling_high_mul(fine, output_factor);
    const std::int32_t place = detail::scale_to_ramp(fine, a.scaling.ramp);
    const std::int32_t ramp = (place + (1 << 15)) >> 1;
    const std::int32_t scaled =
        shift_right<rounding::half_away>(ramp * value / (1 << 15), -a.scaling.output.shift);
    // The reference adds in 16 bits, which wrap.
    const auto code = static_cast<std::int16_t>(scaled + a.output_zero_point);
    a.output.data.store(i, saturate_cast<T>(code));
  }
}

}  // namespace octet
