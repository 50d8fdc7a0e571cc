// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// STRIDED_SLICE: every n-th element from somewhere on, along each axis. SLICE and REVERSE_V2 too.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/kernels/strided_copy.hpp"

namespace octet {

/// Arguments of strided_slice. The output's shape has the axes of the input; those of one element
/// may be called anything or nothing by others.
template <class T>
struct strided_slice_args {
  tensor<const T, shape> input{};
  tensor<T, shape> output{};
  axis_values begin{};    ///< first element of each axis
  axis_values strides{};  ///< elements of the input from one to the next, negative to go backwards
};

/// Takes a slice.   out[i0, i1, ...] = in[begin0 + i0 * stride0, begin1 + i1 * stride1, ...]
///
/// shapes   the same rank, up to 6; every element lies inside the input
/// memory   no heap, no scratch; input and output must not overlap
/// errors   none here: model/ops/strided_slice.hpp, slice.hpp and reverse_v2.hpp check
/// source   TensorFlow Lite reference kernels, STRIDED_SLICE, SLICE, REVERSE_V2
template <class Backend = scalar, class T>
constexpr void strided_slice(const strided_slice_args<T>& a) {
  if (a.output.count() == 0) return;
  const axis_values from = strides_of(a.input.shape), to = strides_of(a.output.shape);
  strided_walk<2> walk;
  std::int32_t start = 0;
  for (std::int32_t axis = a.output.shape.rank - 1; axis >= 0; --axis) {
    const auto i = static_cast<std::size_t>(axis);
    start += a.begin[i] * from[i];
    // The stride of a single element may be any number; nobody takes it.
    const std::int32_t step = a.output.shape[axis] > 1 ? a.strides[i] * from[i] : 0;
    walk.add_axis(a.output.shape[axis], {step, to[i]});
  }
  strided_copy<Backend>(strided_copy_args<T>{
      .input = a.input.data, .output = a.output.data, .start = {start, 0}, .walk = walk});
}

}  // namespace octet
