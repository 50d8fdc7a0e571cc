// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Convolutions and matrix products of real values on the SIMD backend: the layout, packing a
// filter, and running.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "octet/core/elements.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/backend/simd/float_plan.hpp"
#include "octet/kernels/backend/simd/panel.hpp"
#include "octet/kernels/backend/simd/primitives.hpp"
#include "octet/kernels/backend/simd/product_plan.hpp"
#include "octet/kernels/window.hpp"

namespace octet {

/// The layout. The input is read where it is; only where windows leave it do its lines come to
/// scratch memory a band at a time, with zeros around them.
struct float_product_plan {
  simd_image image{};
  std::int32_t segments = 1, size = 0;  ///< of a window: values that lie side by side
  std::int32_t line_pixels = 0;         ///< of a line as it is read
  std::int32_t band = 0;                ///< output lines at a time; 0: all, and nothing is copied
  std::int32_t band_lines = 0;          ///< input lines that a band reads

  constexpr bool copies() const { return band != 0; }
  constexpr std::size_t depth() const {
    return static_cast<std::size_t>(segments) * static_cast<std::size_t>(size);
  }
  constexpr std::size_t line_floats() const {
    return static_cast<std::size_t>(line_pixels) * static_cast<std::size_t>(image.channels);
  }
  /// Memory for the packed filter, of any alignment.
  constexpr std::size_t packed_bytes() const {
    return 63 + panels_of(image.outputs) * panel_width * (1 + depth()) * sizeof(float) +
           static_cast<std::size_t>(segments) * sizeof(std::int32_t);
  }
  /// Memory for a run, aligned as floats.
  constexpr std::size_t scratch_bytes() const {
    return line_floats() * static_cast<std::size_t>(band_lines) * sizeof(float);
  }

  /// For an image; nothing where its lines are longer than a plan can count. Where output pixels
  /// are input pixels, and lie one after another, all of them become one line.
  static constexpr std::optional<float_product_plan> make(const simd_image& image,
                                                          bool dense_output = true);
};

namespace simd {

/// Whether some window reaches beyond an axis of `input` elements.
constexpr bool leaves_image(const window_axis& w, std::int32_t input) {
  const std::int64_t last = std::int64_t{w.output - 1} * w.stride - w.pad;
  return w.pad > 0 || last + std::int64_t{w.size - 1} * w.dilation >= input;
}

/// Bytes of a band: well inside a second-level cache.
inline constexpr std::int64_t float_band_limit = 128 * 1024;

}  // namespace simd

constexpr std::optional<float_product_plan> float_product_plan::make(const simd_image& whole,
                                                                     bool dense_output) {
  constexpr std::int64_t most = 1 << 25;
  float_product_plan p{.image = whole};
  simd_image& i = p.image;
  const window_axis &y = i.window.y, &x = i.window.x;
  if (dense_output && whole.pointwise()) {
    const std::int64_t pixels = std::int64_t{whole.batch} * whole.height * whole.width;
    if (pixels > most) return std::nullopt;
    i.batch = i.height = i.window.y.output = 1;
    i.width = i.window.x.output = static_cast<std::int32_t>(pixels);
  }
  const bool joined = x.dilation == 1;  // the taps of a row lie side by side
  const std::int64_t side_by_side = std::int64_t{joined ? x.size : 1} * i.channels;
  const std::int64_t pieces = std::int64_t{y.size} * (joined ? 1 : x.size);
  if (side_by_side > most || pieces > most || side_by_side * pieces > most) return std::nullopt;
  p.size = static_cast<std::int32_t>(side_by_side);
  p.segments = static_cast<std::int32_t>(pieces);
  p.line_pixels = i.width;
  if (!simd::leaves_image(y, i.height) && !simd::leaves_image(x, i.width)) return p;
  const std::int64_t reach = std::int64_t{y.size - 1} * y.dilation + 1;
  const std::int64_t pixels =
      std::int64_t{x.output - 1} * x.stride + std::int64_t{x.size - 1} * x.dilation + 1;
  const std::int64_t floats = pixels * i.channels;
  if (pixels < 0 || pixels > most || floats > most || reach > most) return std::nullopt;
  if (floats * reach > most) return std::nullopt;
  p.line_pixels = static_cast<std::int32_t>(pixels);
  const std::int64_t line_bytes = std::max<std::int64_t>(floats, 1) * std::int64_t{sizeof(float)};
  const std::int64_t fit = (simd::float_band_limit / line_bytes - reach) / y.stride + 1;
  p.band = static_cast<std::int32_t>(
      std::clamp<std::int64_t>(fit, 1, std::max<std::int32_t>(y.output, 1)));
  p.band_lines = static_cast<std::int32_t>(std::int64_t{p.band - 1} * y.stride + reach);
  return p;
}

/// The parts of the packed memory of a plan.
struct packed_floats {
  float *bias = nullptr, *weights = nullptr;
  std::int32_t* offsets = nullptr;

