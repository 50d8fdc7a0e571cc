// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SQRT of codes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "octet/core/errc.hpp"
#include "octet/core/tensor.hpp"
#include "octet/fixed/real_root.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/quant/affine.hpp"

namespace octet {

/// Arguments of sqrt.
template <class T>
struct sqrt_args {
  tensor<const T, extents<dynamic>> input{};
  tensor<T, extents<dynamic>> output{};
  affine input_params{}, output_params{};
};

/// Element by element.   out = sqrt(input), in real units
///
/// shapes   any, the same
/// units    int8 or int16 codes
/// rounding of the root in float, of its quotient with the output's scale toward zero
/// memory   no heap, no scratch; the output may lie on the input
/// errors   outside_domain: a code below the zero point; those before it are computed
/// source   TensorFlow Lite's kernel, SQRT, which computes codes in float
template <class Backend = scalar, class T>
constexpr errc sqrt(const sqrt_args<T>& a) {
  constexpr std::int32_t low = std::numeric_limits<T>::min(), high = std::numeric_limits<T>::max();
  constexpr float beyond = 1 << 20;  // codes from any zero point
  const std::size_t count = a.output.count();
  for (std::size_t i = 0; i < count; ++i) {
    const std::int32_t difference = a.input.data[i] - a.input_params.zero_point;
    if (difference < 0) return errc::outside_domain;
    const float real = std::min(a.input_params.scale * static_cast<float>(difference),
                                std::numeric_limits<float>::max());
    const float steps = real_sqrt(real) / a.output_params.scale;
    const std::int32_t code =
        static_cast<std::int32_t>(std::min(steps, beyond)) + a.output_params.zero_point;
    a.output.data.store(i, static_cast<T>(std::clamp(code, low, high)));
  }
  return errc::ok;
}

}  // namespace octet
