// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// TRANSPOSE in a model: checks of the permutation; the moves are in kernels/transpose.hpp.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/kernels/mean.hpp"
#include "octet/kernels/transpose.hpp"
#include "octet/model/ops/move.hpp"

namespace octet::ops {

struct transpose : any_type_entry<builtin::transpose> {
  struct data {
    moved tensors;
    axis_values permutation;
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    const outcome<moved> m = read_moved(c, 2);
    if (!m) return m.error();
    const std::int32_t rank = m->input_shape.rank;
    const outcome<index_list> order = read_indices(c, c.input(1), rank);
    if (!order) return order.error();
    if (refusal r = check_rank(c, c.output(0), rank)) return r;
    data d{.tensors = *m, .permutation = {}};
    axis_set seen;
    for (std::int32_t i = 0; i < rank; ++i) {
      const outcome<std::int32_t> axis = check_axis(c, (*order)[i], rank);
      if (!axis) return axis.error();
      if (seen.has(*axis)) return c.fail(errc::bad_option, c.op().input(1));
      seen.add(*axis);
      if (m->output_shape[i] != m->input_shape[*axis])
        return c.fail(errc::shape_mismatch, m->output);
      d.permutation[static_cast<std::size_t>(i)] = *axis;
    }
    return d;
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    for_element_of(d.tensors.bytes, [&]<class T>() {
      octet::transpose<Backend>(transpose_args<T>{.input = d.tensors.from<T>(c),
                                                  .output = d.tensors.to<T>(c),
                                                  .permutation = d.permutation});
    });
  }
};

}  // namespace octet::ops
