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

#include "octet/kernels/backend/simd/band_writer.hpp"
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
    std::uint8_t* const at = simd::aligned(memory.data());
    packed_filter f;
    f.panels = reinterpret_cast<simd_panel*>(at);
    f.weights = reinterpret_cast<std::int8_t*>(at + s.constant_bytes());
    f.offsets = reinterpret_cast<std::int32_t*>(f.weights + s.weight_bytes());
    return f;
  }
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
      *offsets++ = static_cast<std::int32_t>(tap + static_cast<std::size_t>(q) * 4);
    }
  }
}

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
/// returns  false where an accumulator could reach 2^30, of int8 codes, and of int16 codes where a
///          channel has more than 65,536 weights or the output a zero point (pack_constants):
///          leave such a filter to the scalar backend
template <class Filter, class Bias>
[[nodiscard]] bool pack_filter(const product_plan& p, const Filter& filter,
                               elements<const Bias> bias, const requantization& r,
                               std::int32_t input_zero_point, std::span<std::uint8_t> packed) {
  const packed_filter f = packed_filter::in(packed, p.filter);
  const simd::filter_of_rows<Filter> rows{p, filter};
  const std::size_t row = static_cast<std::size_t>(p.by_winograd() ? 9 : p.filter.segments) *
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
  if (p.by_winograd()) {
    simd::pack_winograd(filter, p.filter, reinterpret_cast<std::int16_t*>(f.weights), f.offsets);
    return true;
  }
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

/// What a piece multiplies with, once its activations are in the planes. Inline: a call takes a
/// tenth of a small row's time.
template <class Out>
[[gnu::always_inline]] inline simd_product product_of(const product_plan& p, const packed_filter& f,
                                                      std::uint8_t* planes,
                                                      const product_piece& piece,
                                                      const requantization* requantize,
                                                      Out* output) {
  const std::size_t channels = static_cast<std::size_t>(p.filter.channels),
                    first_channel = piece.first_panel * panel_width;
  // Every member, else the compiler clears them all first, with an instruction that takes longer
  // than a small product.
  return {.input = planes,
          .x_step = static_cast<std::ptrdiff_t>(p.line_bytes),
          .y_step = 0,
          .high_plane = p.planes() == 2 ? std::ptrdiff_t(p.plane_bytes()) : 0,
          .rows = piece.last,
          .width = 1,
          .quads = p.filter.quads(),
          .segment_quads = p.filter.segment_quads(),
          .quad_bytes = p.filter.quad_bytes(),
          .offsets = f.offsets,
          .weights = f.weights + piece.first_panel * p.filter.panel_bytes(),
          .out = {.panels = f.panels + piece.first_panel,
                  .requantize = requantize,
                  .contract = p.contract,
                  .channels = static_cast<std::int32_t>(
                      std::min(piece.panels * panel_width, channels - first_channel)),
                  .outputs = p.outputs,
                  .data = output + first_channel}};
}

/// A piece whose activations are pixels, as they are or copied.
template <class T, class Out>
void run_pixels(const band_writer<T, Out>& write, const product_piece& piece,
                simd_product& product) {
  const product_plan& p = write.plan;
  auto* const out = static_cast<Out*>(product.out.data);
  const auto channels = static_cast<std::size_t>(p.image.channels);
  const std::int32_t rows = piece.last - piece.first;
  const auto multiply_codes =
      sizeof(T) == 1 && channels % 4 == 0 && rows > 1 && p.evenly_spaced(piece.first, rows)
          ? write.kernels.multiply_codes
          : nullptr;
  const auto place = [&](std::int32_t first, std::int32_t n) {
    product.rows = product.width = n;
    product.out.data =
        out + static_cast<std::size_t>(first) * static_cast<std::size_t>(p.filter.channels);
  };
  if (multiply_codes != nullptr) {
    place(piece.first, rows);
    const auto* const codes = reinterpret_cast<const std::uint8_t*>(write.tensors.input);
    product.input = codes + p.code_under(piece.first);
    product.x_step = p.image.channels;
    if (!p.dense) {
      const window_axis &y = p.image.window.y, &x = p.image.window.x;
      product.width = x.output;
      product.x_step *= x.stride;
      product.y_step = std::ptrdiff_t{y.stride} * p.image.width * p.image.channels;
    }
    if (multiply_codes(product)) return;
  }
  product.input = write.planes;
  product.x_step = static_cast<std::ptrdiff_t>(p.line_bytes);
  for (std::int32_t first = piece.first; first < piece.last; first += p.band) {
    place(first, std::min(p.band, piece.last - first));
    write.pixels(first, product.rows);
    write.kernels.multiply(product);
  }
}

/// A piece whose activations are lines of windows.
template <class T, class Out>
void run_lines(const band_writer<T, Out>& write, const product_piece& piece,
               simd_product& product) {
  const product_plan& p = write.plan;
  const window_axis &y = p.image.window.y, &x = p.image.window.x;
  auto* const out = static_cast<Out*>(product.out.data);
  product.width = x.output;
  product.x_step = x.stride * p.image.channels * static_cast<std::ptrdiff_t>(bytes_of(p.form));
  product.y_step = y.stride * static_cast<std::ptrdiff_t>(p.line_bytes);
  for (std::int32_t first = piece.first; first < piece.last;) {
    const std::int32_t n = first / y.output, line = first % y.output;
    const std::int32_t lines = std::min({p.band, y.output - line, piece.last - first});
    // Winograd's tiles are two lines.
    const std::int32_t whole = p.by_winograd() ? (lines + 1) / 2 * 2 : lines;
    write.lines(n, line * y.stride - y.pad, (whole - 1) * y.stride + (y.size - 1) * y.dilation + 1);
    product.rows = lines * x.output;
    product.out.data = out + static_cast<std::size_t>(first) * static_cast<std::size_t>(x.output) *
                                 static_cast<std::size_t>(p.filter.channels);
    if (p.by_winograd()) {
      write.kernels.multiply_winograd(product, p.winograd, write.planes + p.plane_bytes());
    } else {
      write.kernels.multiply(product);
    }
    first += lines;
  }
}

template <class T, class Out>
void run_piece(const simd_product_kernels& kernels, const product_plan& p,
               const simd_tensors<T, Out>& t, const product_piece& piece, const packed_filter& f,
               std::uint8_t* planes) {
  requantization of_piece;
  const requantization* requantize = t.requantize;
  // Sums that stay sums have no multipliers.
  if (requantize->multipliers && requantize->per_channel && piece.first_panel != 0) {
    of_piece = *requantize;
    of_piece.multipliers = of_piece.multipliers + piece.first_panel * panel_width;
    requantize = &of_piece;
  }
  simd_product product = product_of(p, f, planes, piece, requantize, t.output);
  const band_writer<T, Out> write{kernels, p, t, planes};
  p.pointwise ? run_pixels(write, piece, product) : run_lines(write, piece, product);
}

/// A single row, to which pieces and bands would add a fifth of a small product's time.
template <class T, class Out>
void run_row(const simd_product_kernels& kernels, const product_plan& p,
             const simd_tensors<T, Out>& t, const packed_filter& f, std::uint8_t* planes) {
  const product_piece row{.first = 0, .last = 1, .first_panel = 0, .panels = p.filter.panels()};
  const simd_product product = product_of(p, f, planes, row, t.requantize, t.output);
  const simd_copy codes{.from = t.input,
                        .to = planes,
                        .n = static_cast<std::size_t>(p.image.channels),
                        .count = 1,
                        .from_step = 0,
                        .to_step = 0,
                        .high_plane = product.high_plane};
  sizeof(T) == 2 ? kernels.split(codes) : kernels.copy(codes);
  kernels.multiply(product);
}

}  // namespace simd

