// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// FULLY_CONNECTED with a scale for each block of weights on the SIMD backend, with the arguments of
// the scalar kernel: a product for each block, whose sums are added up as real values.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "octet/kernels/activation.hpp"
#include "octet/kernels/backend/simd/packing.hpp"
#include "octet/kernels/backend/simd/primitives.hpp"
#include "octet/kernels/backend/simd/product_plan.hpp"
#include "octet/kernels/blockwise_fully_connected.hpp"
#include "octet/kernels/hybrid.hpp"

namespace octet {

/// The layout: panels for all blocks, then the weights, block by block, as of a product each, then
/// what belongs to a block's channels.
struct blockwise_plan {
  /// Rows of the input that share the weights.
  static constexpr std::int32_t most_rows = 8;

  simd_form form = simd_form::signed_8;
  packed_shape block{};  ///< the filter of one block
  std::int32_t blocks = 0;
  std::int32_t rows = 1;  ///< of the input, at a time

  static constexpr blockwise_plan make(const blockwise_fully_connected_args& a, simd_form form) {
    return {
        .form = form,
        .block = packed_shape{.channels = a.filter.shape[0], .segment_codes = a.block_size}.in_form(
            form, a.input.shape[0]),
        .blocks = a.filter.shape[1] / a.block_size,
        .rows = std::clamp<std::int32_t>(a.input.shape[0], 1, most_rows)};
  }

  constexpr std::size_t channels() const { return static_cast<std::size_t>(block.channels); }
  constexpr std::size_t depth() const {
    return static_cast<std::size_t>(blocks) * static_cast<std::size_t>(block.segment_codes);
  }
  /// Numbers that each block has for each channel: the sum of its weights, and their scale.
  constexpr std::size_t numbers() const { return static_cast<std::size_t>(blocks) * channels(); }
  /// Memory for the packed filter, of any alignment.
  constexpr std::size_t packed_bytes() const {
    return 63 + block.constant_bytes() + static_cast<std::size_t>(blocks) * block.weight_bytes() +
           numbers() * 8 + static_cast<std::size_t>(block.quads()) * sizeof(std::int32_t);
  }

  /// Codes of a row as they are, and in the target's form; the last quad may reach past the last
  /// code.
  constexpr std::size_t row_bytes() const { return round_up(depth() * bytes_of(form) + 16, 64); }
  /// Memory for a run, of any alignment.
  constexpr std::size_t scratch_bytes() const {
    return 63 + round_up(depth(), 64) +
           static_cast<std::size_t>(rows) * (row_bytes() + channels() * 4);
  }
};

/// The parts of the packed memory of a plan.
struct packed_blocks {
  simd_panel* panels;
  std::int8_t* weights;
  std::int32_t* sums;  ///< of the weights, [block][channel]
  float* scales;       ///< likewise
  std::int32_t* offsets;

  static packed_blocks in(std::span<std::uint8_t> memory, const blockwise_plan& p) {
    std::uint8_t* const at = simd::aligned(memory.data());
    packed_blocks b;
    b.panels = reinterpret_cast<simd_panel*>(at);
    b.weights = reinterpret_cast<std::int8_t*>(at + p.block.constant_bytes());
    b.sums = reinterpret_cast<std::int32_t*>(b.weights + static_cast<std::size_t>(p.blocks) *
                                                             p.block.weight_bytes());
    b.scales = reinterpret_cast<float*>(b.sums + p.numbers());
    b.offsets = reinterpret_cast<std::int32_t*>(b.scales + p.numbers());
    return b;
  }
};

/// Block b of a filter [channels][depth], as a filter [channels][block].
struct filter_block {
  elements<const int4> codes{};
  std::size_t depth = 0, block = 1;

