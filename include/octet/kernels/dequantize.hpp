// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// DEQUANTIZE: codes become real values.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/quant/affine.hpp"

namespace octet {

/// Arguments of dequantize.
template <class T, class Extents = extents<dynamic>>
struct basic_dequantize_args {
  tensor<const T, Extents> input{};
  tensor<float, Extents> output{};
  affine params{};
};

using dequantize_args = basic_dequantize_args<std::int8_t>;

/// Element by element.   out = scale * (input - zero_point)
///
/// shapes   any, the same
/// rounding the product to the nearest float
/// memory   no heap, no scratch; input and output must not overlap
/// errors   none here: model/ops/dequantize.hpp checks
/// exact    every backend returns the values of dequantize<scalar>
/// source   TensorFlow Lite reference kernel, DEQUANTIZE
template <class Backend = scalar, class Args>
constexpr void dequantize(const Args& a) {
  const std::size_t count = a.output.count();
  for (std::size_t i = 0; i < count; ++i) {
    a.output.data.store(i, dequantize(a.params, a.input.data[i]));
  }
}

}  // namespace octet
