// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SLICE in a model: a begin and a size for each axis; the moves are in kernels/strided_slice.hpp.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/model/ops/strided_slice.hpp"

namespace octet::ops {

struct slice : slice_entry<builtin::slice> {
  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_arity(c, 3, 3, 1)) return r;
    const tensor_info input = c.input(0), output = c.output(0);
    if (refusal r = check_same_type(c, input, output)) return r;
    const std::int32_t rank = input.shape.rank;
    const outcome<index_list> begin = read_indices(c, c.input(1), rank);
    if (!begin) return begin.error();
    const outcome<index_list> sizes = read_indices(c, c.input(2), rank);
    if (!sizes) return sizes.error();
    data d = whole(input, output);
    for (std::int32_t axis = 0; axis < rank; ++axis) {
      const auto i = static_cast<std::size_t>(axis);
      const std::int32_t start = (*begin)[axis];
      if (start < 0 || start > input.shape[axis]) return c.fail(errc::bad_option, c.op().input(1));
      const std::int32_t room = input.shape[axis] - start;
      // -1 takes what there is.
      const std::int32_t size = (*sizes)[axis] == -1 ? room : (*sizes)[axis];
      if (size < 0 || size > room) return c.fail(errc::bad_option, c.op().input(2));
      d.begin[i] = start;
      d.taken.sizes[i] = size;
    }
    if (output.shape != d.taken) return c.fail(errc::shape_mismatch, output.index);
    return d;
  }
};

}  // namespace octet::ops
