// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SQUEEZE in a model: axes of one element go; the elements are moved as RESHAPE moves them.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/kernels/mean.hpp"
#include "octet/model/ops/move.hpp"
#include "octet/model/ops/reshape.hpp"
#include "octet/model/schema.hpp"

namespace octet::ops {

struct squeeze : reshape {
  static constexpr builtin code = builtin::squeeze;

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_arity(c, 1, 1, 1)) return r;
    const shape input = c.input(0).shape;
    const auto named = c.op().options.vector_of<std::int32_t>(field::squeeze::squeeze_dims);
    if (!named.intact()) return c.fail(errc::malformed_model);
    axis_set gone;
    for (std::size_t i = 0; i < named.size(); ++i) {
      const outcome<std::int32_t> axis = check_axis(c, named[i], input.rank);
      if (!axis) return axis.error();
      if (input[*axis] != 1) return c.fail(errc::bad_option, c.op().input(0));
      gone.add(*axis);
    }
    shape expected;
    for (std::int32_t i = 0; i < input.rank; ++i) {
      if (named.empty() ? input[i] == 1 : gone.has(i)) continue;
      expected.sizes[static_cast<std::size_t>(expected.rank++)] = input[i];
    }
    if (c.output(0).shape != expected) return c.fail(errc::shape_mismatch, c.op().output(0));
    return reshape::prepare(c);
  }
};

}  // namespace octet::ops
