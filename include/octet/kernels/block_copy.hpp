// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// block_copy: blocks of neighbouring elements are moved from one regular raster to another. What
// CONCATENATION, PACK, SPLIT, SPLIT_V and UNPACK do with each of their tensors.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/core/elements.hpp"
#include "octet/kernels/backend/scalar.hpp"

namespace octet {

/// Arguments of block_copy.
template <class T>
struct block_copy_args {
  elements<const T> input{};  ///< of the first block
  elements<T> output{};       ///< of the first block
  std::int32_t blocks = 0;    ///< how many: the axes in front of the one that is cut or joined
  std::int32_t length = 0;    ///< elements each
  std::int32_t input_stride = 0, output_stride = 0;  ///< elements from one block to the next
};

/// Moves blocks.   output[b * output_stride + i] = input[b * input_stride + i],  i < length
///
/// memory   no heap, no scratch; input and output must not overlap
/// errors   none here: who cuts the blocks keeps them inside both
template <class Backend = scalar, class T>
constexpr void block_copy(const block_copy_args<T>& a) {
  for (std::int32_t b = 0; b < a.blocks; ++b) {
    const auto from = a.input + static_cast<std::size_t>(b * a.input_stride);
    const auto to = a.output + static_cast<std::size_t>(b * a.output_stride);
    for (std::size_t i = 0; i < static_cast<std::size_t>(a.length); ++i) to.store(i, from[i]);
  }
}

}  // namespace octet
