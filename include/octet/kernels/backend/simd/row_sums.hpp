// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Rows of codes times packed weights, whose sums stay int32: what hybrid and recurrent operators
// are made of.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "octet/kernels/backend/simd/packing.hpp"
#include "octet/kernels/backend/simd/panel.hpp"
#include "octet/kernels/backend/simd/primitives.hpp"
#include "octet/kernels/backend/simd/product.hpp"
#include "octet/kernels/backend/simd/product_plan.hpp"
#include "octet/kernels/requantization.hpp"

namespace octet {

/// The layout of `rows` rows of n codes times a matrix [outputs][n].
constexpr product_plan plan_rows(std::int32_t rows, std::int32_t n, std::int32_t outputs,
                                 simd_form form,
                                 simd_contract contract = simd_contract::double_rounding) {
  const simd_image image{.width = rows,
                         .channels = n,
                         .outputs = outputs,
                         .window = {.y = {.output = 1}, .x = {.output = rows}}};
  return product_plan::make(image, form, contract);
}

/// Where sums start that have no bias.
struct no_biases {
  constexpr std::int64_t operator[](std::size_t) const { return 0; }
};

/// Packs a filter [outputs][...] for a plan whose sums are kept: of codes less the zero point, from
/// biases on. None may leave int32. The panels have the sums of the weights as `factor`.
///
/// memory   packed >= p.packed_bytes() bytes, for as long as the plan runs
template <class Filter, class Biases = no_biases>
void pack_sums(const product_plan& p, const Filter& filter, std::int32_t input_zero_point,
               std::span<std::uint8_t> packed, const Biases& biases = {}) {
  const packed_shape& s = p.filter;
  const packed_filter f = packed_filter::in(packed, s);
  const auto row = static_cast<std::size_t>(s.segments) * static_cast<std::size_t>(s.segment_codes);
  const panel_options options{
      .form = p.form, .contract = p.contract, .input_zero_point = input_zero_point};
  panel_options as_codes = options;
  as_codes.form = simd_form::signed_8;
  std::fill_n(f.panels, s.panels(), simd_panel{});
  for (std::size_t o = 0; o < static_cast<std::size_t>(s.channels); ++o) {
    weight_sums sums;
    for (std::size_t i = 0; i < row; ++i) sums.add(filter[o * row + i]);
    simd_panel& panel = f.panels[o / panel_width];
    const std::size_t i = o % panel_width;
    panel.way = panel_way::as_sums;
    panel.start[i] = static_cast<std::uint32_t>(start_of(sums, biases[o], options));
    panel.code_start[i] = static_cast<std::uint32_t>(start_of(sums, biases[o], as_codes));
    panel.factor[i] = static_cast<std::uint32_t>(sums.sum);
  }
  pack_weights(filter, s, f.weights);
  simd::write_offsets(p, f.offsets);
}

/// The sums of the first `rows` rows of a plan, [rows][outputs].
///
/// memory   packed as pack_sums left it; scratch >= p.scratch_bytes() for each piece that may run
///          at once; nothing overlaps
template <class T>
void run_rows(const simd_product_kernels& kernels, const product_plan& p, std::int32_t rows,
              const T* codes, std::int32_t* sums, std::span<std::uint8_t> packed,
              std::span<std::uint8_t> scratch, const piece_executor& run = serial) {
  const requantization none{};
  const simd_tensors<T, std::int32_t> tensors{codes, sums, 0, &none};
  if (rows == p.image.width) return run_product(kernels, p, tensors, packed, scratch, run);
  product_plan fewer = p;
  fewer.image.width = fewer.image.window.x.output = rows;
  run_product(kernels, fewer, tensors, packed, scratch, run);
}

/// Arrays of the same length, one after the other.
template <class T, std::size_t Count>
struct joined_arrays {
  std::array<elements<const T>, Count> arrays{};
  std::size_t length = 1;

  constexpr T operator[](std::size_t i) const { return arrays[i / length][i % length]; }
};

}  // namespace octet
