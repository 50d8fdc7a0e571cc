// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// PACK in a model: tensors of one shape lie side by side along a new axis.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/model/ops/blocks.hpp"
#include "octet/model/schema.hpp"

namespace octet::ops {

struct pack : any_type_entry<builtin::pack> {
  struct data {
    block_layout layout;
    part_list parts;
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    const std::size_t count = c.input_count();
    if (count == 0) return c.fail(errc::missing_tensor);
    if (refusal r = check_arity(c, count, count, 1)) return r;
    const tensor_info output = c.output(0);
    const shape each = c.input(0).shape;
    const auto named = c.op().options.scalar<std::int32_t>(field::pack::axis, 0);
    const outcome<std::int32_t> axis = check_axis(c, named, each.rank + 1);
    if (!axis) return axis.error();
    if (each.rank == max_rank ||
        output.shape != with_axis(each, *axis, static_cast<std::int32_t>(count)))
      return c.fail(errc::shape_mismatch, output.index);
    const block_layout layout = block_layout::of(output, *axis);
    const auto parts = c.prepare_array<block_part>(count);
    for (std::size_t i = 0; i < count; ++i) {
      const tensor_info input = c.input(i);
      if (refusal r = check_same_type(c, input, output)) return r;
      if (input.shape != each) return c.fail(errc::shape_mismatch, input.index);
      parts.store(i, layout.part(input, 1, static_cast<std::int32_t>(count)));
    }
    return data{.layout = layout, .parts = {static_cast<std::int32_t>(count), parts.offset}};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    d.parts.for_each(c, [&](const block_part& p, std::size_t in_front) {
      join_part<Backend>(d.layout, c, p, in_front);
    });
  }
};

}  // namespace octet::ops
