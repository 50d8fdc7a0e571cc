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
    std::int32_t input, output;  ///< tensor indices
    std::int32_t bytes;
    shape input_shape, output_shape;
    axis_values permutation;
  };

  static constexpr result<data> prepare(prepare_context& c) {
    if (error e = check_arity(c, 2, 2, 1)) return e;
    const tensor_info input = c.input(0), output = c.output(0);
    if (error e = check_same_type(c, input, output)) return e;
    const std::int32_t rank = input.shape.rank;
    const result<index_list> order = read_indices(c, c.input(1), rank);
    if (!order) return order.error();
    if (error e = check_rank(c, output, rank)) return e;
    data d{.input = input.index,
           .output = output.index,
           .bytes = element_bytes(input),
           .input_shape = input.shape,
           .output_shape = output.shape,
           .permutation = {}};
    axis_set seen;
    for (std::int32_t i = 0; i < rank; ++i) {
      const result<std::int32_t> axis = check_axis(c, (*order)[i], rank);
      if (!axis) return axis.error();
      if (seen.has(*axis)) return c.fail(errc::bad_option, c.input(1).index);
      seen.add(*axis);
      if (output.shape[i] != input.shape[*axis]) return c.fail(errc::shape_mismatch, output.index);
      d.permutation[static_cast<std::size_t>(i)] = *axis;
    }
    return d;
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    for_element_of(d.bytes, [&]<class T>() {
      octet::transpose<Backend>(transpose_args<T>{.input = {c.read<T>(d.input), d.input_shape},
                                                  .output = {c.write<T>(d.output), d.output_shape},
                                                  .permutation = d.permutation});
    });
  }
};

}  // namespace octet::ops
