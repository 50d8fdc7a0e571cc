// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// FULLY_CONNECTED with a scale for each block of weights in a model on the SIMD backend.
#pragma once

#include <cstdint>
#include <optional>

#include "octet/kernels/backend/simd.hpp"
#include "octet/model/context.hpp"
#include "octet/model/ops/blockwise_fully_connected.hpp"
#include "octet/model/simd/choice.hpp"
#include "octet/model/simd/weighted.hpp"

namespace octet::detail {

struct simd_blockwise_entry : ops::fully_connected<float, blockwise<int4>> {
  using base = ops::fully_connected<float, blockwise<int4>>;

  struct data {
    base::data plain;
    blockwise_plan plan;
    std::uint32_t packed, packed_bytes;  ///< in the arena; no bytes: run as it is
    std::uint32_t target;
  };

  [[gnu::cold]] static result<data> prepare(prepare_context& c) {
    const result<base::data> plain = base::prepare(c);
    if (!plain) return plain.error();
    data d{};
    d.plain = *plain;
    const simd_choice choice(c.backend_choice());
    const std::optional<simd_target> target = choice.packed_target();
    // Blocks of less than two quads would be more padding than weights.
    if (!target || plain->geometry.channels == 0 || plain->block_size < 8) return d;
    const auto args = base::args(*plain, c.prepared());
    const auto plan =
        blockwise_plan::make(args, kernels_of<simd_hybrid_kernels, std::int8_t>(*target).form);
    if (plan.scratch_bytes() > most_simd_scratch) return d;
    const auto packed = c.prepare_array<std::uint8_t>(plan.packed_bytes());
    c.scratch(plan.scratch_bytes());
    // While the need is only being measured there is nowhere to pack to.
    if (packed.values) prepare_blockwise(plan, args, {packed.values.data(), plan.packed_bytes()});
    d.target = static_cast<std::uint32_t>(*target);
    d.plan = plan;
    d.packed = packed.offset;
    d.packed_bytes = static_cast<std::uint32_t>(plan.packed_bytes());
    return d;
  }

  template <class Backend>
  static void run(const data& d, const run_context& c) {
    if (d.packed_bytes == 0) return base::template run<Backend>(d.plain, c);
    run_blockwise(kernels_of<simd_hybrid_kernels, std::int8_t>(static_cast<simd_target>(d.target)),
                  d.plan, base::args(d.plain, c), packed_memory(c, d.packed, d.packed_bytes),
                  {c.scratch<std::uint8_t>(d.plain.node).data(), d.plan.scratch_bytes()});
  }
};

}  // namespace octet::detail
