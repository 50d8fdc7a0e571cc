// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Depthwise convolutions of real values on the SIMD backend.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "octet/core/elements.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/backend/simd/float_plan.hpp"
#include "octet/kernels/backend/simd/primitives.hpp"
#include "octet/kernels/backend/simd/product_plan.hpp"
#include "octet/kernels/window.hpp"

namespace octet {

/// The layout: the input and the filter are read where they are, pixels at the border with fewer
/// taps. Where a channel has several filters, an image comes to scratch memory first, each value
/// as often as it has filters.
struct float_depthwise_plan {
  simd_image image{};
  std::int32_t multiplier = 1;
  /// Positions of a line, [first, last), whose windows leave the image on no side.
  std::int32_t first = 0, last = 0;

  constexpr std::size_t taps() const {
    return static_cast<std::size_t>(image.window.y.size) *
           static_cast<std::size_t>(image.window.x.size);
  }
  /// Floats of an image whose values are repeated; 0: none is.
  constexpr std::size_t repeated() const {
    return multiplier == 1
               ? 0
               : static_cast<std::size_t>(image.height) * static_cast<std::size_t>(image.width) *
                     static_cast<std::size_t>(image.outputs);
  }
  /// Memory for a run, aligned as simd_float_tap.
  constexpr std::size_t scratch_bytes() const {
    return taps() * sizeof(simd_float_tap) +
           (static_cast<std::size_t>(image.outputs) + repeated()) * sizeof(float);
  }

  /// For an image with at least one channel; nothing where its window has more taps, or it more
  /// repeated values, than scratch memory should hold.
  static constexpr std::optional<float_depthwise_plan> make(const simd_image& image) {
    constexpr std::int64_t most_taps = 1 << 16, most_repeated = 1 << 26;
    const window_axis &y = image.window.y, &x = image.window.x;
    if (std::int64_t{y.size} * x.size > most_taps) return std::nullopt;
    if (image.outputs > image.channels &&
        std::int64_t{image.height} * image.width * image.outputs > most_repeated)
      return std::nullopt;
    const std::int64_t room =
        std::int64_t{image.width} + x.pad - std::int64_t{x.size - 1} * x.dilation - 1;
    const std::int64_t first = (std::int64_t{x.pad} + x.stride - 1) / x.stride;
    const std::int64_t last = room < 0 ? 0 : room / x.stride + 1;
    float_depthwise_plan p{.image = image, .multiplier = image.outputs / image.channels};
    p.first = static_cast<std::int32_t>(std::clamp<std::int64_t>(first, 0, x.output));
    p.last = static_cast<std::int32_t>(std::clamp<std::int64_t>(last, p.first, x.output));
    return p;
  }
};

namespace simd {

/// Runs a plan line by line.
struct float_depthwise_runner {
  const simd_float_kernels& kernels;
  const float_depthwise_plan& plan;
  simd_float_depthwise call;
  simd_float_tap* taps;

  std::ptrdiff_t channels() const { return plan.image.outputs; }

  /// The taps of position x of line y that lie inside the image.
  std::size_t find_taps(std::int32_t y, std::int32_t x) const {
    const window_2d& w = plan.image.window;
    const auto rows = w.y.inside(y, plan.image.height), columns = w.x.inside(x, plan.image.width);
    std::size_t n = 0;
    for (std::int32_t ky = rows.first; ky < rows.last; ++ky) {
      for (std::int32_t kx = columns.first; kx < columns.last; ++kx) {
        const std::ptrdiff_t pixel =
            std::ptrdiff_t{w.y.at(y, ky)} * plan.image.width + w.x.at(x, kx);
        taps[n++] = {.value = pixel * channels(),
                     .weight = (std::ptrdiff_t{ky} * w.x.size + kx) * channels()};
      }
    }
    return n;
  }

  /// Positions [first, last) of line y, which have the same taps.
  void pixels(std::int32_t y, std::int32_t first, std::int32_t last, float* line) {
    if (first == last) return;
    call.pixels = static_cast<std::size_t>(last - first);
    call.taps = find_taps(y, first);
    call.output = line + first * channels();
    kernels.floats.depthwise(call);
  }

  void image(const float* input, float* output) {
    const window_axis &y = plan.image.window.y, &x = plan.image.window.x;
    call.input = input;
    for (std::int32_t i = 0; i < y.output; ++i, output += x.output * channels()) {
      for (std::int32_t j = 0; j < plan.first; ++j) pixels(i, j, j + 1, output);
      pixels(i, plan.first, plan.last, output);
      for (std::int32_t j = plan.last; j < x.output; ++j) pixels(i, j, j + 1, output);
    }
  }
};

}  // namespace simd

/// Runs a plan over its images. The bias may be absent.
///
/// shapes   filter (1,Kh,Kw,outputs)
/// memory   scratch >= plan.scratch_bytes(); tensors do not overlap
inline void run_float_depthwise(const simd_float_kernels& kernels, const float_depthwise_plan& plan,
                                const float* input, const float* filter, elements<const float> bias,
                                float* output, clamp_range<float> clamp,
                                std::span<std::uint8_t> scratch) {
  const simd_image& i = plan.image;
  const auto channels = static_cast<std::size_t>(i.outputs);
  auto* const taps = reinterpret_cast<simd_float_tap*>(scratch.data());
  auto* const zeros = reinterpret_cast<float*>(taps + plan.taps());
  float* const repeated = zeros + channels;
  if (!bias) std::fill_n(zeros, channels, 0.0F);
  simd::float_depthwise_runner runner{
      .kernels = kernels,
      .plan = plan,
      .call = {.x_step = std::ptrdiff_t{i.window.x.stride} * i.outputs,
               .channels = channels,
               .tap = taps,
               .weights = filter,
               .bias = bias ? bias.data() : zeros,
               .clamp = clamp},
      .taps = taps};
  const std::size_t values = static_cast<std::size_t>(i.height) *
                             static_cast<std::size_t>(i.width) *
                             static_cast<std::size_t>(i.channels);
  const std::size_t results = static_cast<std::size_t>(i.window.y.output) *
                              static_cast<std::size_t>(i.window.x.output) * channels;
  for (std::int32_t n = 0; n < i.batch; ++n, input += values, output += results) {
    float* to = repeated;
    if (plan.repeated() != 0) {
      for (std::size_t v = 0; v < values; ++v) to = std::fill_n(to, plan.multiplier, input[v]);
    }
    runner.image(plan.repeated() != 0 ? repeated : input, output);
  }
}

}  // namespace octet
