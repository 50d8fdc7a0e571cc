// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// LEAKY_RELU: one factor for what is at least zero, another for what is below.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/fixed/multiplier.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/requantization.hpp"

namespace octet {

/// Arguments of leaky_relu.
template <class T>
struct leaky_relu_args {
  tensor<const T, extents<dynamic>> input{};
  tensor<T, extents<dynamic>> output{};
  std::int32_t input_zero_point = 0, output_zero_point = 0;
  multiplier identity{};  ///< input.scale / output.scale
  multiplier slope{};     ///< alpha times that; alpha may be negative
};

/// Element by element.   out = x >= 0 ? x : alpha * x, in real units
///
/// shapes   any, the same
/// rounding contract A unless the backend is told otherwise
/// memory   no heap, no scratch; the output may lie on the input
/// errors   none here: model/ops/leaky_relu.hpp checks
/// exact    every backend returns the codes of leaky_relu<scalar>
/// source   TensorFlow Lite reference kernel, LEAKY_RELU
template <class Backend = scalar, class T>
constexpr void leaky_relu(const leaky_relu_args<T>& a) {
  const requantization to{.zero_point = a.output_zero_point,
                          .clamp = code_range<T>(activation::none, 1.0F, 0)};
  const std::size_t count = a.output.count();
  for (std::size_t i = 0; i < count; ++i) {
    const std::int32_t x = a.input.data[i] - a.input_zero_point;
    const std::int32_t scaled = Backend::requantize(x, x >= 0 ? a.identity : a.slope);
    a.output.data.store(i, static_cast<T>(to.code(scaled)));
  }
}

}  // namespace octet
