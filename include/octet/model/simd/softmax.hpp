// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SOFTMAX of 8-bit codes in a model on the SIMD backend: with the exponentials of all differences,
// 1 KB in the arena.
#pragma once

#include <cstdint>

#include "octet/kernels/backend/simd.hpp"
#include "octet/model/context.hpp"
#include "octet/model/simd/choice.hpp"

namespace octet::detail {

/// Backend: whose rounding the table has.
template <class Entry, class Backend>
struct simd_softmax_entry : Entry {
  struct data {
    typename Entry::data plain;
    std::uint32_t has_table;
    std::uint32_t table;
  };

  [[gnu::cold]] static result<data> prepare(prepare_context& c) {
    const result<typename Entry::data> plain = Entry::prepare(c);
    if (!plain) return plain.error();
    data d{.plain = *plain, .has_table = 0, .table = 0};
    if (!simd_choice(c.backend_choice()).target()) return d;
    const auto table = c.prepare_array<std::int32_t>(softmax_table_size);
    // While the need is only being measured there is nowhere to write to.
    if (table.values) fill_softmax_table<Backend>(plain->scaling, table.values);
    d.has_table = 1;
    d.table = table.offset;
    return d;
  }

  template <class>
  static void run(const data& d, const run_context& c) {
    if (d.has_table == 0) return Entry::template run<Backend>(d.plain, c);
    run_softmax(c.prepared<std::int32_t>(d.table), Entry::args(d.plain, c));
  }
};

}  // namespace octet::detail
