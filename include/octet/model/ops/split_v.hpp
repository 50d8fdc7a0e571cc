// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SPLIT_V in a model: a tensor is cut into parts of given sizes.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/model/ops/blocks.hpp"

namespace octet::ops {

struct split_v : cut_entry<builtin::split_v> {
  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    const std::size_t count = c.output_count();
    if (count == 0) return c.fail(errc::missing_tensor);
    if (refusal r = check_arity(c, 3, 3, count)) return r;
    const tensor_info input = c.input(0), sizes = c.input(1);
    const outcome<std::int32_t> axis = read_axis(c, c.input(2), input.shape.rank);
    if (!axis) return axis.error();
    if (refusal r = check_indices(c, sizes)) return r;
    if (sizes.shape.count() != count) return c.fail(errc::shape_mismatch, sizes.index);
    // One size may be left open, written -1.
    std::int64_t rest = input.shape[*axis];
    bool open = false;
    for (std::size_t i = 0; i < count; ++i) {
      const std::int32_t size = constant_index(c, sizes, i);
      if (size < -1 || (size == -1 && open)) return c.fail(errc::bad_option, sizes.index);
      open = open || size == -1;
      if (size > 0) rest -= size;
    }
    if (rest < 0 || (rest > 0 && !open)) return c.fail(errc::bad_option, sizes.index);
    const auto size_of_part = [&](std::size_t i) {
      const std::int32_t size = constant_index(c, sizes, i);
      return size == -1 ? static_cast<std::int32_t>(rest) : size;
    };
    const auto expected = [&](std::size_t i) {
      shape s = input.shape;
      s.sizes[static_cast<std::size_t>(*axis)] = size_of_part(i);
      return s;
    };
    return prepare_parts(c, input, *axis, expected, size_of_part);
  }
};

}  // namespace octet::ops
