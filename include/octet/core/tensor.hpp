// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// tensor<T, Extents>: elements and their shape, row-major and contiguous; it owns nothing.
#pragma once

#include <cstddef>

#include "octet/core/elements.hpp"
#include "octet/core/extents.hpp"

namespace octet {

/// A view of a tensor in memory that somebody else owns; Extents is `extents<...>` or `shape`.
template <class T, class Extents = extents_4d>
struct tensor {
  elements<T> data{};
  Extents shape{};

  constexpr std::size_t count() const { return shape.count(); }

  /// Offset of element (n, y, x, c) of a tensor of rank 4.
  constexpr std::size_t at(std::int32_t n, std::int32_t y, std::int32_t x, std::int32_t c) const
      requires(Extents::rank == 4) {
    const auto size = [](std::int32_t v) { return static_cast<std::size_t>(v); };
    return ((size(n) * size(shape[1]) + size(y)) * size(shape[2]) + size(x)) * size(shape[3]) +
           size(c);
  }
};

}  // namespace octet
