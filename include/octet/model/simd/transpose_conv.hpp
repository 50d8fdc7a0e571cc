// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// TRANSPOSE_CONV in a model on the SIMD backend: a convolution for each phase of the stride.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "octet/kernels/backend/simd.hpp"
#include "octet/model/context.hpp"
#include "octet/model/simd/choice.hpp"
#include "octet/model/simd/weighted.hpp"

namespace octet::detail {

/// Output positions first, first + stride, ... of an axis. Tap t of their window is tap
/// last_tap - t * stride of the transposed one, which runs the other way.
struct transposed_phase {
  window_axis window{};
  std::int32_t first = 0, last_tap = 0;

  /// Of output position `first` on; nothing where no tap reaches it, or only from further inside
  /// the image than a window's padding can say.
  static constexpr std::optional<transposed_phase> of(const window_axis& w, std::int32_t first,
                                                      std::int32_t output) {
    const std::int32_t tap = (first + w.pad) % w.stride, nearest = (first + w.pad) / w.stride;
    const std::int32_t taps = tap < w.size ? (w.size - tap - 1) / w.stride + 1 : 0;
    if (taps == 0 || taps - 1 < nearest || first >= output) return std::nullopt;
    return transposed_phase{.window = {.size = taps,
                                       .pad = taps - 1 - nearest,
                                       .output = (output - first - 1) / w.stride + 1},
                            .first = first,
                            .last_tap = tap + (taps - 1) * w.stride};
  }
};

/// TRANSPOSE_CONV where every output position has taps.
template <class Entry, contract Contract>
struct simd_transpose_conv_entry : Entry {
  /// Output positions that have their taps in common.
  struct part {
    product_plan plan;
    transposed_phase y, x;
    std::uint32_t packed, packed_bytes;
  };
  struct data {
    typename Entry::data plain;
    std::uint32_t parts, part_count;  ///< no parts: run as it is
    std::uint32_t target;
    std::int32_t node;
    std::uint32_t plan_scratch, scratch_bytes;  ///< behind the plans' is a part's output
  };

  [[gnu::cold]] static result<data> prepare(prepare_context& c) {
    const result<typename Entry::data> plain = Entry::prepare(c);
    if (!plain) return plain.error();
    data d{};
    d.plain = *plain;
    d.node = c.op().index;
    const simd_choice choice(c.backend_choice());
    const std::optional<simd_target> target = choice.packed_target();
    if (!target) return d;
    d.target = static_cast<std::uint32_t>(*target);
    Entry::with_args(d.plain, c.prepared(), [&]<class Args>(const Args& args) {
      if constexpr (has_simd_kernels<Args>) pack(c, args, d);
    });
    return d;
  }

  template <class Backend>
  static void run(const data& d, const run_context& c) {
    if (d.part_count == 0) return Entry::template run<Backend>(d.plain, c);
    Entry::with_args(d.plain, c, [&]<class Args>(const Args& args) {
      if constexpr (has_simd_kernels<Args>) {
        const elements<const part> parts = c.prepared<part>(d.parts);
        for (std::uint32_t i = 0; i < d.part_count; ++i) run_part(d, parts[i], args, c);
      }
    });
  }

 private:
  template <class Args>
  using code_of = decltype(Args{}.output.data[0]);

  template <class Args>
  static void pack(prepare_context& c, const Args& a, data& d) {
    constexpr std::int32_t most_parts = 64;
    const window_axis &y = a.window.y, &x = a.window.x;
    if (!has_usual_size(a) || y.stride > most_parts || y.stride * x.stride > most_parts) return;
    for (std::int32_t i = 0; i < y.stride; ++i) {
      for (std::int32_t j = 0; j < x.stride; ++j) {
        if (!transposed_phase::of(y, i, a.output.shape[1])) return;
        if (!transposed_phase::of(x, j, a.output.shape[2])) return;
      }
    }
    const auto count = static_cast<std::uint32_t>(y.stride * x.stride);
    const auto parts = c.prepare_array<part>(count);
    std::size_t plans = 0, outputs = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
      const auto columns = static_cast<std::uint32_t>(x.stride);
      part p{};
      p.y = *transposed_phase::of(y, static_cast<std::int32_t>(i / columns), a.output.shape[1]);
      p.x = *transposed_phase::of(x, static_cast<std::int32_t>(i % columns), a.output.shape[2]);
      if (!pack_part(c, a, d, p)) return;
      parts.store(i, p);
      plans = std::max(plans, round_up(p.plan.scratch_bytes(), 64));
      outputs = std::max(outputs, static_cast<std::size_t>(p.y.window.output) *
                                      static_cast<std::size_t>(p.x.window.output));
    }
    outputs *= static_cast<std::size_t>(a.output.shape[0]) *
               static_cast<std::size_t>(a.output.shape[3]) * sizeof(code_of<Args>);
    d.plan_scratch = static_cast<std::uint32_t>(plans);
    d.scratch_bytes = static_cast<std::uint32_t>(plans + outputs);
    c.scratch(plans + outputs);
    d.parts = parts.offset;
    d.part_count = count;
  }

