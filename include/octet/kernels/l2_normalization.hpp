// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// L2_NORMALIZATION: the last axis divided by its length.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/fixed/inverse_root.hpp"
#include "octet/fixed/rounding.hpp"
#include "octet/kernels/backend/scalar.hpp"

namespace octet {

/// Arguments of l2_normalization: rows of `depth` codes.
template <class T>
struct l2_normalization_args {
  tensor<const T, extents<dynamic, dynamic>> input{};
  tensor<T, extents<dynamic, dynamic>> output{};
  std::int32_t zero_point = 0;
};

/// Each row divided by its length.   out = x / sqrt(sum(x^2)), in real units
///
/// shapes   (rows, depth) both; the sum of squares has to stay inside int32
/// units    int8 codes; output scale 1/128, zero_point 0. The input's scale does not matter
/// rounding contract A, or the backend's B, with the multiplier 1 / sqrt(sum)
/// memory   no heap, no scratch; the output may lie on the input
/// errors   none here: model/ops/l2_normalization.hpp checks
/// exact    every backend returns the codes of l2_normalization<scalar>
/// source   TensorFlow Lite reference kernel, L2_NORMALIZATION
template <class Backend = scalar, class T>
constexpr void l2_normalization(const l2_normalization_args<T>& a) {
  constexpr std::int32_t output_bits = 7;
  const auto depth = static_cast<std::size_t>(a.input.shape[1]);
  const std::size_t rows = depth == 0 ? 0 : static_cast<std::size_t>(a.input.shape[0]);
  for (std::size_t row = 0; row < rows; ++row) {
    const auto input = a.input.data + row * depth;
    const auto output = a.output.data + row * depth;
    std::int32_t squares = 0;
    for (std::size_t i = 0; i < depth; ++i) {
      const std::int32_t x = input[i] - a.zero_point;
      squares += x * x;
    }
    multiplier factor = inverse_sqrt_multiplier(squares);
    factor.shift += output_bits;
    for (std::size_t i = 0; i < depth; ++i) {
      output.store(i, saturate_cast<T>(Backend::multiply(input[i] - a.zero_point, factor)));
    }
  }
}

}  // namespace octet
