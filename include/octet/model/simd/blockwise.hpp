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
#include "octet/model/simd/packed.hpp"

namespace octet::detail {

struct simd_blockwise_entry : ops::fully_connected<float, blockwise<int4>> {
  using base = ops::fully_connected<float, blockwise<int4>>;

  using data = simd_packed_data<base, blockwise_plan>;

  [[gnu::cold]] static result<data> prepare(prepare_context& c) {
    result<data> d = data::of(c);
    if (!d) return d;
    const auto& plain = d->plain;
    const std::optional<simd_target> target = simd_choice(c.backend_choice()).packed_target();
    // Blocks of less than two quads would be more padding than weights.
    if (!target || plain.geometry.channels == 0 || plain.block_size < 8) return d;
    const auto args = base::args(plain, c.prepared());
    const auto plan =
        blockwise_plan::make(args, kernels_of<simd_hybrid_kernels, std::int8_t>(*target).form);
    if (plan.scratch_bytes() > most_simd_scratch) return d;
    d->target = static_cast<std::uint32_t>(*target);
    d->pack(c, plan, plan.scratch_bytes(), [&](std::span<std::uint8_t> memory) {
      prepare_blockwise(plan, args, memory);
      return true;
    });
    return d;
  }

  template <class Backend>
  static void run(const data& d, const run_context& c) {
    if (!d.is_packed()) return base::template run<Backend>(d.plain, c);
    run_blockwise(kernels_of<simd_hybrid_kernels, std::int8_t>(static_cast<simd_target>(d.target)),
                  d.plan, base::args(d.plain, c), d.weights(c), d.scratch(c));
  }
};

}  // namespace octet::detail
