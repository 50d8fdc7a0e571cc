// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// EXPAND_DIMS in a model: one more axis of one element; the elements are moved as RESHAPE moves
// them.
#pragma once

#include <cstdint>

#include "octet/model/ops/move.hpp"
#include "octet/model/ops/reshape.hpp"

namespace octet::ops {

struct expand_dims : reshape {
  static constexpr builtin code = builtin::expand_dims;

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_arity(c, 2, 2, 1)) return r;
    const shape input = c.input(0).shape;
    const outcome<std::int32_t> axis = read_axis(c, c.input(1), input.rank + 1);
    if (!axis) return axis.error();
    if (input.rank == max_rank || c.output(0).shape != with_axis(input, *axis, 1))
      return c.fail(errc::shape_mismatch, c.op().output(0));
    return reshape::prepare(c);
  }
};

}  // namespace octet::ops
