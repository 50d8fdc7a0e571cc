// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// How a convolution or a matrix product is laid out for the SIMD backend: what is packed at load,
// what is scratch at run.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "octet/kernels/backend/simd/packing.hpp"
#include "octet/kernels/backend/simd/panel.hpp"
#include "octet/kernels/backend/simd/target.hpp"
#include "octet/kernels/backend/simd/winograd_plan.hpp"
#include "octet/kernels/window.hpp"

namespace octet {

/// An input image, the window over it, and the channels of the output.
struct simd_image {
  std::int32_t batch = 1, height = 1, width = 1, channels = 0, outputs = 0;
  window_2d window{};

  /// Whether each output pixel comes from one input pixel.
  constexpr bool by_pixel() const {
    const auto single = [](const window_axis& a, std::int32_t input) {
      return a.size == 1 && a.pad == 0 && std::int64_t{a.output - 1} * a.stride < input;
    };
    return single(window.y, height) && single(window.x, width);
  }
  /// Whether output pixels are input pixels: nothing but a product of matrices.
  constexpr bool pointwise() const {
    return by_pixel() && window.y.stride == 1 && window.x.stride == 1 &&
           window.y.output == height && window.x.output == width;
  }
};

constexpr std::size_t round_up(std::size_t n, std::size_t multiple) {
  return (n + multiple - 1) / multiple * multiple;
}

namespace simd {

/// Up to the next cache line.
inline std::uint8_t* aligned(std::uint8_t* memory) {
  const auto address = reinterpret_cast<std::uintptr_t>(memory);
  return memory + (round_up(address, 64) - address);
}

}  // namespace simd

/// The layout. Activations come to scratch memory a band at a time: lines of the image in the
/// target's form, with their padding, so that the kernel reads no pixel twice and tests no border.
/// Of a pointwise product a line is one pixel.
struct product_plan {
  simd_form form = simd_form::signed_8;
  simd_contract contract = simd_contract::double_rounding;
  float_rounding rounding = float_rounding::none;  ///< the target's
  simd_image image{};
  packed_shape filter{};
  bool pointwise = false;  ///< rows of the product are pixels of the input
  /// Every input pixel, in order; kept because computing it shows in small products.
  bool dense = false;
  std::size_t line_bytes = 0;    ///< of one plane
  std::int32_t line_pixels = 1;  ///< padding included
  std::int32_t band = 0;         ///< output lines (pixels of a pointwise product) at a time
  std::int32_t band_lines = 0;   ///< input lines that a band reads
  std::int32_t outputs = 0;      ///< channels of a pixel of the output
  std::int32_t pixels = 1;       ///< of the output that are a row of the product: see side_by_side
  winograd_work winograd{};      ///< where the lines of a band go by it

  constexpr bool by_winograd() const { return winograd.width != 0; }
  constexpr std::int32_t planes() const {
    return contract == simd_contract::int16_by_int8 && form != simd_form::widened_16 ? 2 : 1;
  }
  constexpr std::size_t plane_bytes() const {
    // The last quad may reach past the last line.
    return round_up(line_bytes * static_cast<std::size_t>(band_lines) + 16, 64);
  }
  /// Memory for the packed filter, of any alignment.
  constexpr std::size_t packed_bytes() const {
    return 63 + filter.constant_bytes() + filter.weight_bytes() +
           static_cast<std::size_t>(filter.quads()) * sizeof(std::int32_t);
  }
  /// Memory for a run, of any alignment.
  constexpr std::size_t scratch_bytes() const {
    return 63 + plane_bytes() * static_cast<std::size_t>(planes()) + winograd.bytes();
  }

  /// Of a pointwise product: where in the input the codes of output pixel i of all images are.
  constexpr std::size_t code_under(std::int32_t i) const {
    const auto size = [](std::int32_t n) { return static_cast<std::size_t>(n); };
    const window_axis &y = image.window.y, &x = image.window.x;
    std::size_t pixel = size(i);
    if (!dense) {
      const std::int32_t line = i / x.output;
      pixel =
          (size(line / y.output) * size(image.height) + size(line % y.output) * size(y.stride)) *
              size(image.width) +
          size(i % x.output) * size(x.stride);
    }
    return pixel * size(image.channels);
  }
  /// Whether those under output pixels [first, first + n) lie as rows of a product do.
  constexpr bool evenly_spaced(std::int32_t first, std::int32_t n) const {
    if (dense) return true;
    const std::int32_t width = image.window.x.output, whole = width * image.window.y.output;
    return first % width == 0 && n % width == 0 && first / whole == (first + n - 1) / whole;
  }

