// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Convolutions and matrix products on the SIMD backend: packing a filter, and running over an
// image band by band.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

#include "octet/kernels/backend/simd/packing.hpp"
#include "octet/kernels/backend/simd/primitives.hpp"
#include "octet/kernels/backend/simd/product_plan.hpp"
#include "octet/kernels/piece_executor.hpp"
#include "octet/kernels/requantization.hpp"

namespace octet {

/// The parts of the packed memory of a plan.
struct packed_filter {
  simd_panel* panels = nullptr;
  std::int8_t* weights = nullptr;
  std::int32_t* offsets = nullptr;

  static packed_filter in(std::span<std::uint8_t> memory, const packed_shape& s) {
    const auto address = reinterpret_cast<std::uintptr_t>(memory.data());
    std::uint8_t* at = memory.data() + (round_up(address, 64) - address);
    packed_filter f;
    f.panels = reinterpret_cast<simd_panel*>(at);
    f.weights = reinterpret_cast<std::int8_t*>(at + s.constant_bytes());
    f.offsets = reinterpret_cast<std::int32_t*>(f.weights + s.weight_bytes());
    return f;
  }
};

/// The tensors of a run. Out is T, or int32 where panels stay as_sums.
template <class T, class Out = T>
struct simd_tensors {
  const T* input = nullptr;
  Out* output = nullptr;
  std::int32_t input_zero_point = 0;
  const requantization* requantize = nullptr;
};

namespace simd {

/// Where the quads of a filter lie in the lines, from the first tap of a pixel on.
inline void write_offsets(const product_plan& p, std::int32_t* offsets) {
  const window_axis &y = p.image.window.y, &x = p.image.window.x;
  const bool by_row = p.filter.segments == y.size;
  const std::size_t code = bytes_of(p.form);
  for (std::int32_t s = 0; s < p.filter.segments; ++s) {
    const std::int32_t ky = by_row ? s : s / x.size, kx = by_row ? 0 : s % x.size;
    const std::size_t tap = static_cast<std::size_t>(ky * y.dilation) * p.line_bytes +
                            static_cast<std::size_t>(kx * x.dilation * p.image.channels) * code;
    for (std::int32_t q = 0; q < p.filter.segment_quads(); ++q) {
      *offsets++ = static_cast<std::int32_t>(tap + static_cast<std::size_t>(q) * 4 * code);
    }
  }
}

/// Activations on their way to scratch memory.
template <class T, class Out>
struct band_writer {
  const simd_kernels& kernels;
  const product_plan& plan;
  const simd_tensors<T, Out>& tensors;
  std::uint8_t* planes;

  std::size_t code() const { return bytes_of(plan.form); }

  /// count times n codes to `at` bytes into the planes, a line apart
  void copy(const T* from, std::size_t at, std::size_t n, std::size_t count = 1) const {
    const simd_copy c{.from = from,
                      .to = planes + at,
                      .n = n,
                      .count = count,
                      .from_step = static_cast<std::ptrdiff_t>(n * sizeof(T)),
                      .to_step = static_cast<std::ptrdiff_t>(plan.line_bytes),
                      .high_plane = static_cast<std::ptrdiff_t>(plan.plane_bytes())};
    sizeof(T) == 2 ? kernels.split(c) : kernels.copy(c);
  }

  /// n times the zero point
  void fill(std::size_t at, std::size_t n) const {
    const std::int32_t zero = tensors.input_zero_point;
    if (plan.form == simd_form::widened_16) {
      std::fill_n(reinterpret_cast<std::int16_t*>(planes + at), n, static_cast<std::int16_t>(zero));
    } else if constexpr (sizeof(T) == 1) {
      const std::int32_t bias = plan.form == simd_form::biased_8 ? 128 : 0;
      std::fill_n(planes + at, n, static_cast<std::uint8_t>(zero + bias));
    } else {
      const bool biased = plan.form == simd_form::biased_8;
      std::fill_n(planes + at, n, static_cast<std::uint8_t>(biased ? 0 : -128));
      std::fill_n(planes + plan.plane_bytes() + at, n, static_cast<std::uint8_t>(biased ? 128 : 0));
    }
  }

  /// Line iy of image n, with its padding, `at` bytes into the planes
  void line(std::int32_t n, std::int32_t iy, std::size_t at) const {
    const simd_image& i = plan.image;
    const auto codes = [&](std::int32_t pixels) {
      return static_cast<std::size_t>(pixels) * static_cast<std::size_t>(i.channels);
    };
    const std::int32_t left = std::min(i.window.x.pad, plan.line_pixels);
    const std::int32_t inside = std::clamp<std::int32_t>(plan.line_pixels - left, 0, i.width);
    if (iy < 0 || iy >= i.height) {
      fill(at, codes(plan.line_pixels));
      return;
    }
    const std::size_t row = static_cast<std::size_t>(n) * static_cast<std::size_t>(i.height) +
                            static_cast<std::size_t>(iy);
    fill(at, codes(left));
    copy(tensors.input + row * codes(i.width), at + codes(left) * code(), codes(inside));
    fill(at + codes(left + inside) * code(), codes(plan.line_pixels - left - inside));
  }

