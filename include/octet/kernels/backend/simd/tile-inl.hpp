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

/// Rows of the tallest tile: as many accumulators as registers hold beside the weights and one row
/// of activations.
inline constexpr std::size_t tile_rows = HWY_MAX_BYTES == 64   ? 12
                                         : HWY_ARCH_ARM_A64    ? (whole_quads ? 5 : 2)
                                         : HWY_MAX_BYTES == 16 ? 1
                                         : whole_quads         ? 6
                                                               : 3;
/// Panels of the widest tile: two where a panel is one vector, so that a row's broadcast serves
/// two.
inline constexpr std::size_t tile_panels = panel_vectors == 1 ? 2 : 1;

/// Tiles that are turned into codes together: what that takes to begin is shared.
inline constexpr std::size_t tiles_together = 4;

/// Accumulators of the tiles that are turned into codes together, [row][channel].
struct tile_sums {
  alignas(64) std::uint32_t at[tiles_together * tile_rows * tile_panels * panel_width];
};

/// A tile: where its rows and weights are, and where its accumulators go.
struct tile {
  const std::uint8_t* rows[tile_rows];
  const std::int32_t* offsets;
  std::size_t quads;
  const std::int8_t* weights[tile_panels];
  const std::uint32_t* start[tile_panels];
  std::uint32_t* sums;

  /// The start of a row. Crowded: more rows than there are registers for their addresses. GCC keeps
  /// those that are over in vector registers, and fetching them from there costs every seventh dot
  /// product; read anew from memory they cost nothing.
  template <bool Crowded>
  HWY_INLINE const std::uint8_t* row(std::size_t r) const {
    if (Crowded && r >= 7) return *const_cast<const std::uint8_t* const volatile*>(rows + r);
    return rows[r];
  }
};

/// Writes the accumulators of one row.
template <std::size_t V>
HWY_INLINE void store_sums(const v32* acc, const std::uint32_t* const* start, std::uint32_t* sums) {
  if constexpr (whole_quads) {
    HWY_UNROLL(8)
    for (std::size_t v = 0; v < V; ++v)
      hn::Store(hn::BitCast(du32(), acc[v]), du32(), sums + v * lanes);
  } else {
    HWY_UNROLL(8)
    for (std::size_t v = 0; v < V; v += 2) {
      const auto both = hn::BitCast(du32(), add_neighbours(acc[v], acc[v + 1]));
      const auto from = hn::Load(du32(), start[0] + v / 2 * lanes);
      hn::Store(hn::Add(from, both), du32(), sums + v / 2 * lanes);
    }
  }
}

/// The value from which the accumulators of vector v begin; sums of pairs get theirs at the end.
HWY_INLINE v32 start_of_vector(const std::uint32_t* const* start, std::size_t v) {
  if constexpr (!whole_quads) return hn::Zero(d32());
  return hn::BitCast(d32(), hn::Load(du32(), start[v / panel_vectors] + v % panel_vectors * lanes));
}

/// R rows times P panels.
template <std::size_t R, std::size_t P>
void multiply_tile(tile& t) {
  constexpr std::size_t V = P * panel_vectors;
  v32 acc[R][V];
  HWY_UNROLL(16)
  for (std::size_t r = 0; r < R; ++r) {
    HWY_UNROLL(8)
    for (std::size_t v = 0; v < V; ++v) acc[r][v] = start_of_vector(t.start, v);
  }
  for (std::size_t q = 0; q < t.quads; ++q) {
    const std::ptrdiff_t offset = t.offsets[q];
    vector_quads weights[V];
    HWY_UNROLL(8)
    for (std::size_t v = 0; v < V; ++v) {
      weights[v] =
          load_weights(t.weights[v / panel_vectors] + q * 64 + v % panel_vectors * vector_codes);
    }
    HWY_UNROLL(16)
    for (std::size_t r = 0; r < R; ++r) {
      const vector_quads x = broadcast_quad(t.row<HWY_MAX_BYTES == 64>(r) + offset);
      HWY_UNROLL(8)
      for (std::size_t v = 0; v < V; ++v) {
        acc[r][v] = dot(acc[r][v], x, weights[v]);
        keep_in_register(acc[r][v]);
      }
    }
  }
  HWY_UNROLL(16)
  for (std::size_t r = 0; r < R; ++r) store_sums<V>(acc[r], t.start, t.sums + r * P * panel_width);
}

