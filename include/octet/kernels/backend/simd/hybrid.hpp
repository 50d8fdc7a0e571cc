// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// CONV_2D and FULLY_CONNECTED of real activations on the SIMD backend, with the arguments of the
// scalar kernels: the tile's sums go to the output and become real values there.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "octet/kernels/backend/simd/packing.hpp"
#include "octet/kernels/backend/simd/primitives.hpp"
#include "octet/kernels/backend/simd/product.hpp"
#include "octet/kernels/backend/simd/product_plan.hpp"
#include "octet/kernels/backend/simd/row_sums.hpp"
#include "octet/kernels/hybrid.hpp"

namespace octet {

/// How a hybrid operator is laid out: rows of its input, each quantized by itself, that are
/// multiplied together.
struct hybrid_plan {
  /// Rows of a matrix that share the weights.
  static constexpr std::int32_t most_rows = 64;

  product_plan product{};
  std::int32_t rows = 1;          ///< at a time; of a convolution one, a whole image
  std::size_t row_codes = 0;      ///< elements of a row of the input
  std::size_t output_pixels = 0;  ///< of a row

  constexpr std::size_t packed_bytes() const { return product.packed_bytes(); }
  constexpr std::size_t code_bytes() const {
    return round_up(static_cast<std::size_t>(rows) * row_codes, 64);
  }
  constexpr std::size_t scratch_bytes(std::size_t threads = 1) const {
    return code_bytes() + threads * product.scratch_bytes();
  }
};

/// The plan of a convolution for a target. Needs shapes only. Not for grouped ones.
template <class Weight>
constexpr hybrid_plan plan_hybrid(const hybrid_args<Weight>& a, simd_form form) {
  const simd_image image{.height = a.input.shape[1],
                         .width = a.input.shape[2],
                         .channels = a.input.shape[3],
                         .outputs = a.output.shape[3],
                         .window = a.window};
  return {.product = product_plan::make(image, form, simd_contract::double_rounding),
          .row_codes = row_of(a.input.shape).count(),
          .output_pixels = static_cast<std::size_t>(a.output.shape[1]) *
                           static_cast<std::size_t>(a.output.shape[2])};
}

/// The plan of a matrix product.
template <class Weight>
constexpr hybrid_plan plan_hybrid(const hybrid_args<Weight, extents<dynamic, dynamic>>& a,
                                  simd_form form) {
  const std::int32_t rows = std::clamp<std::int32_t>(a.input.shape[0], 1, hybrid_plan::most_rows);
  return {.product = plan_rows(rows, a.filter.shape[1], a.filter.shape[0], form),
          .rows = rows,
          .row_codes = static_cast<std::size_t>(a.filter.shape[1]),
          .output_pixels = 1};
}

/// Packs a filter [outputs][...] for a plan.
///
/// memory   packed >= p.packed_bytes() bytes, for as long as the plan runs
template <class Filter>
void prepare_hybrid(const hybrid_plan& p, const Filter& filter, std::span<std::uint8_t> packed) {
  pack_sums(p.product, filter, 0, packed);
}

/// A convolution or a matrix product of real activations over a prepared filter; a.filter and
/// a.scratch are not read. No sum may leave int32.
///
/// memory   packed as prepare_hybrid left it; scratch >= p.scratch_bytes(pieces that may run at
///          once); tensors do not overlap
/// exact    the values of for_each_hybrid_row over conv_2d<scalar> and fully_connected<scalar>
template <class Weight, class Extents>
void run_hybrid(const simd_hybrid_kernels& kernels, const hybrid_plan& p,
                const hybrid_args<Weight, Extents>& a, std::span<std::uint8_t> packed,
                std::span<std::uint8_t> scratch, const piece_executor& run = serial) {
  auto* const codes = reinterpret_cast<std::int8_t*>(scratch.data());
  const simd_panel* const panels = packed_filter::in(packed, p.product.filter).panels;
  const auto channels = static_cast<std::size_t>(p.product.filter.channels);
  const requantization none{};
  hybrid_scaling scaling = a.scaling;
  product_plan product = p.product;
  std::array<affine, hybrid_plan::most_rows> params;
  const std::int32_t all = a.output.shape[0];
  for (std::int32_t first = 0; first < all; first += p.rows) {
    const auto rows = static_cast<std::size_t>(std::min(p.rows, all - first));
    const float* from = a.input.data.data() + static_cast<std::size_t>(first) * p.row_codes;
    for (std::size_t r = 0; r < rows; ++r) {
      params[r] = kernels.quantize_row(
          {from + r * p.row_codes, codes + r * p.row_codes, p.row_codes, a.scheme});
    }
    // The last rows may be fewer.
    if (p.rows > 1)
      product.image.width = product.image.window.x.output = static_cast<std::int32_t>(rows);
    float* out =
        a.output.data.data() + static_cast<std::size_t>(first) * p.output_pixels * channels;
    // See simd_sum_rows.
    run_product(kernels, product,
                simd_tensors<std::int8_t, std::int32_t>{codes, reinterpret_cast<std::int32_t*>(out),
                                                        params[0].zero_point, &none},
                packed, scratch.subspan(p.code_bytes()), run);
    for (std::size_t r = 0; r < rows; ++r, out += p.output_pixels * channels) {
      scaling.input_scale = params[r].scale;
      kernels.real_rows({out, p.output_pixels, channels, panels, params[r].zero_point, &scaling});
    }
  }
}

}  // namespace octet
