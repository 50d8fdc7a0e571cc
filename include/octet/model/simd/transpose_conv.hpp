// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// TRANSPOSE_CONV in a model on the SIMD backend, of codes and of real activations: a convolution
// for each phase of the stride.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <type_traits>

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
  /// Real activations become codes image by image.
  static constexpr bool hybrid = Entry::type == tensor_type::float32;
  using kernels = std::conditional_t<hybrid, simd_hybrid_kernels, simd_product_kernels>;

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
    /// Behind the plans' is a part's output, and then an image's codes.
    std::uint32_t plan_scratch, output_scratch;
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
    if constexpr (hybrid) {
      // Sums that could leave int32 are the scalar kernel's.
      if (plain->hybrid.wide == 0) pack(c, Entry::args(d.plain, c.prepared()), d);
    } else {
      Entry::with_args(d.plain, c.prepared(), [&]<class Args>(const Args& args) {
        if constexpr (has_simd_kernels<Args>) pack(c, args, d);
      });
    }
    return d;
  }

  template <class Backend>
  static void run(const data& d, const run_context& c) {
    if (d.part_count == 0) return Entry::template run<Backend>(d.plain, c);
    if constexpr (hybrid) {
      run_images(d, c);
    } else {
      Entry::with_args(d.plain, c, [&]<class Args>(const Args& args) {
        if constexpr (has_simd_kernels<Args>) run_parts(d, args, c);
      });
    }
  }

 private:
  template <class Args>
  using code_of = decltype(Args{}.output.data[0]);

  static const kernels& kernels_at(const data& d) { return kernels_for<kernels, Entry>(d.target); }

  /// Images that are multiplied together.
  template <class Args>
  static std::int32_t batch_of(const Args& a) {
    return hybrid ? 1 : a.output.shape[0];
  }

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
    outputs *= static_cast<std::size_t>(batch_of(a)) * static_cast<std::size_t>(a.output.shape[3]) *
               sizeof(code_of<Args>);
    d.plan_scratch = static_cast<std::uint32_t>(plans);
    d.output_scratch = static_cast<std::uint32_t>(outputs);
    c.scratch(plans + outputs + (hybrid ? row_of(a.input.shape).count() : 0));
    d.parts = parts.offset;
    d.part_count = count;
  }

  /// The filter of a part, [outputs][rows][columns][channels], in the order of its own window.
  template <class Args>
  struct part_filter {
    const Args& args;
    const part& of;

    std::int8_t operator[](std::size_t i) const {
      const auto channels = static_cast<std::size_t>(args.input.shape[3]),
                 rows = static_cast<std::size_t>(of.y.window.size),
                 columns = static_cast<std::size_t>(of.x.window.size);
      const std::size_t tap = i / channels;
      const auto x = static_cast<std::int32_t>(tap % columns),
                 y = static_cast<std::int32_t>(tap / columns % rows),
                 o = static_cast<std::int32_t>(tap / columns / rows);
      const std::size_t first = args.filter.at(o, of.y.last_tap - y * args.window.y.stride,
                                               of.x.last_tap - x * args.window.x.stride, 0);
      return args.filter.data[first + i % channels];
    }
  };

  /// Plans a part and packs its filter; false where that cannot be.
  template <class Args>
  static bool pack_part(prepare_context& c, const Args& a, const data& d, part& p) {
    const kernels& k = kernels_at(d);
    const simd_image image{.batch = batch_of(a),
                           .height = a.input.shape[1],
                           .width = a.input.shape[2],
                           .channels = a.input.shape[3],
                           .outputs = a.output.shape[3],
                           .window = {.y = p.y.window, .x = p.x.window}};
    using code = std::conditional_t<hybrid, std::int8_t, code_of<Args>>;
    p.plan = product_plan::make(image, k.form, simd_contract_of<code>(Contract));
    p.plan.rounding = k.rounding;
    if (p.plan.scratch_bytes() > most_simd_scratch) return false;
    const auto packed = c.prepare_array<std::uint8_t>(p.plan.packed_bytes());
    p.packed = packed.offset;
    p.packed_bytes = static_cast<std::uint32_t>(p.plan.packed_bytes());
    // While the need is only being measured there is nowhere to pack to.
    if (!packed.values) return true;
    const part_filter<Args> filter{a, p};
    const std::span<std::uint8_t> to{packed.values.data(), p.plan.packed_bytes()};
    if constexpr (hybrid) {
      pack_sums(p.plan, filter, 0, to);
      return true;
    } else {
      return pack_filter(p.plan, filter, a.bias, a.requantize, a.input_zero_point, to);
    }
  }

  /// Parts of codes.
  template <class Args>
  static void run_parts(const data& d, const Args& a, const run_context& c) {
    using code = code_of<Args>;
    std::uint8_t* const scratch = c.scratch<std::uint8_t>(d.node).data();
    auto* const codes = reinterpret_cast<code*>(scratch + d.plan_scratch);
    const elements<const part> parts = c.prepared<part>(d.parts);
    for (std::uint32_t i = 0; i < d.part_count; ++i) {
      const part p = parts[i];
      run_product(kernels_at(d), p.plan,
                  simd_tensors<code>{a.input.data.data(), codes, a.input_zero_point, &a.requantize},
                  packed_memory(c, p.packed, p.packed_bytes), {scratch, d.plan_scratch});
      spread(p, a, 0, a.output.shape[0], codes);
    }
  }

  /// Real activations; for where their sums are, see simd_sum_rows.
  static void run_images(const data& d, const run_context& c) {
    const auto a = Entry::args(d.plain, c);
    std::uint8_t* const scratch = c.scratch<std::uint8_t>(d.node).data();
    auto* const reals = reinterpret_cast<float*>(scratch + d.plan_scratch);
    auto* const codes = reinterpret_cast<std::int8_t*>(scratch + d.plan_scratch + d.output_scratch);
    const elements<const part> parts = c.prepared<part>(d.parts);
    const std::size_t image = row_of(a.input.shape).count();
    const requantization none{};
    hybrid_scaling scaling = a.scaling;
    for (std::int32_t n = 0; n < a.output.shape[0]; ++n) {
      const float* const from = a.input.data.data() + static_cast<std::size_t>(n) * image;
      const affine params = kernels_at(d).quantize_row({from, codes, image, a.scheme});
      scaling.input_scale = params.scale;
      for (std::uint32_t i = 0; i < d.part_count; ++i) {
        const part p = parts[i];
        const auto packed = packed_memory(c, p.packed, p.packed_bytes);
        run_product(kernels_at(d), p.plan,
                    simd_tensors<std::int8_t, std::int32_t>{
                        codes, reinterpret_cast<std::int32_t*>(reals), params.zero_point, &none},
                    packed, {scratch, d.plan_scratch});
        const auto pixels = static_cast<std::size_t>(p.y.window.output) *
                            static_cast<std::size_t>(p.x.window.output);
        kernels_at(d).real_rows({reals, pixels, static_cast<std::size_t>(a.output.shape[3]),
                                 packed_filter::in(packed, p.plan.filter).panels, params.zero_point,
                                 &scaling});
        spread(p, a, n, n + 1, reals);
      }
    }
  }

  /// A part's pixels of images [first, last) to where they belong.
  template <class Args, class Code>
  static void spread(const part& p, const Args& a, std::int32_t first, std::int32_t last,
                     const Code* from) {
    const auto channels = static_cast<std::size_t>(a.output.shape[3]);
    for (std::int32_t n = first; n < last; ++n) {
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
