// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// BATCH_MATMUL in float.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/float_ops/support.hpp"
#include "octet/kernels/batch_matmul.hpp"
#include "octet/model/ops/batch_matmul.hpp"

namespace octet::float_ops {

/// Arguments of batch_matmul.
struct batch_matmul_args {
  tensor<const float, shape> x{}, y{};
  tensor<float, shape> output{};
  bool adjoint_x = false, adjoint_y = false;  ///< the matrices are stored transposed
};

/// Products of two stacks of matrices.   out = x * y
///
/// shapes   x (...,R,D), or (...,D,R) where adjoint_x; y (...,D,C), or (...,C,D) where adjoint_y;
///          output (...,R,C); the axes in front are broadcast
/// rounding float sums, in the order of the depth
/// memory   none; inputs and output must not overlap
/// source   TensorFlow Lite reference kernels, BATCH_MATMUL
inline void batch_matmul(const batch_matmul_args& a) {
  const auto left = matrix_layout::of(a.x.shape, a.adjoint_x);
  const auto right = matrix_layout::of(a.y.shape, a.adjoint_y);
  const auto columns = static_cast<std::size_t>(right.columns);
  const auto step = static_cast<std::size_t>(right.column_step);
  for_each_matrix(a, [&](const auto& x, const auto& y, const auto& out) {
    for (std::int32_t r = 0; r < left.rows; ++r) {
      // A row of sums grows by one product each: neighbours do not wait for one another.
      float* sums = out.data() + static_cast<std::size_t>(r) * columns;
      std::fill_n(sums, columns, 0.0F);
      for (std::int32_t k = 0; k < left.columns; ++k) {
        const float factor = x[left.at(r, k)];
        const float* row = y.data() + right.at(k, 0);
        for (std::size_t c = 0; c < columns; ++c) sums[c] += factor * row[c * step];
      }
    }
  });
}

/// BATCH_MATMUL of float tensors in a model.
struct batch_matmul_entry : ops::entry<builtin::batch_matmul, float> {
  struct data {
    std::int32_t x, y, output;
    ops::batch_matmul_geometry geometry;
  };

  static result<data> prepare(prepare_context& c) {
    if (error e = ops::check_arity(c, 2, 2, 1)) return e;
    if (error e = check_floats(c, 2)) return e;
    const result<ops::batch_matmul_geometry> geometry = ops::read_batch_matmul_geometry(c);
    if (!geometry) return geometry.error();
    return data{.x = c.op().input(0),
                .y = c.op().input(1),
                .output = c.op().output(0),
                .geometry = *geometry};
  }

  static batch_matmul_args args(const data& d, const run_context& c) {
    return {.x = {c.read<float>(d.x), d.geometry.x},
            .y = {c.read<float>(d.y), d.geometry.y},
            .output = {c.write<float>(d.output), d.geometry.output},
            .adjoint_x = d.geometry.adjoint_x != 0,
            .adjoint_y = d.geometry.adjoint_y != 0};
  }

  template <class Backend>
  static void run(const data& d, const run_context& c) {
    float_ops::batch_matmul(args(d, c));
  }
};

}  // namespace octet::float_ops
