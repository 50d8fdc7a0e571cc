// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// TRANSPOSE: the axes in another order.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/kernels/strided_copy.hpp"

namespace octet {

/// Arguments of transpose.
template <class T>
struct transpose_args {
  tensor<const T, shape> input{};
  tensor<T, shape> output{};
  axis_values permutation{};  ///< axis i of the output is this axis of the input
};

/// Reorders axes.   out[i0, i1, ...] = in[j0, j1, ...] with j[permutation[axis]] = i[axis]
///
/// shapes   output.shape[axis] = input.shape[permutation[axis]], any rank up to 6
/// memory   no heap, no scratch; input and output must not overlap
/// errors   none here: model/ops/transpose.hpp checks
/// source   TensorFlow Lite reference kernel, TRANSPOSE
template <class Backend = scalar, class T>
constexpr void transpose(const transpose_args<T>& a) {
  if (a.output.count() == 0) return;
  const axis_values from = strides_of(a.input.shape), to = strides_of(a.output.shape);
  strided_walk<2> walk;
  for (std::int32_t axis = a.output.shape.rank - 1; axis >= 0; --axis) {
    const auto i = static_cast<std::size_t>(axis);
    walk.add_axis(a.output.shape[axis], {from[static_cast<std::size_t>(a.permutation[i])], to[i]});
  }
  strided_copy<Backend>(
      strided_copy_args<T>{.input = a.input.data, .output = a.output.data, .walk = walk});
}

}  // namespace octet