/// Runs a plan over its images.
///
/// memory   packed as pack_filter left it; scratch >= p.scratch_bytes() for each piece that may run
///          at once; tensors do not overlap
/// exact    the codes of conv_2d<scalar> and fully_connected<scalar>
template <class T, class Out>
void run_product(const simd_product_kernels& kernels, const product_plan& p,
                 const simd_tensors<T, Out>& t, std::span<std::uint8_t> packed,
                 std::span<std::uint8_t> scratch, const piece_executor& run = serial) {
  const simd_image& i = p.image;
  const std::int32_t lines = i.batch * i.window.y.output * (p.pointwise ? i.window.x.output : 1);
  const std::size_t panels = p.filter.panels(), piece_bytes = p.scratch_bytes();
  if (lines <= 0 || panels == 0 || i.window.x.output <= 0) return;
  // A single row is cut between its channels.
  const bool by_panel = p.pointwise && lines == 1;
  const std::int32_t together = p.pointwise && !p.dense ? i.window.x.output : 1;
  const std::int64_t units = by_panel ? static_cast<std::int64_t>(panels) : lines / together;
  std::int32_t pieces = 1;
  // A small product takes about as long as a few divisions: none where it stays whole.
  if (scratch.size() >= 2 * piece_bytes) {
    const std::int64_t work = std::int64_t{lines} * (p.pointwise ? 1 : i.window.x.output) *
                              p.filter.quads() * p.filter.quad_codes * p.filter.channels;
    const auto fit = static_cast<std::int64_t>(scratch.size() / piece_bytes);
    pieces = run.pieces(std::min(units, fit), work);
  }
  const packed_filter f = packed_filter::in(packed, p.filter);
  if (by_panel && pieces == 1) {
    simd::run_row(kernels, p, t, f, simd::aligned(scratch.data()));
    return;
  }
  run(pieces, [&](std::int32_t n) {
    const auto from = [&](std::int64_t k) { return units * k / pieces; };
    simd::product_piece piece{.last = lines, .panels = panels};
    if (pieces > 1 && by_panel) {
      piece.first_panel = static_cast<std::size_t>(from(n));
      piece.panels = static_cast<std::size_t>(from(n + 1) - from(n));
    } else if (pieces > 1) {
      piece.first = static_cast<std::int32_t>(from(n)) * together;
      piece.last = static_cast<std::int32_t>(from(n + 1)) * together;
    }
    simd::run_piece(kernels, p, t, piece, f,
                    simd::aligned(scratch.data() + static_cast<std::size_t>(n) * piece_bytes));
  });
}

}  // namespace octet
