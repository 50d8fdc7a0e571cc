// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// DEPTH_TO_SPACE and SPACE_TO_DEPTH: squares of pixels and channels become one another.
#pragma once

#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/kernels/strided_copy.hpp"

namespace octet {

/// Arguments of depth_to_space and space_to_depth.
template <class T>
struct depth_space_args {
  tensor<const T> input{};
  tensor<T> output{};
  std::int32_t block = 1;  ///< pixels along each side of a square
};

/// The walk over both tensors: 0 is the wide one (N, H * block, W * block, C), 1 the deep one
/// (N, H, W, block * block * C). The channels of a square's pixels follow each other row by row.
constexpr strided_walk<2> depth_space_walk(const extents_4d& wide, std::int32_t block) {
  const std::int32_t channels = wide[3], row = wide[2] * channels, plane = wide[1] * row;
  strided_walk<2> walk;
  walk.add_axis(channels, {1, 1});
  walk.add_axis(block, {channels, channels});
  walk.add_axis(block, {row, block * channels});
  walk.add_axis(wide[2] / block, {block * channels, block * block * channels});
  walk.add_axis(wide[1] / block, {block * row, block * row});
  walk.add_axis(wide[0], {plane, plane});
  return walk;
}

/// Unfolds channels.   out[n, y * block + i, x * block + j, c] = in[n, y, x, (i * block + j) * C +
/// c]
///
/// shapes   input (N, H, W, block * block * C), output (N, H * block, W * block, C)
/// memory   no heap, no scratch; input and output must not overlap
/// errors   none here: model/ops/depth_to_space.hpp checks
/// source   TensorFlow Lite reference kernel, DEPTH_TO_SPACE
template <class Backend = scalar, class T>
constexpr void depth_to_space(const depth_space_args<T>& a) {
  if (a.output.count() == 0) return;
  strided_copy<Backend, 1>(strided_copy_args<T>{.input = a.input.data,
                                                .output = a.output.data,
                                                .walk = depth_space_walk(a.output.shape, a.block)});
}

/// Folds squares.   out[n, y, x, (i * block + j) * C + c] = in[n, y * block + i, x * block + j, c]
///
/// shapes   input (N, H * block, W * block, C), output (N, H, W, block * block * C)
/// memory   no heap, no scratch; input and output must not overlap
/// errors   none here: model/ops/space_to_depth.hpp checks
/// source   TensorFlow Lite reference kernel, SPACE_TO_DEPTH
template <class Backend = scalar, class T>
constexpr void space_to_depth(const depth_space_args<T>& a) {
  if (a.output.count() == 0) return;
  strided_copy<Backend>(strided_copy_args<T>{.input = a.input.data,
                                             .output = a.output.data,
                                             .walk = depth_space_walk(a.input.shape, a.block)});
}

}  // namespace octet
