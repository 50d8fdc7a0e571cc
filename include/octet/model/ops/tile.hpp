// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// TILE in a model: checks of the multiples; the moves are in kernels/tile.hpp.
#pragma once

#include <cstdint>

#include "octet/kernels/tile.hpp"
#include "octet/model/ops/move.hpp"

namespace octet::ops {

struct tile : any_type_entry<builtin::tile> {
  using data = moved;

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    const outcome<moved> m = read_moved(c, 2);
    if (!m) return m;
    const outcome<index_list> multiples = read_indices(c, c.input(1), m->input_shape.rank);
    if (!multiples) return multiples.error();
    if (refusal r = check_rank(c, c.output(0), m->input_shape.rank)) return r;
    for (std::int32_t i = 0; i < multiples->count; ++i) {
      if ((*multiples)[i] < 0) return c.fail(errc::bad_option, c.op().input(1));
      if (std::int64_t{m->input_shape[i]} * (*multiples)[i] != m->output_shape[i])
        return c.fail(errc::shape_mismatch, m->output);
    }
    return m;
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    for_element_of(d.bytes, [&]<class T>() {
      octet::tile<Backend>(tile_args<T>{.input = d.from<T>(c), .output = d.to<T>(c)});
    });
  }
};

}  // namespace octet::ops