/// One row times one panel: neighbouring quads go to accumulators of their own, so that the weights
/// stream in without waiting for a sum.
HWY_INLINE void multiply_row(tile& t, std::uint32_t* sums) {
  constexpr std::size_t V = panel_vectors, chains = V >= 8 ? 1 : 8 / V;
  v32 acc[chains][V];
  HWY_UNROLL(8)
  for (std::size_t i = 0; i < chains; ++i) {
    HWY_UNROLL(8)
    for (std::size_t v = 0; v < V; ++v)
      acc[i][v] = i == 0 ? start_of_vector(t.start, v) : hn::Zero(d32());
  }
  const auto step = [&](std::size_t q, v32* into) OCTET_SIMD_ATTR {
    // Weights of one row are used once: they come from far, and in order.
    __builtin_prefetch(t.weights[0] + q * 64 + 1024);
    const vector_quads x = broadcast_quad(t.rows[0] + t.offsets[q]);
    HWY_UNROLL(8)
    for (std::size_t v = 0; v < V; ++v) {
      into[v] = dot(into[v], x, load_weights(t.weights[0] + q * 64 + v * vector_codes));
    }
  };
  std::size_t q = 0;
  for (; q + chains <= t.quads; q += chains) {
    HWY_UNROLL(8)
    for (std::size_t i = 0; i < chains; ++i) step(q + i, acc[i]);
  }
  for (; q < t.quads; ++q) step(q, acc[0]);
  HWY_UNROLL(4)
  for (std::size_t half = chains / 2; half > 0; half /= 2) {
    HWY_UNROLL(8)
    for (std::size_t i = 0; i < half; ++i) {
      HWY_UNROLL(8)
      for (std::size_t v = 0; v < V; ++v) acc[i][v] = hn::Add(acc[i][v], acc[i + half][v]);
    }
  }
  store_sums<V>(acc[0], t.start, sums);
}

inline void multiply_row_of_tile(tile& t) { multiply_row(t, t.sums); }

/// The tile of a height for one panel and, unless there is none, for tile_panels.
struct tile_shape {
  std::size_t rows;
  void (*narrow)(tile&);
  void (*wide)(tile&);

  std::size_t most_panels() const { return wide == nullptr ? 1 : tile_panels; }
  auto run(std::size_t panels) const { return panels > 1 ? wide : narrow; }
};

template <std::size_t R>
inline constexpr tile_shape shape_of{R, multiply_tile<R, 1>, multiply_tile<R, tile_panels>};

inline constexpr tile_shape tile_shapes[] = {
    {1, multiply_row_of_tile, nullptr},
#if HWY_MAX_BYTES == 64
    shape_of<2>,
    shape_of<4>,
    shape_of<6>,
    shape_of<8>,
    shape_of<10>,
    shape_of<12>,
#elif HWY_ARCH_ARM_A64 && OCTET_SIMD_DOT == 2
    shape_of<2>,
    shape_of<4>,
    shape_of<5>,  // GCC loads all rows' activations first: six rows would not fit in 32 registers
#elif HWY_MAX_BYTES == 32 && OCTET_SIMD_DOT == 1
    shape_of<2>,
    shape_of<4>,
    shape_of<6>,
#elif HWY_ARCH_ARM_A64
    shape_of<2>,
#elif HWY_MAX_BYTES == 32
    shape_of<2>,
    shape_of<3>,
#endif
};

/// The shape that computes the fewest rows twice; the taller of two that are as good.
inline const tile_shape& best_shape(std::size_t rows) {
  const tile_shape* best = tile_shapes;
  std::size_t least = rows * 4;
  for (const tile_shape& s : tile_shapes) {
    if (s.rows > rows || s.rows == 1) continue;
    // A tile costs its rows and about one more, for the weights that it loads.
    const std::size_t cost = (rows + s.rows - 1) / s.rows * (s.rows + 1);
    if (cost <= least) {
      least = cost;
      best = &s;
    }
  }
  return *best;
}

/// Points the tile at rows [m, m + n).
inline void find_rows(const simd_product& p, std::size_t m, std::size_t n, tile& t) {
  const auto width = static_cast<std::size_t>(p.width);
  auto x = static_cast<std::int32_t>(m % width);
  const std::uint8_t* line = p.input + static_cast<std::ptrdiff_t>(m / width) * p.y_step;
  if (m % width + n <= width) {
    const std::uint8_t* row = line + x * p.x_step;
    for (std::size_t r = 0; r < n; ++r, row += p.x_step) t.rows[r] = row;
    return;
  }
  for (std::size_t r = 0; r < n; ++r) {
    t.rows[r] = line + x * p.x_step;
    if (++x == p.width) {
      x = 0;
      line += p.y_step;
    }
  }
}

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
