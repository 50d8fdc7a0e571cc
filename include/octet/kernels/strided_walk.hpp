// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// strided_walk: a row-major walk over up to six axes along which several tensors move at their own
// strides.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "octet/core/extents.hpp"

namespace octet {

/// Offsets of tensors whose elements are visited in the order of one of them.
///
///   offset of tensor t = sum over axes of index[axis] * stride[t][axis]
///
/// Axes are added from the innermost outward. Neighbours that all tensors cross alike become one,
/// so the innermost axis is as long as it can be: that is the row a kernel loops over.
template <std::size_t Tensors>
class strided_walk {
 public:
  using offsets = std::array<std::int32_t, Tensors>;

  /// The next axis outward; strides in elements. At most max_rank axes, offsets inside int32.
  constexpr void add_axis(std::int32_t size, const offsets& strides) {
    if (size == 0) empty_ = true;
    if (size <= 1) return;
    if (axes_ > 0 && continues(strides)) {
      sizes_[axes_ - 1] *= size;
      return;
    }
    sizes_[axes_] = size;
    strides_[axes_] = strides;
    ++axes_;
  }

  /// Calls row(first, at, step, n) for every row: the numbers of its elements in the walk are
  /// first .. first + n - 1, and tensor t starts at at[t] and goes on by step[t].
  template <class Row>
  constexpr void for_each_row(Row&& row) const {
    if (empty_) return;
    std::array<std::int32_t, max_rank> index{};
    offsets at{};
    const std::int32_t length = sizes_[0];
    for (std::int32_t first = 0;; first += length) {
      row(first, at, strides_[0], length);
      std::size_t axis = 1;
      for (; axis < axes_; ++axis) {
        move(at, axis, 1);
        if (++index[axis] < sizes_[axis]) break;
        index[axis] = 0;
        move(at, axis, -sizes_[axis]);
      }
      if (axis >= axes_) return;
    }
  }

 private:
  constexpr bool continues(const offsets& strides) const {
    for (std::size_t t = 0; t < Tensors; ++t) {
      if (strides[t] != strides_[axes_ - 1][t] * sizes_[axes_ - 1]) return false;
    }
    return true;
  }

  constexpr void move(offsets& at, std::size_t axis, std::int32_t steps) const {
    for (std::size_t t = 0; t < Tensors; ++t) at[t] += steps * strides_[axis][t];
  }

  std::array<std::int32_t, max_rank> sizes_{1, 1, 1, 1, 1, 1};
  std::array<offsets, max_rank> strides_{};
  std::size_t axes_ = 0;
  bool empty_ = false;
};

}  // namespace octet
