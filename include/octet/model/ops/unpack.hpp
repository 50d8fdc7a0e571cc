// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// UNPACK in a model: a tensor is cut into the places along an axis, which goes.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/model/ops/blocks.hpp"
#include "octet/model/schema.hpp"

namespace octet::ops {

struct unpack : cut_entry<builtin::unpack> {
  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    const std::size_t count = c.output_count();
    if (count == 0) return c.fail(errc::missing_tensor);
    if (refusal r = check_arity(c, 1, 1, count)) return r;
    const tensor_info input = c.input(0);
    const auto named = c.op().options.scalar<std::int32_t>(field::unpack::axis, 0);
    const outcome<std::int32_t> axis = check_axis(c, named, input.shape.rank);
    if (!axis) return axis.error();
    if (static_cast<std::size_t>(input.shape[*axis]) != count)
      return c.fail(errc::shape_mismatch, input.index);
    const shape each = without_axis(input.shape, *axis);
    return prepare_parts(
        c, input, *axis, [&](std::size_t) { return each; }, [](std::size_t) { return 1; });
  }
};

}  // namespace octet::ops
