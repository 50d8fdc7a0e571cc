// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The tile: a few rows of activations times a panel or two of weights, in registers. Read once per
// target by targets.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {

/// SSE4: a broadcast is two instructions, and better serves four vectors.
inline constexpr bool dear_broadcast = HWY_ARCH_X86 && HWY_MAX_BYTES == 16;

/// Rows of the tallest tile: as many accumulators as registers hold beside the weights and one row
/// of activations.
inline constexpr std::size_t tile_rows = HWY_MAX_BYTES == 64               ? 12
                                         : HWY_ARCH_ARM_A64 && whole_quads ? 5
                                         : dear_broadcast                  ? 3
                                         : HWY_MAX_BYTES == 16             ? 4
                                                                           : 6;
/// Panels of the widest tile: more than one where a panel is one vector, so that a row's broadcast
/// serves all. Few machines have such vectors without dot products: fewer tiles to compile.
inline constexpr std::size_t tile_panels = panel_vectors == 1 && form_bytes == 1 ? 4 : 1;
/// Vectors of weights that are in registers at a time.
inline constexpr std::size_t most_vectors =
    HWY_MAX_BYTES == 64 || (HWY_ARCH_ARM_A64 && whole_quads) || dear_broadcast ? 4 : 2;

/// Rows that are turned into codes together: what that takes to begin is shared.
inline constexpr std::size_t rows_together = 4 * tile_rows;

/// Accumulators of the tiles that are turned into codes together, [row][channel].
struct tile_sums {
  alignas(64) std::uint32_t at[rows_together * tile_panels * panel_width];
};

/// A tile: where its rows and weights are, and where its accumulators go.
struct tile {
  const std::uint8_t* rows[tile_rows];
  std::ptrdiff_t x_step;  ///< between the rows of a pair
  const std::int32_t* offsets;
  bool joined;  ///< each quad lies behind the one before, in a single segment
  std::size_t quads, quad_bytes, panel_bytes;
  std::size_t
      vectors;  ///< of weights of a quad that are not padding; the others' sums are not made
  const std::int8_t* weights;
  const simd_panel* panels;  ///< where the accumulators start
  std::uint32_t* sums;
};

/// Writes the accumulators of one row; `start` is for sums of pairs, which get theirs at the end.
template <std::size_t V>
HWY_INLINE void store_sums(const v32* acc, const std::uint32_t* start, std::uint32_t* sums) {
  if constexpr (whole_quads) {
    HWY_UNROLL(8)
    for (std::size_t v = 0; v < V; ++v)
      hn::Store(hn::BitCast(du32(), acc[v]), du32(), sums + v * lanes);
  } else {
    HWY_UNROLL(8)
    for (std::size_t v = 0; v < V; v += 2) {
      const auto both = hn::BitCast(du32(), add_neighbours(acc[v], acc[v + 1]));
      const auto from = hn::Load(du32(), start + v / 2 * lanes);
      hn::Store(hn::Add(from, both), du32(), sums + v / 2 * lanes);
    }
  }
}

/// The value from which the accumulators of vector v begin.
HWY_INLINE v32 start_of_vector(const simd_panel* panels, std::size_t v) {
  if constexpr (!whole_quads) return hn::Zero(d32());
  const std::uint32_t* start = panels[v / panel_vectors].start.data();
  return hn::BitCast(d32(), hn::Load(du32(), start + v % panel_vectors * lanes));
}

/// Where the rows of a tile are. The tallest tile has more than there are registers for addresses:
/// its rows come in pairs, x_step apart.
template <std::size_t R, std::size_t Together = R <= 8 ? 1 : 2>
struct row_addresses {
  const std::uint8_t* first[R / Together];
  std::ptrdiff_t x_step;

  HWY_INLINE explicit row_addresses(const tile& t) : x_step(t.x_step) {
    HWY_UNROLL(8)
    for (std::size_t i = 0; i < R / Together; ++i) first[i] = t.rows[i * Together];
  }
  HWY_INLINE const std::uint8_t* at(std::size_t r) const {
    return first[r / Together] + static_cast<std::ptrdiff_t>(r % Together) * x_step;
  }
};

/// acc += R rows of a quad times V vectors of weights
template <std::size_t R, std::size_t V>
HWY_INLINE void add_quad(const row_addresses<R>& rows, const std::int8_t* from,
                         std::size_t panel_bytes, std::ptrdiff_t offset, v32 (&acc)[R][V]) {
  vector_quads weights[V];
  HWY_UNROLL(4)
  for (std::size_t v = 0; v < V; ++v) {
    weights[v] =
        load_weights(from + v / panel_vectors * panel_bytes + v % panel_vectors * vector_bytes);
  }
  HWY_UNROLL(16)
  for (std::size_t r = 0; r < R; ++r) {
    const vector_quads x = broadcast_quad(rows.at(r) + offset);
    HWY_UNROLL(4)
    for (std::size_t v = 0; v < V; ++v) {
      acc[r][v] = dot(acc[r][v], x, weights[v]);
      keep_in_register(acc[r][v]);
    }
  }
}

/// R rows times V vectors of weights, from vector `first` of the tile on.
template <std::size_t R, std::size_t V>
HWY_INLINE void multiply_vectors(const tile& t, std::size_t first, std::size_t step_of_sums) {
  v32 acc[R][V];
  HWY_UNROLL(16)
  for (std::size_t r = 0; r < R; ++r) {
    HWY_UNROLL(4)
    for (std::size_t v = 0; v < V; ++v) acc[r][v] = start_of_vector(t.panels, first + v);
  }
  const row_addresses<R> rows(t);
  const std::int8_t* from = t.weights + first * vector_bytes;
  const std::size_t panel_bytes = t.panel_bytes;
  const std::int32_t* offsets = t.offsets;
  std::size_t quads = t.quads;
  // What a loop needs besides competes for the ports of the dot products.
  for (; quads >= 2; quads -= 2, from += 128, offsets += 2) {
    add_quad<R, V>(rows, from, panel_bytes, offsets[0], acc);
    add_quad<R, V>(rows, from + 64, panel_bytes, offsets[1], acc);
  }
  if (quads != 0) add_quad<R, V>(rows, from, panel_bytes, offsets[0], acc);
  const std::size_t lane = whole_quads ? first * lanes : first * lanes / 2;
  HWY_UNROLL(16)
  for (std::size_t r = 0; r < R; ++r) {
    store_sums<V>(acc[r], t.panels->start.data() + lane, t.sums + r * step_of_sums + lane);
  }
}

/// R rows times P panels.
template <std::size_t R, std::size_t P>
void multiply_tile(tile& t) {
  constexpr std::size_t all = P * panel_vectors, V = HWY_MIN(all, most_vectors);
  for (std::size_t first = 0; first < all && first < t.vectors; first += V) {
    if constexpr (form_bytes == 2 && V > 1) {
      if (t.vectors - first <= V / 2) return multiply_vectors<R, V / 2>(t, first, P * panel_width);
    }
    multiply_vectors<R, V>(t, first, P * panel_width);
  }
}

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
