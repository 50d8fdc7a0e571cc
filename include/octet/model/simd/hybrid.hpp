// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// CONV_2D and FULLY_CONNECTED of real activations with integer weights in a model on the SIMD
// backend.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "octet/kernels/backend/simd.hpp"
#include "octet/model/context.hpp"
#include "octet/model/simd/choice.hpp"
#include "octet/model/simd/weighted.hpp"

namespace octet::detail {

template <class Weight>
constexpr bool has_groups(const hybrid_args<Weight>& a) {
  return a.filter.shape[3] != a.input.shape[3];
}
template <class Weight>
constexpr bool has_groups(const hybrid_args<Weight, extents<dynamic, dynamic>>&) {
  return false;
}

/// An entry on real activations, run by SIMD kernels over packed weights where there are such
/// kernels, else as it is.
template <class Entry>
struct simd_hybrid_entry : Entry {
  struct data {
    typename Entry::data plain;
    hybrid_plan plan;
    std::uint32_t packed, packed_bytes;  ///< in the arena; no bytes: run as it is
    std::uint32_t scratch_bytes;
    std::uint32_t target;
  };

  static result<data> prepare(prepare_context& c) {
    const result<typename Entry::data> plain = Entry::prepare(c);
    if (!plain) return plain.error();
    data d{};
    d.plain = *plain;
    const simd_choice choice(c.backend_choice());
    const std::optional<simd_target> target = choice.target();
    // Sums that could leave int32 are the scalar kernel's.
    if (!target || !choice.packed() || plain->hybrid.wide != 0) return d;
    const auto args = Entry::args(d.plain, c.prepared());
    if (has_groups(args) || !has_usual_size(args)) return d;
    const hybrid_plan plan = plan_hybrid(args, kernels_of(*target).form);
    if (plan.scratch_bytes() > most_simd_scratch) return d;
    const auto packed = c.prepare_array<std::uint8_t>(plan.packed_bytes());
    d.scratch_bytes = static_cast<std::uint32_t>(plan.scratch_bytes(choice.threads()));
    c.scratch(d.scratch_bytes);
    // While the need is only being measured there is nowhere to pack to.
    if (packed.values)
      prepare_hybrid(plan, args.filter.data, {packed.values.data(), plan.packed_bytes()});
    d.target = static_cast<std::uint32_t>(*target);
    d.plan = plan;
    d.packed = packed.offset;
    d.packed_bytes = static_cast<std::uint32_t>(plan.packed_bytes());
    return d;
  }

  template <class Backend>
  static void run(const data& d, const run_context& c) {
    if (d.packed_bytes == 0) return Entry::template run<Backend>(d.plain, c);
    // The kernels' interface has one kind of memory; what is packed they only read.
    auto* packed = const_cast<std::uint8_t*>(c.prepared<std::uint8_t>(d.packed).data());
    run_hybrid(kernels_of(static_cast<simd_target>(d.target)), d.plan, Entry::args(d.plain, c),
               {packed, d.packed_bytes},
               {c.scratch<std::uint8_t>(d.plain.hybrid.node).data(), d.scratch_bytes}, c.pieces());
  }
};

}  // namespace octet::detail
