// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Broadcasting: which shapes go together, and how two inputs are walked in the order of the output.
#pragma once

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

/// The walk over the output of two broadcast inputs: tensor 0 is a, tensor 1 is b.
constexpr strided_walk<2> broadcast(const shape& a, const shape& b) {
  strided_walk<2> walk;
  // The other axes of an empty tensor may be of any size: their products could leave int32.
  if (a.count() == 0 || b.count() == 0) {
    walk.add_axis(0, {});
    return walk;
  }
  std::int32_t stride_a = 1, stride_b = 1;
  for (std::int32_t i = 0; i < max_rank; ++i) {
    const std::int32_t from_a = size_from_end(a, i), from_b = size_from_end(b, i);
    walk.add_axis(from_a == 1 ? from_b : from_a,
                  {from_a == 1 ? 0 : stride_a, from_b == 1 ? 0 : stride_b});
    stride_a *= from_a;
    stride_b *= from_b;
  }
  return walk;
}

}  // namespace octet
