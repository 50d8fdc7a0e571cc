// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// BATCH_MATMUL: products of matrices, both of them computed.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/kernels/accumulator.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/broadcast.hpp"
#include "octet/kernels/requantization.hpp"

namespace octet {

/// One matrix of a stack: element (row, column) lies at row * row_step + column * column_step.
struct matrix_layout {
  std::int32_t rows = 0, columns = 0;
  std::int32_t row_step = 0, column_step = 0;

  /// The last two axes of a shape; transposed where `adjoint`.
  static constexpr matrix_layout of(const shape& s, bool adjoint) {
    const std::int32_t rows = s[s.rank - 2], columns = s[s.rank - 1];
    return adjoint ? matrix_layout{columns, rows, 1, columns}
                   : matrix_layout{rows, columns, columns, 1};
  }

  constexpr std::size_t count() const {
    return static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns);
  }
  constexpr std::size_t at(std::int32_t row, std::int32_t column) const {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(row_step) +
           static_cast<std::size_t>(column) * static_cast<std::size_t>(column_step);
  }
};

/// The axes in front of a matrix.
constexpr shape batch_of(shape s) {
  s.rank -= 2;
  s.sizes[static_cast<std::size_t>(s.rank)] = s.sizes[static_cast<std::size_t>(s.rank + 1)] = 1;
  return s;
}

/// Calls visit(x, y, out): the first elements of two matrices and of their product.
template <class Args, class Visit>
constexpr void for_each_matrix(const Args& a, Visit visit) {
  const auto x = matrix_layout::of(a.x.shape, a.adjoint_x);
  const auto y = matrix_layout::of(a.y.shape, a.adjoint_y);
  const std::size_t product = matrix_layout{x.rows, y.columns}.count();
  broadcast(batch_of(a.x.shape), batch_of(a.y.shape))
      .for_each_row([&](std::int32_t first, const auto& at, const auto& step, std::int32_t n) {
        for (std::int32_t i = 0; i < n; ++i) {
          visit(a.x.data + static_cast<std::size_t>(at[0] + i * step[0]) * x.count(),
                a.y.data + static_cast<std::size_t>(at[1] + i * step[1]) * y.count(),
                a.output.data + static_cast<std::size_t>(first + i) * product);
        }
      });
}

/// Arguments of batch_matmul.
template <class T, class Accumulator = accumulator_32>
struct basic_batch_matmul_args {
  using accumulator = Accumulator;

  tensor<const T, shape> x{}, y{};
  tensor<T, shape> output{};
  bool adjoint_x = false, adjoint_y = false;  ///< the matrices are stored transposed
  std::int32_t x_zero_point = 0, y_zero_point = 0;
  requantization requantize{};
};

using batch_matmul_args = basic_batch_matmul_args<std::int8_t>;

/// Quantized products of two stacks of matrices.   out = x * y, in real units
///
/// shapes   x (...,R,D), or (...,D,R) where adjoint_x; y (...,D,C), or (...,C,D) where adjoint_y;
///          output (...,R,C); the axes in front are broadcast, see broadcasts_to
/// units    codes, three affine parameters
/// rounding the accumulator's, see accumulator.hpp: contract A unless the backend is told otherwise
/// memory   no heap, no scratch; inputs and output must not overlap
/// errors   none here: model/ops/batch_matmul.hpp checks
/// exact    every backend returns the codes of batch_matmul<scalar>
/// source   TensorFlow Lite reference kernel, BATCH_MATMUL
template <class Backend = scalar, class Args>
constexpr void batch_matmul(const Args& a) {
  using accumulator = typename Args::accumulator;
  const auto left = matrix_layout::of(a.x.shape, a.adjoint_x);
  const auto right = matrix_layout::of(a.y.shape, a.adjoint_y);
  for_each_matrix(a, [&](const auto& x, const auto& y, const auto& out) {
    for (std::int32_t r = 0; r < left.rows; ++r) {
      for (std::int32_t c = 0; c < right.columns; ++c) {
        typename accumulator::sum sum = 0;
        for (std::int32_t k = 0; k < left.columns; ++k) {
          sum += (std::int32_t{x[left.at(r, k)]} - a.x_zero_point) *
                 (std::int32_t{y[right.at(k, c)]} - a.y_zero_point);
        }
        const auto at = matrix_layout{left.rows, right.columns, right.columns, 1}.at(r, c);
        Backend::template requantize_row<accumulator>(&sum, a.requantize, 0, out + at, 1);
      }
    }
  });
}

}  // namespace octet
