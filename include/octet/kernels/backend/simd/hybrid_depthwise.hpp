// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// DEPTHWISE_CONV_2D of real activations on the SIMD backend, with the arguments of the scalar
// kernel: as hybrid.hpp, line by line.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "octet/kernels/backend/simd/depthwise_conv_2d.hpp"
#include "octet/kernels/backend/simd/depthwise_plan.hpp"
#include "octet/kernels/backend/simd/primitives.hpp"
#include "octet/kernels/hybrid.hpp"

namespace octet {

/// How a hybrid depthwise convolution is laid out: one image at a time. Behind the packed weights
/// lie panels with the sums of the weights, channel by channel.
struct hybrid_depthwise_plan {
  depthwise_plan depthwise{};
  std::size_t row_codes = 0;      ///< elements of an image of the input
  std::size_t output_pixels = 0;  ///< of an image

  /// Needs shapes only.
  template <class Weight>
  static constexpr hybrid_depthwise_plan make(const simd_hybrid_kernels& kernels,
                                              const hybrid_args<Weight>& a) {
    const simd_image image{.height = a.input.shape[1],
                           .width = a.input.shape[2],
                           .channels = a.input.shape[3],
                           .outputs = a.output.shape[3],
                           .window = a.window};
    return {.depthwise = depthwise_plan::make(image, kernels.form, simd_contract::double_rounding,
                                              kernels.block, 0, false),
            .row_codes = row_of(a.input.shape).count(),
            .output_pixels = static_cast<std::size_t>(a.output.shape[1]) *
                             static_cast<std::size_t>(a.output.shape[2])};
  }

  constexpr std::size_t weight_bytes() const { return round_up(depthwise.packed_bytes() - 63, 64); }
  /// Memory for the packed filter, of any alignment.
  constexpr std::size_t packed_bytes() const {
    return 63 + weight_bytes() + sizeof(simd_panel) * panels_of(depthwise.image.outputs);
  }
  constexpr std::size_t code_bytes() const { return round_up(row_codes, 64); }
  /// Memory for a run, of any alignment.
  constexpr std::size_t scratch_bytes() const {
    return code_bytes() + depthwise.scratch_bytes() + depthwise.output_codes() * 2;
  }
  simd_panel* sums(std::span<std::uint8_t> packed) const {
    return reinterpret_cast<simd_panel*>(simd::aligned(packed.data()) + weight_bytes());
  }
};

/// Packs a filter (1,Kh,Kw,C*M) for a plan.
///
/// memory   packed >= p.packed_bytes() bytes, for as long as the plan runs
template <class Filter>
void prepare_hybrid_depthwise(const hybrid_depthwise_plan& p, const Filter& filter,
                              std::span<std::uint8_t> packed) {
  simd_panel* const all = p.sums(packed);
  std::fill_n(all, panels_of(p.depthwise.image.outputs), simd_panel{});
  simd::pack_depthwise(
      p.depthwise, filter, packed,
      [&](simd_panel& panel, std::size_t i, std::int32_t channel, const weight_sums& sums) {
        panel.way = panel_way::as_sums;
        panel.start[i] = static_cast<std::uint32_t>(start_of(sums, 0, {.form = p.depthwise.form}));
        const auto c = static_cast<std::size_t>(channel);
        all[c / panel_width].factor[c % panel_width] = static_cast<std::uint32_t>(sums.sum);
        return true;
      });
}

/// A depthwise convolution of real activations over a prepared filter; a.filter and a.scratch are
/// not read. No sum may leave int32.
///
/// memory   packed as prepare_hybrid_depthwise left it; scratch >= p.scratch_bytes(); tensors do
///          not overlap
/// exact    the values of for_each_hybrid_row over depthwise_conv_2d<scalar>
template <class Weight>
void run_hybrid_depthwise(const simd_hybrid_kernels& kernels, const hybrid_depthwise_plan& p,
                          const hybrid_args<Weight>& a, std::span<std::uint8_t> packed,
                          std::span<std::uint8_t> scratch) {
  auto* const codes = reinterpret_cast<std::int8_t*>(scratch.data());
  const auto channels = static_cast<std::size_t>(p.depthwise.image.outputs);
  if (p.output_pixels * channels == 0) return;
  const requantization none{};
  hybrid_scaling scaling = a.scaling;
  float* out = a.output.data.data();
  for (std::size_t n = 0; n < static_cast<std::size_t>(a.output.shape[0]); ++n) {
    const affine params =
        kernels.quantize_row({a.input.data.data() + n * p.row_codes, codes, p.row_codes, a.scheme});
    // See simd_sum_rows.
    simd::run_lines(kernels, p.depthwise,
                    simd_tensors<std::int8_t, std::int32_t>{
                        codes, reinterpret_cast<std::int32_t*>(out), params.zero_point, &none},
                    packed, scratch.subspan(p.code_bytes()));
    scaling.input_scale = params.scale;
    kernels.real_rows(
        {out, p.output_pixels, channels, p.sums(packed), params.zero_point, &scaling});
    out += p.output_pixels * channels;
  }
}

}  // namespace octet
