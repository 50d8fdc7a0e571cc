// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Which tiles there are, which is next, and where it is in a product. Read once per target by
// targets.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {

/// The kernel of a tile.
struct tile_shape {
  std::size_t rows;
  void (*run)(tile&);
};

/// Tiles of P panels, the lowest first.
template <std::size_t P>
inline constexpr tile_shape shapes_of[] = {
    {2, multiply_tile<2, P>},
    {HWY_MIN(tile_rows, 4), multiply_tile<HWY_MIN(tile_rows, 4), P>},
#if HWY_MAX_BYTES == 64 && OCTET_SIMD_DOT == 0
    {12, multiply_tile<12, P>},
#elif HWY_MAX_BYTES == 64
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
  t.quad_bytes = static_cast<std::size_t>(p.quad_bytes);
  t.panel_bytes = t.quads * t.quad_bytes;
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