  constexpr std::int8_t operator[](std::size_t i) const {
    return codes[i / block * depth + i % block];
  }
};

/// Packs a filter for a plan.
///
/// memory   packed >= p.packed_bytes() bytes, for as long as the plan runs
inline void prepare_blockwise(const blockwise_plan& p, const blockwise_fully_connected_args& a,
                              std::span<std::uint8_t> packed) {
  const packed_blocks to = packed_blocks::in(packed, p);
  const std::size_t channels = p.channels(),
                    block = static_cast<std::size_t>(p.block.segment_codes),
                    blocks = static_cast<std::size_t>(p.blocks);
  simd_panel panel{};
  panel.way = panel_way::as_sums;
  std::fill_n(to.panels, p.block.panels(), panel);
  for (std::size_t b = 0; b < blocks; ++b) {
    const filter_block filter{a.filter.data + b * block, p.depth(), block};
    pack_weights(filter, p.block, to.weights + b * p.block.weight_bytes());
    for (std::size_t o = 0; o < channels; ++o) {
      weight_sums sums;
      for (std::size_t i = 0; i < block; ++i) sums.add(filter[o * block + i]);
      to.sums[b * channels + o] = static_cast<std::int32_t>(sums.sum);
      to.scales[b * channels + o] = static_cast<float>(a.scales[o * blocks + b]);
    }
  }
  for (std::int32_t q = 0; q < p.block.quads(); ++q) to.offsets[q] = q * 4;
}

/// blockwise_fully_connected over a prepared filter; a.filter, a.scales and a.scratch are not read.
///
/// memory   packed as prepare_blockwise left it; scratch >= p.scratch_bytes(); tensors do not
///          overlap
/// exact    the values of blockwise_fully_connected<scalar>
inline void run_blockwise(const simd_hybrid_kernels& kernels, const blockwise_plan& p,
                          const blockwise_fully_connected_args& a, std::span<std::uint8_t> packed,
                          std::span<std::uint8_t> scratch) {
  const packed_blocks from = packed_blocks::in(packed, p);
  const std::size_t channels = p.channels(), depth = p.depth();
  std::uint8_t* const codes = simd::aligned(scratch.data());
  std::uint8_t* const lines = codes + round_up(depth, 64);
  const auto block_bytes = static_cast<std::size_t>(p.block.segment_codes) * bytes_of(p.form);
  std::array<affine, blockwise_plan::most_rows> params;
  const requantization none{};
  simd_product product{.x_step = static_cast<std::ptrdiff_t>(p.row_bytes()),
                       .quads = p.block.quads(),
                       .segment_quads = p.block.quads(),
                       .quad_bytes = p.block.quad_bytes(),
                       .offsets = from.offsets,
                       .out = {.panels = from.panels,
                               .requantize = &none,
                               .channels = p.block.channels,
                               .data = lines + static_cast<std::size_t>(p.rows) * p.row_bytes()}};
  for (std::int32_t first = 0; first < a.output.shape[0]; first += p.rows) {
    product.rows = product.width = std::min(p.rows, a.output.shape[0] - first);
    const auto rows = static_cast<std::size_t>(product.rows);
    const auto begin = static_cast<std::size_t>(first);
    for (std::size_t r = 0; r < rows; ++r) {
      auto* const row = reinterpret_cast<std::int8_t*>(codes);
      params[r] = kernels.quantize_row(
          {a.input.data.data() + (begin + r) * depth, row, depth, row_scheme::asymmetric});
      kernels.copy({.from = row, .to = lines + r * p.row_bytes(), .n = depth});
    }
    float* const out = a.output.data.data() + begin * channels;
    std::fill_n(out, rows * channels, 0.0F);
    for (std::size_t b = 0; b < static_cast<std::size_t>(p.blocks); ++b) {
      product.input = lines + b * block_bytes;
      product.weights = from.weights + b * p.block.weight_bytes();
      kernels.multiply(product);
      for (std::size_t r = 0; r < rows; ++r) {
        // Activations of biased_8 are 128 more than their codes.
        const std::int32_t bias = p.form == simd_form::biased_8 ? 128 : 0;
        kernels.add_scaled(
            {.to = out + r * channels,
             .sums = static_cast<const std::int32_t*>(product.out.data) + r * channels,
             .weights = from.sums + b * channels,
             .scales = from.scales + b * channels,
             .n = channels,
             .zero_point = params[r].zero_point + bias});
      }
    }
    for (std::size_t r = 0; r < rows; ++r) {
      for (std::size_t o = 0; o < channels; ++o) {
        float& real = out[r * channels + o];
        const float scaled = detail::rounded_product(real, params[r].scale);
        real = clamp_to((a.bias ? a.bias[o] : 0.0F) + scaled, a.clamp);
      }
    }
  }
}

}  // namespace octet
