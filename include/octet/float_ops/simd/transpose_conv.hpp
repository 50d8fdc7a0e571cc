// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// TRANSPOSE_CONV in float on the SIMD backend: a convolution for each phase of the stride.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "octet/float_ops/simd/product.hpp"
#include "octet/float_ops/transpose_conv.hpp"
#include "octet/model/context.hpp"
#include "octet/model/simd/choice.hpp"
#include "octet/model/simd/transpose_conv.hpp"

namespace octet::float_ops {

/// TRANSPOSE_CONV with a constant filter, where every output position has taps.
struct simd_transpose_conv_entry : transpose_conv_entry {
  using phase = octet::detail::transposed_phase;

  /// Output positions that have their taps in common.
  struct part {
    packed_product product;
    phase y, x;
  };
  struct data {
    transpose_conv_entry::data plain;
    std::uint32_t parts, part_count;  ///< no parts: run as it is
  };

  /// The filter of a part, in the order of its own window.
  static auto weights(const convolution_args& a, const part& p) {
    return [filter = a.filter, y = a.window.y.stride, x = a.window.x.stride, p](std::size_t o,
                                                                                std::size_t k) {
      const auto depth = static_cast<std::size_t>(filter.shape[3]);
      const auto tap = static_cast<std::int32_t>(k / depth);
      const std::int32_t i = tap / p.x.window.size, j = tap % p.x.window.size;
      return filter.data[filter.at(static_cast<std::int32_t>(o), p.y.last_tap - i * y,
                                   p.x.last_tap - j * x, 0) +
                         k % depth];
    };
  }

  static result<data> prepare(prepare_context& c) {
    const auto plain = transpose_conv_entry::prepare(c);
    if (!plain) return plain.error();
    data d{.plain = *plain, .parts = 0, .part_count = 0};
    const octet::detail::simd_choice choice(c.backend_choice());
    const std::optional<simd_target> target = choice.target();
    const bool constant =
        c.input(1).is_constant() && (!c.has_input(bias_input) || c.input(bias_input).is_constant());
    if (target && choice.packed() && constant) pack(c, *target, d);
    return d;
  }

  template <class Backend>
  static void run(const data& d, const run_context& c) {
    if (d.part_count == 0) return transpose_conv_entry::run<Backend>(d.plain, c);
    const convolution_args a = args(d.plain, c);
    const window_axis &y = a.window.y, &x = a.window.x;
    const elements<const part> parts = c.prepared<part>(d.parts);
    for (std::uint32_t i = 0; i < d.part_count; ++i) {
      const part p = parts[i];
      const std::ptrdiff_t pixel = a.output.shape[3], line = pixel * a.output.shape[2];
      float* const first = a.output.data.data() + a.output.at(0, p.y.first, p.x.first, 0);
      p.product.run(c, a.input.data.data(),
                    {.data = first,
                     .x_step = x.stride * pixel,
                     .y_step = y.stride * line,
                     .image_step = line * a.output.shape[1]},
                    a.clamp, weights(a, p), a.bias);
    }
  }

 private:
  static void pack(prepare_context& c, simd_target target, data& d) {
    constexpr std::int32_t most_parts = 64;
    const convolution_args a = args(d.plain, c.prepared());
    const window_axis &y = a.window.y, &x = a.window.x;
    if (y.stride > most_parts || std::int64_t{y.stride} * x.stride > most_parts) return;
    const auto count = static_cast<std::uint32_t>(y.stride * x.stride);
    const auto parts = c.prepare_array<part>(count);
    std::size_t scratch = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
      const auto columns = static_cast<std::uint32_t>(x.stride);
      const auto of_y = phase::of(y, static_cast<std::int32_t>(i / columns), a.output.shape[1]);
      const auto of_x = phase::of(x, static_cast<std::int32_t>(i % columns), a.output.shape[2]);
      if (!of_y || !of_x) return;
      const simd_image image{.batch = a.output.shape[0],
                             .height = a.input.shape[1],
                             .width = a.input.shape[2],
                             .channels = a.input.shape[3],
                             .outputs = a.output.shape[3],
                             .window = {.y = of_y->window, .x = of_x->window}};
      const auto product = packed_product::make(image, target, c.op().index, true, false);
      if (!product) return;
      part p{.product = *product, .y = *of_y, .x = *of_x};
      p.product.pack(c, weights(a, p), a.bias);
      parts.store(i, p);
      scratch = std::max(scratch, product->scratch_bytes());
    }
    if (scratch != 0) c.scratch(scratch);
    d.parts = parts.offset;
    d.part_count = count;
  }
};

}  // namespace octet::float_ops
