// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// REVERSE_V2 in a model: the axes to go through backwards; the moves are in
// kernels/strided_slice.hpp.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/model/ops/strided_slice.hpp"

namespace octet::ops {

struct reverse_v2 : slice_entry<builtin::reverse_v2> {
  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_arity(c, 2, 2, 1)) return r;
    const tensor_info input = c.input(0), output = c.output(0);
    if (refusal r = check_same_type(c, input, output)) return r;
    if (output.shape != input.shape) return c.fail(errc::shape_mismatch, output.index);
    const outcome<index_list> axes = read_indices(c, c.input(1));
    if (!axes) return axes.error();
    data d = whole(input, output);
    for (std::int32_t i = 0; i < axes->count; ++i) {
      const outcome<std::int32_t> axis = check_axis(c, (*axes)[i], input.shape.rank);
      if (!axis) return axis.error();
      const auto a = static_cast<std::size_t>(*axis);
      // Twice the same would turn it back.
      if (d.strides[a] < 0) return c.fail(errc::bad_option, c.op().input(1));
      d.strides[a] = -1;
      d.begin[a] = input.shape[*axis] - 1;
    }
    return d;
  }
};

}  // namespace octet::ops
