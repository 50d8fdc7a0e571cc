// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Winograd's minimal filtering of 3x3 windows: which convolutions go by it, their weights, and what
// they work in.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "octet/kernels/backend/simd/packing.hpp"
#include "octet/kernels/backend/simd/panel.hpp"
#include "octet/kernels/window.hpp"

namespace octet {

/// Four outputs of a 3x3 window, a tile of 2x2, take 16 products a channel, not 36:
///
///   Y = A' [ (G g G') * (B' d B) ] A      * is element by element, ' transposes
///   B' = [1 0 -1 0; 0 1 1 0; 0 -1 1 0; 0 1 0 -1]    d: 4x4 of the input
///   G  = [1 0 0; 1/2 1/2 1/2; 1/2 -1/2 1/2; 0 0 1]  g: 3x3 of the filter
///   A' = [1 1 1 0; 0 1 -1 -1]
///
/// Exact in integers: with 2 G in place of G all entries are whole and Y comes out times four. Of
/// int8 codes B' d B has 10 bits and a sign, 4 G g G' 11: products of int16. It pays where those
/// are as fast as products of int8, which is where there is no dot product of bytes.
///
/// source  A. Lavin, S. Gray, Fast Algorithms for Convolutional Neural Networks, 2015: F(2x2, 3x3)
///
/// What a band of tiles works in: the transformed input, [16][tile][channel] of int16.
struct winograd_work {
  static constexpr std::size_t positions = 16;
  /// Tiles whose products are made, and become codes, together: they stay in the nearest cache.
  static constexpr std::size_t together = 24;

  std::int32_t width = 0;  ///< tiles of a line; 0: a plan that does not go by them
  std::int32_t lines = 0;  ///< of tiles in a band
  std::int32_t channels = 0;

  /// Bytes of a tile.
  static constexpr std::size_t tile_bytes(std::int32_t channels) {
    return positions * static_cast<std::size_t>(channels) * 2;
  }
  /// Bytes between two positions: an odd multiple of a cache line, else they would share few sets;
  /// and room for as many tiles more as the tallest tile of a product has rows.
  constexpr std::size_t step() const {
    const std::size_t tiles = static_cast<std::size_t>(width) * static_cast<std::size_t>(lines);
    return (tiles + 12) * static_cast<std::size_t>(channels) * 2 / 128 * 128 + 192;
  }
  constexpr std::size_t bytes() const { return width == 0 ? 0 : positions * step(); }
};

namespace simd {

/// 3 weights of a line as the 4 of 2 G.
constexpr std::array<std::int32_t, 4> winograd_weights(std::int32_t a, std::int32_t b,
                                                       std::int32_t c) {
  return {2 * a, a + b + c, a - b + c, 2 * c};
}

/// filter [outputs][3][3][channels] -> [panel][16][channels / 2][16 outputs][2] int16, zero padded;
/// and where the quads of a tile lie.
///
/// shapes  s: segments of `channels` codes, an even number, one for each position
template <class Filter>
constexpr void pack_winograd(const Filter& filter, const packed_shape& s, std::int16_t* packed,
                             std::int32_t* offsets) {
  const auto outputs = static_cast<std::size_t>(s.channels),
             channels = static_cast<std::size_t>(s.segment_codes);
  const std::size_t position = channels * panel_width;
  for (std::int32_t q = 0; q < s.segment_quads(); ++q) offsets[q] = 4 * q;
  std::fill_n(packed, s.panels() * 16 * position, std::int16_t{0});
  for (std::size_t o = 0; o < outputs; ++o) {
    for (std::size_t c = 0; c < channels; ++c) {
      const auto weight = [&](std::size_t y, std::size_t x) {
        return std::int32_t{filter[((o * 3 + y) * 3 + x) * channels + c]};
      };
      std::array<std::array<std::int32_t, 4>, 3> column;
      for (std::size_t x = 0; x < 3; ++x) {
        column[x] = winograd_weights(weight(0, x), weight(1, x), weight(2, x));
      }
      std::int16_t* to = packed + o / panel_width * 16 * position +
                         (c / 2 * panel_width + o % panel_width) * 2 + c % 2;
      for (std::size_t y = 0; y < 4; ++y) {
        for (const std::int32_t w : winograd_weights(column[0][y], column[1][y], column[2][y])) {
          *to = static_cast<std::int16_t>(w);
          to += position;
        }
      }
    }
  }
}

}  // namespace simd

}  // namespace octet
