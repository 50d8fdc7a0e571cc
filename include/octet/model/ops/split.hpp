// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SPLIT in a model: a tensor is cut into equal parts.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/model/ops/blocks.hpp"
#include "octet/model/schema.hpp"

namespace octet::ops {

struct split : cut_entry<builtin::split> {
  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    const std::size_t count = c.output_count();
    if (count == 0) return c.fail(errc::missing_tensor);
    if (refusal r = check_arity(c, 2, 2, count)) return r;
    const tensor_info input = c.input(1);
    const outcome<std::int32_t> axis = read_axis(c, c.input(0), input.shape.rank);
    if (!axis) return axis.error();
    const auto named = c.op().options.scalar<std::int32_t>(field::split::num_splits, 0);
    if (named != static_cast<std::int32_t>(count)) return c.fail(errc::bad_option);
    if (input.shape[*axis] % named != 0) return c.fail(errc::shape_mismatch, input.index);
    shape each = input.shape;
    each.sizes[static_cast<std::size_t>(*axis)] /= named;
    return prepare_parts(
        c, input, *axis, [&](std::size_t) { return each; },
        [&](std::size_t) { return each[*axis]; });
  }
};

}  // namespace octet::ops