  [[gnu::cold]] static constexpr product_plan make(const simd_image& image, simd_form form,
                                                   simd_contract contract);
  /// The same for a target whose vectors have `lanes` accumulators: pixels of few channels share
  /// them.
  [[gnu::cold]] static constexpr product_plan make(const simd_image& image, simd_form form,
                                                   simd_contract contract, std::int32_t lanes);
  /// The same for a convolution of int8 codes that suits_winograd, of a target that has it.
  [[gnu::cold]] static constexpr product_plan make_winograd(const simd_image& image,
                                                            simd_contract contract);
};

namespace simd {

/// Bytes of a band: well inside a second-level cache beside the weights, of which each band reads
/// all. Measured: of rows of 1 KB 192 are better than 96, of short rows 480 better than more.
inline constexpr std::size_t band_limit = 208 * 1024;
inline constexpr std::int32_t most_rows = 480;

/// Rows of whole tiles, of 12 rows or of 16, that are turned into codes together.
inline constexpr std::int32_t whole_tiles = 96;

/// Bytes that stay in a first-level cache while as much again passes by, and lines of a band for
/// which that is worth it.
inline constexpr std::size_t near_limit = 18 * 1024, many_lines = 48;

/// Channels of a pixel from which on to copy every other one is faster than whole lines.
inline constexpr std::int32_t many_channels = 64;

constexpr std::int32_t lines_within(std::size_t bytes, std::int32_t most) {
  const std::size_t n = bytes == 0 ? band_limit : band_limit / bytes;
  return static_cast<std::int32_t>(
      std::clamp<std::size_t>(n, 1, static_cast<std::size_t>(std::max<std::int32_t>(most, 1))));
}

/// Neighbouring pixels of the output whose channels fit into a vector, so that no pixel needs a
/// vector of its own. Not where the union of their windows has more taps than they have together.
constexpr std::int32_t pixels_of_vector(const simd_image& i, std::int32_t lanes) {
  constexpr std::int64_t most_codes = 4096;  // of a line: then it is the weights that take long
  const window_axis& x = i.window.x;
  if (i.pointwise() || i.outputs <= 0 || x.dilation != 1 || x.stride > x.size) return 1;
  if (std::int64_t{x.size} * i.channels > most_codes) return 1;
  std::int32_t n = std::max<std::int32_t>(lanes / i.outputs, 1);
  while (x.output % n != 0) --n;
  return n;
}

/// Whether a convolution gains by Winograd's filtering: tiles hold few pixels that there are not,
/// panels few channels that there are not, and weights, 3.6 times as many bytes, are used often.
/// Of so many channels four times a sum of products of int8 codes stays inside int32.
constexpr bool suits_winograd(const simd_image& i) {
  constexpr std::int32_t most_channels = 2048, fewest_tiles = 12;
  const auto three = [](const window_axis& a) {
    return a.size == 3 && a.stride == 1 && a.dilation == 1 && a.output > 0;
  };
  if (!three(i.window.y) || !three(i.window.x) || i.channels % 16 != 0) return false;
  const std::int64_t y = i.window.y.output, x = i.window.x.output,
                     tiles = (y + 1) / 2 * ((x + 1) / 2);
  const std::int64_t padded = static_cast<std::int64_t>(panels_of(i.outputs) * panel_width);
  return i.channels > 0 && i.channels <= most_channels && tiles >= fewest_tiles &&
         y * x >= 3 * tiles && std::int64_t{i.outputs} * 4 >= padded * 3;
}

/// The same convolution with n pixels of the output as one of n times the channels: a wider window
/// takes larger steps, and the weights of a channel are zeros where its pixel's own window is not.
constexpr simd_image side_by_side(simd_image i, std::int32_t n) {
  window_axis& x = i.window.x;
  i.outputs *= n;
  x.size += (n - 1) * x.stride;
  x.stride *= n;
  x.output /= n;
  return i;
}

}  // namespace simd

constexpr product_plan product_plan::make(const simd_image& image, simd_form form,
                                          simd_contract contract, std::int32_t lanes) {
  const std::int32_t n = simd::pixels_of_vector(image, lanes);
  product_plan p = make(simd::side_by_side(image, n), form, contract);
  p.outputs = image.outputs;
  p.pixels = n;
  return p;
}

constexpr product_plan product_plan::make(const simd_image& image, simd_form form,
                                          simd_contract contract) {
  product_plan p{.form = form, .contract = contract, .image = image, .outputs = image.outputs};
  const window_axis &y = image.window.y, &x = image.window.x;
  const std::size_t pixel = static_cast<std::size_t>(image.channels) * bytes_of(form);
  const std::int64_t rows = std::int64_t{image.batch} * y.output * x.output;
  p.dense = image.pointwise();
  p.pointwise = p.dense || (image.channels >= simd::many_channels && image.by_pixel());
  if (p.pointwise) {
    p.filter = packed_shape{.channels = image.outputs, .segment_codes = image.channels}.in_form(
        form, rows);
    p.line_bytes = static_cast<std::size_t>(p.filter.quads()) * 4;
    // Rows whose distance is a power of two would share few sets of the first-level cache.
    if (p.line_bytes >= 256) p.line_bytes = round_up(p.line_bytes, 128) + 64;
    const std::int32_t pixels = image.batch * y.output * x.output;
    p.band = simd::lines_within(p.line_bytes, std::min(pixels, simd::most_rows));
    // Rows that are read only once better stay in the nearest cache, where they are many.
    const std::size_t line = p.line_bytes * static_cast<std::size_t>(p.planes());
    if (p.filter.panels() <= 2 && line != 0 && line * simd::many_lines <= simd::near_limit) {
      p.band = std::min(p.band, static_cast<std::int32_t>(simd::near_limit / line));
    }
    const std::int32_t tiles = p.band > simd::whole_tiles ? simd::whole_tiles : 16;
    if (p.band < pixels && p.band > 16) p.band -= p.band % tiles;
    p.band_lines = p.band;
    return p;
  }
  const bool joined = x.dilation == 1;  // the taps of a row lie side by side
  p.filter = packed_shape{.channels = image.outputs,
                          .segments = joined ? y.size : y.size * x.size,
                          .segment_codes = joined ? x.size * image.channels : image.channels}
                 .in_form(form, rows);
  p.line_pixels = (x.output - 1) * x.stride + (x.size - 1) * x.dilation + 1;
  p.line_bytes =
      round_up(static_cast<std::size_t>(std::max<std::int32_t>(p.line_pixels, 0)) * pixel, 64);
  const std::int32_t reach = (y.size - 1) * y.dilation + 1;
  const std::int32_t fit = simd::lines_within(p.line_bytes, (y.output - 1) * y.stride + reach);
  p.band = std::clamp<std::int32_t>((fit - reach) / y.stride + 1, 1,
                                    std::max<std::int32_t>(y.output, 1));
  p.band_lines = (p.band - 1) * y.stride + reach;
  return p;
}

constexpr product_plan product_plan::make_winograd(const simd_image& image,
                                                   simd_contract contract) {
  product_plan p{.form = simd_form::widened_16,
                 .contract = contract,
                 .image = image,
                 .outputs = image.outputs};
  const std::int32_t tile_lines = (image.window.y.output + 1) / 2;
  p.filter = {.channels = image.outputs,
              .segments = winograd_work::positions,
              .segment_codes = image.channels};
  p.filter = p.filter.in_form(p.form, 2);
  p.winograd = {.width = (image.window.x.output + 1) / 2, .lines = 1, .channels = image.channels};
  const std::size_t fit = std::max(2 * simd::band_limit / winograd_work::tile_bytes(image.channels),
                                   winograd_work::together);
  const std::int32_t most =
      std::clamp<std::int32_t>(static_cast<std::int32_t>(fit) / p.winograd.width, 1, tile_lines);
  const std::int32_t bands = (tile_lines - 1) / most + 1;
  p.winograd.lines = (tile_lines - 1) / bands + 1;
  p.line_pixels = 2 * p.winograd.width + 2;
  p.line_bytes = static_cast<std::size_t>(p.line_pixels) *
                 static_cast<std::size_t>(image.channels) * bytes_of(p.form);
  p.band = 2 * p.winograd.lines;
  p.band_lines = p.band + 2;
  return p;
}

}  // namespace octet
