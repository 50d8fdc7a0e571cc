// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// axis_map: moves elements where the place along each axis follows from that axis alone. What
// MIRROR_PAD, TILE and RESIZE_NEAREST_NEIGHBOR have in common.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/kernels/strided_copy.hpp"

namespace octet {

/// Maps every axis.   out[i0, i1, ...] = in[source(0, i0), source(1, i1), ...]
///
/// shapes   the same rank, up to 6; source(axis, i) lies inside the input for i inside the output
/// memory   no heap, no scratch; input and output must not overlap
template <class T, class Source>
constexpr void axis_map(const tensor<const T, shape>& input, const tensor<T, shape>& output,
                        Source source) {
  const std::size_t count = output.count();
  if (count == 0) return;
  const axis_values strides = strides_of(input.shape);
  const std::int32_t last = output.shape.rank - 1;
  const std::int32_t length = last < 0 ? 1 : output.shape[last];
  axis_values index{};
  for (std::size_t row = 0; row < count; row += static_cast<std::size_t>(length)) {
    std::int32_t start = 0;
    for (std::int32_t axis = 0; axis < last; ++axis) {
      const auto a = static_cast<std::size_t>(axis);
      start += source(axis, index[a]) * strides[a];
    }
    for (std::int32_t i = 0; i < length; ++i) {
      const std::int32_t from = start + (last < 0 ? 0 : source(last, i));
      output.data.store(row + static_cast<std::size_t>(i),
                        input.data[static_cast<std::size_t>(from)]);
    }
    for (std::int32_t axis = last - 1; axis >= 0; --axis) {
      const auto a = static_cast<std::size_t>(axis);
      if (++index[a] < output.shape[axis]) break;
      index[a] = 0;
    }
  }
}

}  // namespace octet
