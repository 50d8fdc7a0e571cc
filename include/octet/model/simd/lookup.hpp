// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Operators that make an 8-bit code of each 8-bit code, in a model on the SIMD backend: a table of
// all 256 codes, made by the scalar kernel at load.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <type_traits>

#include "octet/kernels/activation.hpp"
#include "octet/kernels/backend/simd.hpp"
#include "octet/kernels/lookup.hpp"
#include "octet/model/context.hpp"
#include "octet/model/ops/hard_swish.hpp"
#include "octet/model/ops/leaky_relu.hpp"
#include "octet/model/ops/lookup.hpp"
#include "octet/model/ops/rescale.hpp"
#include "octet/model/ops/sigmoid.hpp"
#include "octet/model/planner.hpp"
#include "octet/model/simd/choice.hpp"

namespace octet::detail {

template <class T>
concept Code8 = std::is_same_v<T, std::int8_t> || std::is_same_v<T, std::uint8_t>;

template <builtin Code, Code8 T>
void map_codes(const ops::lookup_entry<Code, T>&);
template <builtin Code, Code8 T>
void map_codes(const ops::sigmoid_entry<Code, T>&);
template <Code8 From, Code8 To, activation A>
void map_codes(const ops::rescale<From, To, A>&);
template <Code8 T>
void map_codes(const ops::hard_swish<T>&);
template <Code8 T>
void map_codes(const ops::leaky_relu<T>&);

/// Entries of operators that make an 8-bit code of each 8-bit code.
template <class Entry>
concept CodeMap = requires(const Entry& e) {
  map_codes(e);
};

/// What run<Backend> of an entry with data {input, output, count, ...} makes of every code; the
/// entry for code c is the one at c modulo 256.
template <class Entry, class Backend>
void fill_table_of(typename Entry::data d, elements<std::uint8_t> table) {
  alignas(arena_alignment) std::array<std::uint8_t, 2 * lookup_size> memory{};
  std::iota(memory.begin(), memory.begin() + lookup_size, std::uint8_t{0});
  const std::array<octet::place, 2> places{octet::place::in_arena(0),
                                           octet::place::in_arena(lookup_size)};
  d.input = 0;
  d.output = 1;
  d.count = static_cast<std::int32_t>(lookup_size);
  Entry::template run<Backend>(d, {nullptr, nullptr, memory.data(), places.data(), 2});
  for (std::size_t i = 0; i < lookup_size; ++i) table.store(i, memory[lookup_size + i]);
}

/// Backend: whose rounding the table has.
template <class Entry, class Backend>
struct simd_lookup_entry : Entry {
  struct data {
    typename Entry::data plain;
    std::uint32_t has_table;
    std::uint32_t table;
    std::uint32_t target;
  };

  [[gnu::cold]] static result<data> prepare(prepare_context& c) {
    const result<typename Entry::data> plain = Entry::prepare(c);
    if (!plain) return plain.error();
    data d{.plain = *plain, .has_table = 0, .table = 0, .target = 0};
    const std::optional<simd_target> target = simd_choice(c.backend_choice()).target();
    // A factor that the contract cannot keep has no table; load refuses it.
    if (!target || c.refused()) return d;
    d.has_table = 1;
    d.target = static_cast<std::uint32_t>(*target);
    if constexpr (requires { plain->table; }) {
      d.table = plain->table;
    } else {
      const auto table = c.prepare_array<std::uint8_t>(lookup_size);
      // While the need is only being measured there is nowhere to write to.
      if (table.values) fill_table_of<Entry, Backend>(*plain, table.values);
      d.table = table.offset;
    }
    return d;
  }

  template <class>
  static void run(const data& d, const run_context& c) {
    if (d.has_table == 0) return Entry::template run<Backend>(d.plain, c);
    kernels_of<simd_lookup_kernels>(static_cast<simd_target>(d.target))
        .lookup({.from = c.read<std::uint8_t>(d.plain.input).data(),
                 .to = c.write<std::uint8_t>(d.plain.output).data(),
                 .n = static_cast<std::size_t>(d.plain.count),
                 .table = c.prepared<std::uint8_t>(d.table).data()});
  }
};

}  // namespace octet::detail