  /// Pixels [first, first + n) of all images, one a line
  void pixels(std::int32_t first, std::int32_t n) const {
    const auto channels = static_cast<std::size_t>(plan.image.channels);
    const T* from = tensors.input + static_cast<std::size_t>(first) * channels;
    if (plan.line_bytes == channels * code()) {
      copy(from, 0, static_cast<std::size_t>(n) * channels);
      return;
    }
    copy(from, 0, channels, static_cast<std::size_t>(n));
  }
};

}  // namespace simd

namespace simd {

/// The filter [outputs][...] of a plan as the rows that its products have, those of further pixels
/// after those of the first.
template <class Filter>
struct filter_of_rows {
  const product_plan& plan;
  const Filter& filter;

  constexpr std::int8_t operator[](std::size_t i) const {
    if (plan.pixels == 1) return filter[i];
    const window_axis &y = plan.image.window.y, &x = plan.image.window.x;
    const auto size = [](std::int32_t n) { return static_cast<std::size_t>(n); };
    const std::size_t step = size(x.stride / plan.pixels) * size(plan.image.channels),
                      codes = size(x.size) * size(plan.image.channels),
                      own = codes - size(plan.pixels - 1) * step, outputs = size(plan.outputs);
    const std::size_t line = i / codes, channel = line / size(y.size), ky = line % size(y.size);
    const std::size_t at = i % codes - channel / outputs * step;  // large where it is before 0
    return at < own ? filter[(channel % outputs * size(y.size) + ky) * own + at] : std::int8_t{0};
  }
};

}  // namespace simd

/// Packs a filter [outputs][...] for a plan; filter[i] is its i-th code, an int8.
///
/// memory   packed >= p.packed_bytes() bytes, for as long as the plan runs
/// returns  false where an accumulator of int8 codes could reach 2^30 (pack_constants): leave such
///          a filter to the scalar backend
template <class Filter, class Bias>
[[nodiscard]] bool pack_filter(const product_plan& p, const Filter& filter,
                               elements<const Bias> bias, const requantization& r,
                               std::int32_t input_zero_point, std::span<std::uint8_t> packed) {
  const packed_filter f = packed_filter::in(packed, p.filter);
  const simd::filter_of_rows<Filter> rows{p, filter};
  const auto row = static_cast<std::size_t>(p.filter.segments) *
                   static_cast<std::size_t>(p.filter.segment_codes);
  const auto sums_of = [&](std::int32_t o) {
    weight_sums sums;
    for (std::size_t i = 0; i < row; ++i) sums.add(rows[static_cast<std::size_t>(o) * row + i]);
    return sums;
  };
  const panel_options options{.form = p.form,
                              .contract = p.contract,
                              .rounding = p.rounding,
                              .input_zero_point = input_zero_point,
                              .outputs = p.outputs};
  if (!pack_constants<Bias>(p.filter.channels, row, sums_of, bias, r, options, f.panels))
    return false;
  pack_weights(rows, p.filter, f.weights);
  simd::write_offsets(p, f.offsets);
  return true;
}

namespace simd {

/// A piece of a run: output lines [first, last) of all images, pixels of a pointwise product, and
/// `panels` panels of their channels, from `first_panel` on.
struct product_piece {
  std::int32_t first = 0, last = 0;
  std::size_t first_panel = 0, panels = 0;
};

template <class T, class Out>
void run_piece(const simd_kernels& kernels, const product_plan& p, const simd_tensors<T, Out>& t,
               const product_piece& piece, const packed_filter& f, std::uint8_t* planes) {
  const band_writer<T, Out> write{kernels, p, t, planes};
  const std::size_t channels = static_cast<std::size_t>(p.filter.channels),
                    first_channel = piece.first_panel * panel_width;
  requantization requantize = *t.requantize;
  if (requantize.per_channel && first_channel != 0)
    requantize.multipliers = requantize.multipliers + first_channel;
  // Every member, else the compiler clears them all first, with an instruction that takes longer
  // than a small product.
  simd_product product{.input = planes,
                       .x_step = static_cast<std::ptrdiff_t>(p.line_bytes),
                       .y_step = 0,
                       .high_plane = p.planes() == 2 ? std::ptrdiff_t(p.plane_bytes()) : 0,
                       .rows = 0,
                       .width = 1,
                       .quads = p.filter.quads(),
                       .segment_quads = p.filter.segment_quads(),
                       .offsets = f.offsets,
                       .weights = f.weights + piece.first_panel * p.filter.panel_bytes(),
                       .out = {.panels = f.panels + piece.first_panel,
                               .requantize = &requantize,
                               .contract = p.contract,
                               .channels = static_cast<std::int32_t>(
                                   std::min(piece.panels * panel_width, channels - first_channel)),
                               .outputs = p.outputs,
                               .data = t.output}};
  const auto place_output = [&](std::int32_t first_pixel) {
    product.out.data = t.output + static_cast<std::size_t>(first_pixel) * channels + first_channel;
  };
  const auto multiply = [&](std::int32_t first_pixel) {
    place_output(first_pixel);
    kernels.multiply(product);
  };
  const simd_image& i = p.image;
  const auto multiplied_codes = [&](std::int32_t first_pixel) {
    if (sizeof(T) != 1 || kernels.multiply_codes == nullptr || i.channels % 4 != 0) return false;
    place_output(first_pixel);
    simd_product direct = product;
    direct.input = reinterpret_cast<const std::uint8_t*>(t.input) +
                   static_cast<std::size_t>(first_pixel) * static_cast<std::size_t>(i.channels);
    direct.x_step = i.channels;
    return kernels.multiply_codes(direct);
  };
  if (i.pointwise()) {
    for (std::int32_t first = piece.first; first < piece.last; first += p.band) {
      product.rows = product.width = std::min(p.band, piece.last - first);
      if (multiplied_codes(first)) continue;
      write.pixels(first, product.rows);
      multiply(first);
    }
    return;
  }
  const window_axis &y = i.window.y, &x = i.window.x;
  product.width = x.output;
  product.x_step = x.stride * i.channels * static_cast<std::ptrdiff_t>(bytes_of(p.form));
  product.y_step = y.stride * static_cast<std::ptrdiff_t>(p.line_bytes);
  for (std::int32_t first = piece.first; first < piece.last;) {
    const std::int32_t n = first / y.output, line = first % y.output;
    const std::int32_t lines = std::min({p.band, y.output - line, piece.last - first});
    for (std::int32_t l = 0; l < (lines - 1) * y.stride + (y.size - 1) * y.dilation + 1; ++l) {
      write.line(n, line * y.stride - y.pad + l, static_cast<std::size_t>(l) * p.line_bytes);
    }
    product.rows = lines * x.output;
    multiply(first * x.output);
    first += lines;
  }
}

}  // namespace simd

/// Runs a plan over its images.
///
/// memory   packed as pack_filter left it; scratch >= p.scratch_bytes() for each piece that may run
///          at once; tensors do not overlap
/// exact    the codes of conv_2d<scalar> and fully_connected<scalar>
template <class T, class Out>
void run_product(const simd_kernels& kernels, const product_plan& p, const simd_tensors<T, Out>& t,
                 std::span<std::uint8_t> packed, std::span<std::uint8_t> scratch,
                 const piece_executor& run = serial) {
  const simd_image& i = p.image;
  const std::int32_t lines =
      i.pointwise() ? i.batch * i.height * i.width : i.batch * i.window.y.output;
  const std::size_t panels = p.filter.panels(), piece_bytes = p.scratch_bytes();
  if (lines <= 0 || panels == 0 || i.window.x.output <= 0) return;
  // A single row is cut between its channels.
  const bool by_panel = i.pointwise() && lines == 1;
  const std::int64_t units = by_panel ? static_cast<std::int64_t>(panels) : lines;
  const std::int64_t work = std::int64_t{lines} * (i.pointwise() ? 1 : i.window.x.output) *
                            p.filter.quads() * 4 * p.filter.channels;
  // A small product takes about as long as a few divisions: none where it stays whole.
  const bool whole = scratch.size() < 2 * piece_bytes;
  const auto fit = static_cast<std::int64_t>(whole ? 1 : scratch.size() / piece_bytes);
  const std::int32_t pieces = run.pieces(std::min(units, fit), work);
  const packed_filter f = packed_filter::in(packed, p.filter);
  run(pieces, [&](std::int32_t n) {
    const auto from = [&](std::int64_t k) { return units * k / pieces; };
    simd::product_piece piece{.last = lines, .panels = panels};
    if (pieces > 1 && by_panel) {
      piece.first_panel = static_cast<std::size_t>(from(n));
      piece.panels = static_cast<std::size_t>(from(n + 1) - from(n));
    } else if (pieces > 1) {
      piece.first = static_cast<std::int32_t>(from(n));
      piece.last = static_cast<std::int32_t>(from(n + 1));
    }
    std::uint8_t* const memory = scratch.data() + static_cast<std::size_t>(n) * piece_bytes;
    const auto address = reinterpret_cast<std::uintptr_t>(memory);
    simd::run_piece(kernels, p, t, piece, f, memory + (round_up(address, 64) - address));
  });
}

}  // namespace octet
