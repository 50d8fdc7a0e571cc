// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// ONE_HOT in a model: depth and axis; kernels/one_hot.hpp does the rest.
#pragma once

#include <cstdint>

#include "octet/kernels/one_hot.hpp"
#include "octet/model/ops/gather.hpp"
#include "octet/model/schema.hpp"

namespace octet::ops {

/// The depth is constant; indices and values need not be.
struct one_hot : any_type_entry<builtin::one_hot> {
  struct data {
    std::int32_t indices, on, off, output;  ///< tensor indices
    std::int32_t bytes, index_bytes;        ///< of an element
    std::int32_t outer, depth, inner;
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_arity(c, 4, 4, 1)) return r;
    const tensor_info indices = c.input(0), output = c.output(0);
    if (refusal r = check_index_type(c, indices)) return r;
    for (const tensor_info& t : {c.input(2), c.input(3)}) {
      if (refusal r = check_same_type(c, t, output)) return r;
      if (t.shape.count() != 1) return c.fail(errc::shape_mismatch, t.index);
    }
    const outcome<index_list> depth = read_indices(c, c.input(1), 1);
    if (!depth) return depth.error();
    const std::int32_t rank = indices.shape.rank;
    const auto named = c.op().options.scalar<std::int32_t>(field::one_hot::axis, 0);
    const outcome<std::int32_t> axis = check_axis(c, named, rank + 1);
    if (!axis) return axis.error();
    if (rank == max_rank || output.shape != with_axis(indices.shape, *axis, (*depth)[0]))
      return c.fail(errc::shape_mismatch, output.index);
    const bool empty = output.shape.count() == 0;
    return data{.indices = indices.index,
                .on = c.op().input(2),
                .off = c.op().input(3),
                .output = output.index,
                .bytes = element_bytes(output),
                .index_bytes = element_bytes(indices),
                .outer = empty ? 0 : indices.shape.product(0, *axis),
                .depth = (*depth)[0],
                .inner = empty ? 0 : indices.shape.product(*axis, rank)};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    for_gathered(d.bytes, d.index_bytes, [&]<class T, class Index>() {
      octet::one_hot<Backend>(one_hot_args<T, Index>{.indices = c.read<Index>(d.indices),
                                                     .output = c.write<T>(d.output),
                                                     .outer = d.outer,
                                                     .depth = d.depth,
                                                     .inner = d.inner,
                                                     .on = c.read<T>(d.on)[0],
                                                     .off = c.read<T>(d.off)[0]});
    });
  }
};

}  // namespace octet::ops
