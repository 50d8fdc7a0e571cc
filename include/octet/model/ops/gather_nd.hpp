// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// GATHER_ND in a model: checks of the shapes; the indices are looked at when they are there, in
// kernels/gather_nd.hpp.
#pragma once

#include <cstdint>

#include "octet/kernels/gather_nd.hpp"
#include "octet/model/ops/gather.hpp"

namespace octet::ops {

struct gather_nd : any_type_entry<builtin::gather_nd> {
  struct data {
    std::int32_t input, indices, output;  ///< tensor indices
    std::int32_t bytes, index_bytes;      ///< of an element
    shape input_shape;
    std::int32_t count, depth;
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_arity(c, 2, 2, 1)) return r;
    const tensor_info input = c.input(0), indices = c.input(1), output = c.output(0);
    if (refusal r = check_same_type(c, input, output)) return r;
    if (refusal r = check_index_type(c, indices)) return r;
    const std::int32_t outer = indices.shape.rank - 1;
    if (outer < 0) return c.fail(errc::shape_mismatch, indices.index);
    const std::int32_t depth = indices.shape[outer];
    if (depth > input.shape.rank) return c.fail(errc::shape_mismatch, indices.index);
    bool fits = output.shape.rank == outer + input.shape.rank - depth;
    for (std::int32_t i = 0; fits && i < output.shape.rank; ++i)
      fits = output.shape[i] == (i < outer ? indices.shape[i] : input.shape[i - outer + depth]);
    if (!fits) return c.fail(errc::shape_mismatch, output.index);
    return data{.input = input.index,
                .indices = indices.index,
                .output = output.index,
                .bytes = element_bytes(input),
                .index_bytes = element_bytes(indices),
                .input_shape = input.shape,
                .count = output.shape.count() == 0 ? 0 : output.shape.product(0, outer),
                .depth = depth};
  }

  template <class Backend>
  static constexpr errc run(const data& d, const run_context& c) {
    // Nothing is chosen: the sizes of the other axes may be anything.
    if (d.count == 0) return errc::ok;
    return for_gathered(d.bytes, d.index_bytes, [&]<class T, class Index>() {
      return octet::gather_nd<Backend>(
          gather_nd_args<T, Index>{.input = {c.read<T>(d.input), d.input_shape},
                                   .indices = c.read<Index>(d.indices),
                                   .output = c.write<T>(d.output),
                                   .count = d.count,
                                   .depth = d.depth});
    });
  }
};

}  // namespace octet::ops
