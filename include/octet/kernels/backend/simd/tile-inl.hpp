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
inline constexpr std::size_t tile_rows = HWY_MAX_BYTES == 64               ? 12
                                         : HWY_ARCH_ARM_A64 && whole_quads ? 5
                                         : HWY_MAX_BYTES == 16             ? 4
                                                                           : 6;
/// Panels of the widest tile: more than one where a panel is one vector, so that a row's broadcast
/// serves all.
inline constexpr std::size_t tile_panels = panel_vectors == 1 ? 4 : 1;
/// Vectors of weights that are in registers at a time.
inline constexpr std::size_t most_vectors =
    HWY_MAX_BYTES == 64 || (HWY_ARCH_ARM_A64 && whole_quads) ? 4 : 2;

/// What a loop needs besides competes for the ports of the dot products, but where these are two
/// instructions and rows so many: there more code would gain nothing.
inline constexpr bool two_quads_at_a_time = whole_quads || HWY_MAX_BYTES == 32 || !HWY_ARCH_X86;

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
  std::size_t quads, panel_bytes;
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
        load_weights(from + v / panel_vectors * panel_bytes + v % panel_vectors * vector_codes);
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
  const std::int8_t* from = t.weights + first * vector_codes;
  const std::size_t panel_bytes = t.panel_bytes;
  const std::int32_t* offsets = t.offsets;
  std::size_t quads = t.quads;
  if constexpr (two_quads_at_a_time) {
    for (; quads >= 2; quads -= 2, from += 128, offsets += 2) {
      add_quad<R, V>(rows, from, panel_bytes, offsets[0], acc);
      add_quad<R, V>(rows, from + 64, panel_bytes, offsets[1], acc);
    }
    if (quads != 0) add_quad<R, V>(rows, from, panel_bytes, offsets[0], acc);
  } else {
    for (; quads != 0; --quads, from += 64)
      add_quad<R, V>(rows, from, panel_bytes, *offsets++, acc);
  }
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
    multiply_vectors<R, V>(t, first, P * panel_width);
  }
}

/// acc[0] += acc[1] ... acc[2 * Half - 1]. Each index a constant: in a loop that halves, GCC keeps
/// them all in memory.
template <std::size_t Half, std::size_t Chains, std::size_t V>
HWY_INLINE void add_chains(v32 (&acc)[Chains][V]) {
  if constexpr (Half > 0) {
    HWY_UNROLL(8)
    for (std::size_t i = 0; i < Half; ++i) {
      HWY_UNROLL(8)
      for (std::size_t v = 0; v < V; ++v) acc[i][v] = hn::Add(acc[i][v], acc[i + Half][v]);
    }
    add_chains<Half / 2>(acc);
  }
}

/// One row, whose quad q is at(q), times P panels: neighbouring quads go to accumulators of their
/// own, so that the weights stream in without waiting for a sum. Panels side by side share what is
/// read of the row.
template <std::size_t P, class At>
HWY_INLINE void sum_quads(const tile& t, At at) {
  constexpr std::size_t V = P * panel_vectors, chains = V >= 8 ? 1 : 8 / V;
  v32 acc[chains][V];
  HWY_UNROLL(8)
  for (std::size_t i = 0; i < chains; ++i) {
    HWY_UNROLL(8)
    for (std::size_t v = 0; v < V; ++v)
      acc[i][v] = i == 0 ? start_of_vector(t.panels, v) : hn::Zero(d32());
  }
  const auto step = [&](std::size_t q, v32* into) OCTET_SIMD_ATTR {
    const vector_quads x = broadcast_quad(at(q));
    const std::int8_t* weights = t.weights + q * 64;
    HWY_UNROLL(4)
    for (std::size_t i = 0; i < P; ++i, weights += t.panel_bytes) {
      HWY_UNROLL(8)
      for (std::size_t v = 0; v < panel_vectors; ++v) {
        v32& sum = into[i * panel_vectors + v];
        sum = dot(sum, x, load_weights(weights + v * vector_codes));
      }
    }
  };
  std::size_t q = 0;
  for (; q + chains <= t.quads; q += chains) {
    HWY_UNROLL(8)
    for (std::size_t i = 0; i < chains; ++i) step(q + i, acc[i]);
  }
  for (; q < t.quads; ++q) step(q, acc[0]);
  add_chains<chains / 2>(acc);
  HWY_UNROLL(4)
  for (std::size_t i = 0; i < P; ++i) {
    store_sums<panel_vectors>(acc[0] + i * panel_vectors, t.panels[i].start.data(),
                              t.sums + i * panel_width);
  }
}

