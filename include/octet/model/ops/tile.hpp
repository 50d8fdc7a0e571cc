// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// TILE in a model: checks of the multiples; the moves are in kernels/tile.hpp.
#pragma once

#include <cstdint>

#include "octet/kernels/tile.hpp"
#include "octet/model/ops/move.hpp"

namespace octet::ops {

struct tile : any_type_entry<builtin::tile> {
  struct data {
    std::int32_t input, output;  ///< tensor indices
    std::int32_t bytes;
    shape input_shape, output_shape;
  };

  static constexpr result<data> prepare(prepare_context& c) {
    if (error e = check_arity(c, 2, 2, 1)) return e;
    const tensor_info input = c.input(0), output = c.output(0);
    if (error e = check_same_type(c, input, output)) return e;
    const result<index_list> multiples = read_indices(c, c.input(1), input.shape.rank);
    if (!multiples) return multiples.error();
    if (error e = check_rank(c, output, input.shape.rank)) return e;
    for (std::int32_t i = 0; i < multiples->count; ++i) {
      if ((*multiples)[i] < 0) return c.fail(errc::bad_option, c.input(1).index);
      if (std::int64_t{input.shape[i]} * (*multiples)[i] != output.shape[i])
        return c.fail(errc::shape_mismatch, output.index);
    }
    return data{.input = input.index,
                .output = output.index,
                .bytes = element_bytes(input),
                .input_shape = input.shape,
                .output_shape = output.shape};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    for_element_of(d.bytes, [&]<class T>() {
      octet::tile<Backend>(tile_args<T>{.input = {c.read<T>(d.input), d.input_shape},
                                        .output = {c.write<T>(d.output), d.output_shape}});
    });
  }
};

}  // namespace octet::ops
