// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Random pairs of shapes that broadcast, and which element meets which, by definition.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "octet/core/extents.hpp"
#include "support/random_tensor.hpp"

namespace octet_test {

struct broadcast_shapes {
  octet::shape a, b, out;
};

/// Leading axes of one input may be absent, any axis of one input may be 1.
inline broadcast_shapes random_broadcast(random_tensor& random) {
  broadcast_shapes s;
  const std::int32_t rank = random.between(0, octet::max_rank);
  const octet::shape full = random.shape(rank, 4);
  const bool a_is_longer = random.between(0, 1) == 0;
  s.a.rank = a_is_longer ? rank : random.between(0, rank);
  s.b.rank = a_is_longer ? random.between(0, rank) : rank;
  s.out.rank = rank;
  for (std::int32_t from_end = 1; from_end <= rank; ++from_end) {
    const auto axis = [&](octet::shape& of) -> std::int32_t& {
      return of.sizes[static_cast<std::size_t>(of.rank - from_end)];
    };
    const std::int32_t size = full[rank - from_end];
    const std::int32_t kind = random.between(0, 5);  // 0: a has 1, 1: b has 1, else both have all
    const std::int32_t in_a = kind == 0 ? 1 : size, in_b = kind == 1 ? 1 : size;
    const bool a_has = from_end <= s.a.rank, b_has = from_end <= s.b.rank;
    if (a_has) axis(s.a) = in_a;
    if (b_has) axis(s.b) = in_b;
    const std::int32_t from_a = a_has ? in_a : 1, from_b = b_has ? in_b : 1;
    axis(s.out) = from_a == 1 ? from_b : from_a;
  }
  return s;
}

/// The element of `input` that element i of `out` is made from.
inline std::int32_t broadcast_element(const octet::shape& input, const octet::shape& out,
                                      std::size_t i) {
  const std::vector<std::int32_t> index = index_of(out, i);
  std::int32_t element = 0;
  for (std::int32_t axis = 0; axis < input.rank; ++axis) {
    const auto in_out = static_cast<std::size_t>(out.rank - input.rank + axis);
    element = element * input[axis] + (input[axis] == 1 ? 0 : index[in_out]);
  }
  return element;
}

}  // namespace octet_test
