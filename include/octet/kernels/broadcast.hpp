// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Broadcasting: which shapes go together, and how inputs are walked in the order of the output.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>

#include "octet/core/extents.hpp"
#include "octet/kernels/strided_walk.hpp"

namespace octet {

/// Size of an axis counted from the last one; 1 in front of the first.
constexpr std::int32_t size_from_end(const shape& s, std::int32_t i) {
  return i < s.rank ? s[s.rank - 1 - i] : 1;
}

/// Whether elementwise operations of a and b give `out`: axes are matched from the last one, and
/// where one input has 1, its element serves for the whole axis of the other.
constexpr bool broadcasts_to(const shape& a, const shape& b, const shape& out) {
  for (std::int32_t i = 0; i < max_rank; ++i) {
    const std::int32_t from_a = size_from_end(a, i), from_b = size_from_end(b, i);
    if (from_a != from_b && from_a != 1 && from_b != 1) return false;
    if (size_from_end(out, i) != (from_a == 1 ? from_b : from_a)) return false;
  }
  return true;
}

/// The walk over the output of broadcast inputs: tensor t is input t.
template <std::same_as<shape>... Shapes>
constexpr strided_walk<sizeof...(Shapes)> broadcast(const Shapes&... shapes) {
  strided_walk<sizeof...(Shapes)> walk;
  // The other axes of an empty tensor may be of any size: their products could leave int32.
  if (((shapes.count() == 0) || ...)) {
    walk.add_axis(0, {});
    return walk;
  }
  std::array<std::int32_t, sizeof...(Shapes)> strides{};
  strides.fill(1);
  for (std::int32_t i = 0; i < max_rank; ++i) {
    const std::array<std::int32_t, sizeof...(Shapes)> sizes{size_from_end(shapes, i)...};
    std::int32_t size = 1;
    std::array<std::int32_t, sizeof...(Shapes)> steps{};
    for (std::size_t t = 0; t < sizes.size(); ++t) {
      if (sizes[t] == 1) continue;
      size = sizes[t];
      steps[t] = strides[t];
      strides[t] *= sizes[t];
    }
    walk.add_axis(size, steps);
  }
  return walk;
}

}  // namespace octet
