// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// BATCH_MATMUL of real matrices, quantized row by row, with matrices of weights.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/batch_matmul.hpp"
#include "octet/kernels/hybrid.hpp"

namespace octet {

/// Arguments of hybrid_batch_matmul.
struct hybrid_batch_matmul_args {
  tensor<const float, shape> x{};
  tensor<const std::int8_t, shape> y{};
  tensor<float, shape> output{};
  bool adjoint_x = false, adjoint_y = false;  ///< the matrices are stored transposed
  row_scheme scheme = row_scheme::symmetric;
  hybrid_scaling scaling{};         ///< channels are columns of y; input_scale is found row by row
  elements<std::int8_t> scratch{};  ///< as many codes as a row of x has elements
};

/// Products of two stacks of matrices, each row of x quantized by itself.   out = x * y, in real
/// units
///
/// shapes   as batch_matmul
/// units    x and output real; y symmetric codes
/// rounding of x as quantize_row says; integer sums are exact, the rest is float
/// memory   scratch one byte for each element of a row of x; inputs and output must not overlap
/// errors   none here: model/ops/batch_matmul.hpp checks
/// source   TensorFlow Lite reference kernel, BATCH_MATMUL, dynamic range
template <class Backend = scalar, class Accumulator = accumulator_32>
constexpr void hybrid_batch_matmul(const hybrid_batch_matmul_args& a) {
  using sum_type = typename Accumulator::sum;
  const auto left = matrix_layout::of(a.x.shape, a.adjoint_x);
  const auto right = matrix_layout::of(a.y.shape, a.adjoint_y);
  const matrix_layout product{left.rows, right.columns, right.columns, 1};
  const elements<const std::int8_t> row = a.scratch;
  hybrid_scaling scaling = a.scaling;
  for_each_matrix(a, [&](const auto& x, const auto& y, const auto& out) {
    for (std::int32_t r = 0; r < left.rows; ++r) {
      const affine params = quantize_row(a.scheme, x + (left.columns == 0 ? 0 : left.at(r, 0)),
                                         static_cast<std::size_t>(left.columns),
                                         static_cast<std::size_t>(left.column_step), a.scratch);
      scaling.input_scale = params.scale;
      for (std::int32_t first = 0; first < right.columns; first += Backend::block) {
        const std::int32_t n = std::min(Backend::block, right.columns - first);
        std::array<sum_type, Backend::block> sums{};
        // Either the elements of a column are neighbours, or those of a row.
        for (std::int32_t i = 0; a.adjoint_y && left.columns != 0 && i < n; ++i) {
          sums[static_cast<std::size_t>(i)] = Backend::template dot<sum_type>(
              row, params.zero_point, y + right.at(0, first + i), left.columns);
        }
        for (std::int32_t k = 0; !a.adjoint_y && k < left.columns; ++k) {
          Backend::multiply_accumulate(sums.data(), row + static_cast<std::size_t>(k), 0,
                                       params.zero_point, y + right.at(k, first), n);
        }
        hybrid_backend<Backend>::template requantize_row<Accumulator>(
            sums.data(), scaling, first, out + product.at(r, first), n);
      }
    }
  });
}

}  // namespace octet
