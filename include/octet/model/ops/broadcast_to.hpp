// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// BROADCAST_TO in a model: checks of the shapes; the moves are in kernels/broadcast_to.hpp.
#pragma once

#include <cstdint>

#include "octet/kernels/broadcast.hpp"
#include "octet/kernels/broadcast_to.hpp"
#include "octet/model/ops/move.hpp"

namespace octet::ops {

struct broadcast_to : any_type_entry<builtin::broadcast_to> {
  struct data {
    std::int32_t input, output;  ///< tensor indices
    std::int32_t bytes;
    shape input_shape, output_shape;
  };

  static constexpr result<data> prepare(prepare_context& c) {
    if (error e = check_arity(c, 2, 2, 1)) return e;
    const tensor_info input = c.input(0), output = c.output(0);
    if (error e = check_same_type(c, input, output)) return e;
    const result<index_list> sizes = read_indices(c, c.input(1), output.shape.rank);
    if (!sizes) return sizes.error();
    for (std::int32_t i = 0; i < sizes->count; ++i) {
      if ((*sizes)[i] != output.shape[i]) return c.fail(errc::shape_mismatch, output.index);
    }
    if (input.shape.rank > output.shape.rank ||
        !broadcasts_to(input.shape, output.shape, output.shape))
      return c.fail(errc::shape_mismatch, input.index);
    return data{.input = input.index,
                .output = output.index,
                .bytes = element_bytes(input),
                .input_shape = input.shape,
                .output_shape = output.shape};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    for_element_of(d.bytes, [&]<class T>() {
      octet::broadcast_to<Backend>(
          broadcast_to_args<T>{.input = {c.read<T>(d.input), d.input_shape},
                               .output = {c.write<T>(d.output), d.output_shape}});
    });
  }
};

}  // namespace octet::ops
