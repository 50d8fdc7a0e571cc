// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// GATHER_ND: slices of a tensor, chosen by several indices at once.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/core/errc.hpp"
#include "octet/core/tensor.hpp"
#include "octet/kernels/strided_copy.hpp"

namespace octet {

/// Arguments of gather_nd.
template <class T, class Index>
struct gather_nd_args {
  tensor<const T, shape> input{};
  elements<const Index> indices{};  ///< (count, depth)
  elements<T> output{};             ///< (count, the input's axes from depth on)
  std::int32_t count = 0;           ///< slices
  std::int32_t depth = 0;           ///< axes that the indices go through
};

/// Chooses.   out[k, ...] = in[indices[k, 0], ..., indices[k, depth - 1], ...]
///
/// shapes   depth <= rank of the input
/// memory   no heap, no scratch; input and output must not overlap
/// errors   index_out_of_range; what of the output was written until then stays
/// source   TensorFlow Lite reference kernel, GATHER_ND
template <class Backend = scalar, class T, class Index>
constexpr errc gather_nd(const gather_nd_args<T, Index>& a) {
  const axis_values strides = strides_of(a.input.shape);
  std::int32_t slice = 1;
  for (std::int32_t axis = a.depth; axis < a.input.shape.rank; ++axis) slice *= a.input.shape[axis];
  std::size_t to = 0;
  for (std::int32_t k = 0; k < a.count; ++k) {
    std::int32_t from = 0;
    for (std::int32_t axis = 0; axis < a.depth; ++axis) {
      const Index index = a.indices[static_cast<std::size_t>(k * a.depth + axis)];
      if (index < 0 || index >= a.input.shape[axis]) return errc::index_out_of_range;
      from += static_cast<std::int32_t>(index) * strides[static_cast<std::size_t>(axis)];
    }
    for (std::int32_t i = 0; i < slice; ++i)
      a.output.store(to++, a.input.data[static_cast<std::size_t>(from + i)]);
  }
  return errc::ok;
}

}  // namespace octet
