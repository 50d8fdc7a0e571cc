// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// RSQRT of 8-bit codes: one over the square root.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

#include "octet/core/errc.hpp"
#include "octet/fixed/inverse_root.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/rescale.hpp"

namespace octet {

/// Bits by which 1 / sqrt of an integer is shifted left to remain one.
inline constexpr std::int32_t rsqrt_left_shift = 20;

/// Element by element.   out = clamp(1 / sqrt(input - zero_point) * scaling + output_zero_point)
///
/// shapes   any, the same
/// units    int8 codes; scaling is 1 / (sqrt(input.scale) * output.scale), its shift
///          -11 .. 30
/// rounding contract A, or the backend's B, on the root, with rsqrt_left_shift bits of fraction,
///          and on its product with scaling. The zero point gives the highest code
/// memory   no heap, no scratch; the output may lie on the input
/// errors   outside_domain: a code below the zero point; those before it are computed
/// exact    every backend returns the codes of rsqrt<scalar>
/// source   TensorFlow Lite Micro's reference kernel, RSQRT
template <class Backend = scalar, class T>
constexpr errc rsqrt(const basic_rescale_args<T, T>& a) {
  const requantization to{.zero_point = a.output_zero_point, .clamp = a.clamp};
  const multiplier scaling{a.scaling.mantissa, a.scaling.shift - rsqrt_left_shift};
  const std::size_t count = a.output.count();
  for (std::size_t i = 0; i < count; ++i) {
    const std::int32_t difference = a.input.data[i] - a.input_zero_point;
    if (difference < 0) return errc::outside_domain;
    std::int32_t code = std::numeric_limits<T>::max();
    if (difference != 0) {
      multiplier root = inverse_sqrt_multiplier(difference);
      root.shift += rsqrt_left_shift;
      code = to.code(Backend::multiply(Backend::multiply(1, root), scaling));
    }
    a.output.data.store(i, static_cast<T>(code));
  }
  return errc::ok;
}

}  // namespace octet
