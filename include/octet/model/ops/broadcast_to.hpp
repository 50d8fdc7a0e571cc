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
  using data = moved;

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    const outcome<moved> m = read_moved(c, 2);
    if (!m) return m;
    const outcome<index_list> sizes = read_indices(c, c.input(1), m->output_shape.rank);
    if (!sizes) return sizes.error();
    for (std::int32_t i = 0; i < sizes->count; ++i) {
      if ((*sizes)[i] != m->output_shape[i]) return c.fail(errc::shape_mismatch, m->output);
    }
    if (m->input_shape.rank > m->output_shape.rank ||
        !broadcasts_to(m->input_shape, m->output_shape, m->output_shape))
      return c.fail(errc::shape_mismatch, m->input);
    return m;
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    for_element_of(d.bytes, [&]<class T>() {
      octet::broadcast_to<Backend>(
          broadcast_to_args<T>{.input = d.from<T>(c), .output = d.to<T>(c)});
    });
  }
};

}  // namespace octet::ops
