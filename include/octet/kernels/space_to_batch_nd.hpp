// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SPACE_TO_BATCH_ND and BATCH_TO_SPACE_ND: every n-th pixel goes to a batch of its own, and back.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/kernels/strided_copy.hpp"

namespace octet {

/// How the pixels of a tensor (N, spatial axes, rest) are dealt out to the batches of another:
/// place t along a spatial axis of batch k is place t * block + k - before.
struct batch_blocks {
  shape space{};                  ///< (N, spatial axes, rest)
  shape batch{};                  ///< (N * product of block, spatial axes, rest)
  std::int32_t spatial_axes = 0;  ///< axes 1 ... spatial_axes
  axis_values block{};            ///< of spatial axis i + 1
  axis_values before{};           ///< pixels of `batch` that lie in front of `space`

  constexpr std::int32_t count() const {
    std::int32_t n = 1;
    for (std::size_t i = 0; i < static_cast<std::size_t>(spatial_axes); ++i) n *= block[i];
    return n;
  }
};

/// Arguments of space_to_batch_nd and batch_to_space_nd.
template <class T>
struct batch_space_args {
  elements<const T> input{};
  elements<T> output{};
  batch_blocks blocks{};
  T value{};  ///< what space_to_batch_nd pads with: the zero point for codes
};

/// The pixels of one batch that lie in both tensors: 0 is `space`, 1 is `batch`.
struct batch_block_walk {
  strided_walk<2>::offsets start{};
  strided_walk<2> walk{};
};

/// Finds the pixels of batches k * N ... k * N + N - 1; neither tensor is empty.
constexpr batch_block_walk walk_batch_block(const batch_blocks& b, std::int32_t k) {
  const axis_values in_space = strides_of(b.space), in_batch = strides_of(b.batch);
  batch_block_walk w{.start = {0, k * b.space[0] * in_batch[0]}};
  for (std::int32_t axis = b.space.rank - 1; axis >= 0; --axis) {
    const auto i = static_cast<std::size_t>(axis);
    if (axis < 1 || axis > b.spatial_axes) {
      w.walk.add_axis(b.space[axis], {in_space[i], in_batch[i]});
      continue;
    }
    const std::int32_t block = b.block[i - 1];
    // Place t is inside where 0 <= t * block - missing < size.
    const std::int32_t missing = b.before[i - 1] - k % block;
    k /= block;
    const auto places = [&](std::int32_t pixels) {
      return pixels > 0 ? (pixels + block - 1) / block : 0;
    };
    const std::int32_t first = places(missing), end = places(b.space[axis] + missing);
    const std::int32_t size = (end < b.batch[axis] ? end : b.batch[axis]) - first;
    if (size <= 0) {
      w.walk.add_axis(0, {});
      continue;
    }
    w.start[0] += (first * block - missing) * in_space[i];
    w.start[1] += first * in_batch[i];
    // The stride of a single place may leave int32; nobody takes it.
    w.walk.add_axis(size, {size > 1 ? block * in_space[i] : 0, in_batch[i]});
  }
  return w;
}

/// Deals pixels out.   out[k * N + n, t, c] = in[n, t * block + k - before, c], or value outside
///
/// shapes   see batch_blocks; k counts the places of a block row by row
/// memory   no heap, no scratch; input and output must not overlap
/// errors   none here: model/ops/space_to_batch_nd.hpp checks
/// source   TensorFlow Lite reference kernel, SPACE_TO_BATCH_ND
template <class Backend = scalar, class T>
constexpr void space_to_batch_nd(const batch_space_args<T>& a) {
  const std::size_t count = a.blocks.batch.count();
  for (std::size_t i = 0; i < count; ++i) a.output.store(i, a.value);
  if (count == 0 || a.blocks.space.count() == 0) return;
  for (std::int32_t k = 0; k < a.blocks.count(); ++k) {
    const batch_block_walk w = walk_batch_block(a.blocks, k);
    strided_copy<Backend>(strided_copy_args<T>{
        .input = a.input, .output = a.output, .start = w.start, .walk = w.walk});
  }
}

/// Collects pixels.   out[n, t * block + k - before, c] = in[k * N + n, t, c] where that is inside
///
/// shapes   see batch_blocks: `before` and what lies behind the output are cropped
/// memory   no heap, no scratch; input and output must not overlap
/// errors   none here: model/ops/batch_to_space_nd.hpp checks
/// source   TensorFlow Lite reference kernel, BATCH_TO_SPACE_ND
template <class Backend = scalar, class T>
constexpr void batch_to_space_nd(const batch_space_args<T>& a) {
  if (a.blocks.space.count() == 0) return;
  for (std::int32_t k = 0; k < a.blocks.count(); ++k) {
    const batch_block_walk w = walk_batch_block(a.blocks, k);
    strided_copy<Backend, 1>(strided_copy_args<T>{
        .input = a.input, .output = a.output, .start = w.start, .walk = w.walk});
  }
}

}  // namespace octet