/// One row times P panels. The weights stream in as fast as the second-level cache gives them:
/// looking up where each quad is would take longer.
template <std::size_t P>
HWY_INLINE void sum_row(const tile& t) {
  const std::uint8_t* const row = t.rows[0];
  if (t.joined && t.quads != 0) {
    const std::uint8_t* const first = row + t.offsets[0];
    sum_quads<P>(t, [=](std::size_t q) OCTET_SIMD_ATTR { return first + q * 4 * form_bytes; });
  } else {
    const std::int32_t* const offsets = t.offsets;
    sum_quads<P>(t, [=](std::size_t q) OCTET_SIMD_ATTR { return row + offsets[q]; });
  }
}

/// The same as a call.
template <std::size_t P>
void multiply_row(tile& t) {
  sum_row<P>(t);
}

/// The kernel of a tile.
struct tile_shape {
  std::size_t rows;
  void (*run)(tile&);
};

/// Tiles of P panels, the lowest first.
template <std::size_t P>
inline constexpr tile_shape shapes_of[] = {
#if HWY_MAX_BYTES == 64 && OCTET_SIMD_DOT == 0
    {1, multiply_row<1>},  // few machines have no more: fewer tiles to compile
    {4, multiply_tile<4, P>},
    {12, multiply_tile<12, P>},
#else
    {2, multiply_tile<2, P>},
    {4, multiply_tile<4, P>},
#endif
#if HWY_MAX_BYTES == 64 && OCTET_SIMD_DOT != 0
    {P == 4 ? 6 : 8, multiply_tile<P == 4 ? 6 : 8, P>},
    {P == 4 ? 6 : 12, multiply_tile<P == 4 ? 6 : 12, P>},
#elif HWY_MAX_BYTES == 32
    {6, multiply_tile<6, P>},
#elif HWY_ARCH_ARM_A64 && OCTET_SIMD_DOT == 2
    {5, multiply_tile<5, P>},  // GCC loads all rows' activations first: six would not fit
#endif
};
inline constexpr tile_shape single_row{1, multiply_row<1>};

/// The panels of the next tile where so many are left, and some rows.
inline std::size_t panels_of_tile(std::size_t left, std::size_t rows) {
  if (tile_panels == 1 || rows == 1) return 1;
  return left >= 4 ? 4 : left >= 2 ? 2 : 1;
}

/// Whether rows 2 * i and 2 * i + 1 are always x_step apart: lines of odd length tear them apart.
inline bool in_pairs(const simd_product& p) { return p.width % 2 == 0 || p.width == p.rows; }

/// The tile that is next where `left` of all rows are: as many whole tiles of the tallest kind as
/// there are, and then the lowest that holds the rest. A tile may reach back over rows that are
/// done, but not beyond the first.
inline const tile_shape& shape_for(const simd_product& p, std::size_t panels, std::size_t left) {
  const auto rows = static_cast<std::size_t>(p.rows);
  const std::size_t most = in_pairs(p) ? tile_rows : 8;
  constexpr std::size_t half = tile_panels == 1 ? 1 : 2;
  const tile_shape* const shapes = panels == 1      ? shapes_of<1>
                                   : panels == half ? shapes_of<half>
                                                    : shapes_of<tile_panels>;
  const tile_shape* best = shapes;
  for (const tile_shape* s = shapes; s != shapes + sizeof(shapes_of<1>) / sizeof(*s); ++s) {
    if (s->rows <= HWY_MIN(rows, most) && best->rows < left) best = s;
  }
  return *best;
}

/// Whether the codes are int16 in two planes of bytes.
HWY_INLINE bool has_planes(const simd_product& p) { return form_bytes == 1 && p.high_plane != 0; }

/// The tile of all quads of some panels.
inline tile whole_tile(const simd_product& p, std::size_t panel) {
  tile t;
  t.x_step = p.x_step;
  t.offsets = p.offsets;
  t.joined = p.segment_quads == p.quads;
  t.quads = static_cast<std::size_t>(p.quads);
  t.panel_bytes = t.quads * 64;
  t.weights = p.weights + panel * t.panel_bytes;
  t.panels = p.out.panels + panel;
  const std::size_t channels = static_cast<std::size_t>(p.out.channels) - panel * panel_width;
  t.vectors = (channels * panel_vectors + panel_width - 1) / panel_width;
  return t;
}

/// For sums that begin with nothing.
inline constexpr simd_panel zero_panels[tile_panels]{};

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
