// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// DEPTHWISE_CONV_2D in float on the SIMD backend.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "octet/float_ops/depthwise_conv_2d.hpp"
#include "octet/kernels/backend/simd/float_depthwise.hpp"
#include "octet/kernels/backend/simd/select.hpp"
#include "octet/model/context.hpp"
#include "octet/model/simd/choice.hpp"
#include "octet/model/simd/weighted.hpp"

namespace octet::float_ops {

/// DEPTHWISE_CONV_2D, run by SIMD kernels where they can.
struct simd_depthwise_conv_2d_entry : depthwise_conv_2d_entry {
  struct data {
    depthwise_conv_2d_entry::data plain;
    std::uint32_t scratch_bytes;  ///< 0: run as it is
    std::uint32_t target;
    std::int32_t node;
    float_depthwise_plan plan;
  };

  static result<data> prepare(prepare_context& c) {
    const auto plain = depthwise_conv_2d_entry::prepare(c);
    if (!plain) return plain.error();
    data d{.plain = *plain, .scratch_bytes = 0, .target = 0, .node = c.op().index, .plan = {}};
    const std::optional<simd_target> target =
        octet::detail::simd_choice(c.backend_choice()).target();
    if (!target) return d;
    const ops::conv_geometry& g = d.plain.geometry;
    const auto plan = float_depthwise_plan::make({.batch = g.input[0],
                                                  .height = g.input[1],
                                                  .width = g.input[2],
                                                  .channels = g.input[3],
                                                  .outputs = g.output[3],
                                                  .window = g.window});
    if (!plan || plan->scratch_bytes() > octet::detail::most_simd_scratch) return d;
    d.plan = *plan;
    d.target = static_cast<std::uint32_t>(*target);
    d.scratch_bytes = static_cast<std::uint32_t>(plan->scratch_bytes());
    if (d.scratch_bytes != 0) c.scratch(d.scratch_bytes);
    return d;
  }

  template <class Backend>
  static void run(const data& d, const run_context& c) {
    if (d.scratch_bytes == 0) return depthwise_conv_2d_entry::run<Backend>(d.plain, c);
    const convolution_args a = depthwise_conv_2d_entry::args(d.plain, c);
    run_float_depthwise(kernels_of<simd_float_kernels>(static_cast<simd_target>(d.target)), d.plan,
                        a.input.data.data(), a.filter.data.data(), a.bias, a.output.data.data(),
                        a.clamp, {c.scratch<std::uint8_t>(d.node).data(), d.scratch_bytes});
  }
};

}  // namespace octet::float_ops