  static packed_floats in(std::span<std::uint8_t> memory, const float_product_plan& p) {
    std::uint8_t* const at = simd::aligned(memory.data());
    const std::size_t channels = panels_of(p.image.outputs) * panel_width;
    packed_floats f;
    f.bias = reinterpret_cast<float*>(at);
    f.weights = f.bias + channels;
    f.offsets = reinterpret_cast<std::int32_t*>(f.weights + channels * p.depth());
    return f;
  }
};

namespace simd {

/// Where the segments of a window begin, from its first tap on.
inline void write_float_offsets(const float_product_plan& p, std::int32_t* offsets) {
  const window_axis &y = p.image.window.y, &x = p.image.window.x;
  const std::int32_t in_row = p.segments / y.size;
  for (std::int32_t s = 0; s < p.segments; ++s) {
    const std::size_t line = static_cast<std::size_t>(s / in_row * y.dilation) * p.line_floats();
    offsets[s] = static_cast<std::int32_t>(line) + s % in_row * x.dilation * p.image.channels;
  }
}

/// Line iy of an image with what lies beside it, to `to`.
inline void write_float_line(const float_product_plan& p, const float* image, std::int32_t iy,
                             float* to) {
  const simd_image& i = p.image;
  const auto channels = static_cast<std::size_t>(i.channels);
  if (iy < 0 || iy >= i.height) {
    std::fill_n(to, p.line_floats(), 0.0F);
    return;
  }
  const std::int32_t left = std::min(i.window.x.pad, p.line_pixels);
  const std::int32_t inside = std::clamp<std::int32_t>(p.line_pixels - left, 0, i.width);
  const std::int32_t right = p.line_pixels - left - inside;
  const std::size_t width = static_cast<std::size_t>(i.width) * channels;
  const float* from = image + static_cast<std::size_t>(iy) * width;
  to = std::fill_n(to, static_cast<std::size_t>(left) * channels, 0.0F);
  to = std::copy_n(from, static_cast<std::size_t>(inside) * channels, to);
  std::fill_n(to, static_cast<std::size_t>(right) * channels, 0.0F);
}

}  // namespace simd

/// Packs a filter, weight_at(o, k) for value k of the window of output o, and its bias, which may
/// be absent.
///
/// memory   packed >= p.packed_bytes() bytes, for as long as the plan runs
template <class WeightAt>
void pack_float_filter(const float_product_plan& p, const WeightAt& weight_at,
                       elements<const float> bias, std::span<std::uint8_t> packed) {
  const packed_floats f = packed_floats::in(packed, p);
  const auto channels = static_cast<std::size_t>(p.image.outputs);
  simd::write_float_offsets(p, f.offsets);
  float* to = f.weights;
  for (std::size_t first = 0; first < channels; first += panel_width) {
    const std::size_t n = std::min(channels - first, panel_width);
    for (std::size_t c = 0; c < panel_width; ++c)
      f.bias[first + c] = bias && c < n ? bias[first + c] : 0.0F;
    for (std::size_t k = 0; k < p.depth(); ++k, to += panel_width) {
      for (std::size_t c = 0; c < n; ++c) to[c] = weight_at(first + c, k);
      std::fill_n(to + n, panel_width - n, 0.0F);
    }
  }
}

/// Where the pixels of the output go; floats between them, between lines and between images.
struct simd_float_output {
  float* data = nullptr;
  std::ptrdiff_t x_step = 0, y_step = 0, image_step = 0;

  /// One after another.
  static constexpr simd_float_output dense(float* data, const simd_image& i) {
    const std::ptrdiff_t line = std::ptrdiff_t{i.window.x.output} * i.outputs;
    return {data, i.outputs, line, line * i.window.y.output};
  }
};

/// Runs a plan over its images.
///
/// memory   packed as pack_float_filter left it; scratch >= p.scratch_bytes(); tensors do not
///          overlap
inline void run_float_product(const simd_float_kernels& kernels, const float_product_plan& p,
                              const float* input, const simd_float_output& output,
                              clamp_range<float> clamp, std::span<std::uint8_t> packed,
                              float* scratch) {
  const packed_floats f = packed_floats::in(packed, p);
  const simd_image& i = p.image;
  const window_axis &y = i.window.y, &x = i.window.x;
  if (x.output <= 0) return;
  simd_float_product product{.x_step = std::ptrdiff_t{x.stride} * i.channels,
                             .y_step = y.stride * static_cast<std::ptrdiff_t>(p.line_floats()),
                             .width = x.output,
                             .segments = p.segments,
                             .size = p.size,
                             .offsets = f.offsets,
                             .weights = f.weights,
                             .bias = f.bias,
                             .out_x_step = output.x_step,
                             .out_y_step = output.y_step,
                             .channels = i.outputs,
                             .clamp = clamp};
  const std::int32_t band = p.copies() ? p.band : y.output;
  for (std::int32_t n = 0; n < i.batch; ++n) {
    const float* image = input + std::ptrdiff_t{n} * i.height * i.width * i.channels;
    for (std::int32_t first = 0; first < y.output; first += band) {
      const std::int32_t lines = std::min(band, y.output - first);
      product.input = p.copies() ? scratch : image;
      if (p.copies()) {
        const std::int32_t read = (lines - 1) * y.stride + (y.size - 1) * y.dilation + 1;
        for (std::int32_t l = 0; l < read; ++l) {
          simd::write_float_line(p, image, first * y.stride - y.pad + l,
                                 scratch + static_cast<std::size_t>(l) * p.line_floats());
        }
      }
      product.rows = lines * x.output;
      product.output = output.data + n * output.image_step + first * output.y_step;
      kernels.floats.multiply(product);
    }
  }
}

}  // namespace octet
