// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// QUANTIZE: real values become codes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "octet/core/tensor.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/quant/affine.hpp"

namespace octet {

/// Arguments of quantize.
template <class T, class Extents = extents<dynamic>>
struct basic_quantize_args {
  tensor<const float, Extents> input{};
  tensor<T, Extents> output{};
  affine params{};
};

using quantize_args = basic_quantize_args<std::int8_t>;

/// Element by element.   out = clamp(round(input / scale) + zero_point)
///
/// shapes   any, the same
/// rounding half away from zero
/// memory   no heap, no scratch; input and output must not overlap
/// errors   none here: model/ops/quantize.hpp checks. NaN becomes the zero point
/// exact    every backend returns the codes of quantize<scalar>
/// source   TensorFlow Lite reference kernel, QUANTIZE
template <class Backend = scalar, class Args>
constexpr void quantize(const Args& a) {
  using code = std::remove_cvref_t<decltype(a.output.data[0])>;
  const std::size_t count = a.output.count();
  for (std::size_t i = 0; i < count; ++i) {
    a.output.data.store(i, quantize<code>(a.params, a.input.data[i]));
  }
}

}  // namespace octet