  /// The filter of a part, [outputs][rows][columns][channels], in the order of its own window; then
  /// packed.
  template <class Args>
  static bool pack_part(prepare_context& c, const Args& a, const data& d, part& p) {
    const simd_product_kernels& kernels = kernels_for<simd_product_kernels, Entry>(d.target);
    const simd_image image{.batch = a.output.shape[0],
                           .height = a.input.shape[1],
                           .width = a.input.shape[2],
                           .channels = a.input.shape[3],
                           .outputs = a.output.shape[3],
                           .window = {.y = p.y.window, .x = p.x.window}};
    p.plan = product_plan::make(image, kernels.form, simd_contract_of<code_of<Args>>(Contract));
    p.plan.rounding = kernels.rounding;
    if (p.plan.scratch_bytes() > most_simd_scratch) return false;
    const auto row = static_cast<std::size_t>(p.y.window.size) *
                     static_cast<std::size_t>(p.x.window.size) *
                     static_cast<std::size_t>(image.channels);
    const auto filter = c.prepare_array<std::int8_t>(row * static_cast<std::size_t>(image.outputs));
    const auto packed = c.prepare_array<std::uint8_t>(p.plan.packed_bytes());
    p.packed = packed.offset;
    p.packed_bytes = static_cast<std::uint32_t>(p.plan.packed_bytes());
    // While the need is only being measured there is nowhere to pack to.
    if (!packed.values) return true;
    std::size_t at = 0;
    for (std::int32_t o = 0; o < image.outputs; ++o) {
      for (std::int32_t i = 0; i < p.y.window.size; ++i) {
        for (std::int32_t j = 0; j < p.x.window.size; ++j) {
          const std::size_t tap = a.filter.at(o, p.y.last_tap - i * a.window.y.stride,
                                              p.x.last_tap - j * a.window.x.stride, 0);
          for (std::size_t k = 0; k < static_cast<std::size_t>(image.channels); ++k)
            filter.store(at++, a.filter.data[tap + k]);
        }
      }
    }
    return pack_filter(p.plan, elements<const std::int8_t>(filter.values), a.bias, a.requantize,
                       a.input_zero_point, {packed.values.data(), p.plan.packed_bytes()});
  }

  template <class Args>
  static void run_part(const data& d, const part& p, const Args& a, const run_context& c) {
    using code = code_of<Args>;
    std::uint8_t* const scratch = c.scratch<std::uint8_t>(d.node).data();
    code* from = reinterpret_cast<code*>(scratch + d.plan_scratch);
    run_product(kernels_for<simd_product_kernels, Entry>(d.target), p.plan,
                simd_tensors<code>{a.input.data.data(), from, a.input_zero_point, &a.requantize},
                packed_memory(c, p.packed, p.packed_bytes), {scratch, d.plan_scratch});
    const auto channels = static_cast<std::size_t>(a.output.shape[3]);
    for (std::int32_t n = 0; n < a.output.shape[0]; ++n) {
      for (std::int32_t y = p.y.first; y < a.output.shape[1]; y += a.window.y.stride) {
        for (std::int32_t x = p.x.first; x < a.output.shape[2]; x += a.window.x.stride) {
          std::copy_n(from, channels, a.output.data.data() + a.output.at(n, y, x, 0));
          from += channels;
        }
      }
    }
  }
};

}  // namespace octet::detail
