// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Rows of activations times packed weights, tile by tile. Read once per target by targets.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {

/// sums += 256 * high
HWY_INLINE void add_shifted(const std::uint32_t* high, std::size_t n, std::uint32_t* sums) {
  for (std::size_t i = 0; i < n; i += lanes) {
    const auto sum = hn::ShiftLeft<8>(hn::Load(du32(), high + i));
    hn::Store(hn::Add(hn::Load(du32(), sums + i), sum), du32(), sums + i);
  }
}

/// sums += 256 * the product of the high bytes
inline void add_high_plane(const simd_product& p, void (*run)(tile&), std::size_t rows,
                           std::size_t channels, tile& t) {
  static constexpr simd_panel zero{};
  tile high;
  tile_sums sums;
  high.sums = sums.at;
  high.offsets = t.offsets;
  high.quads = t.quads;
  for (std::size_t i = 0; i < rows; ++i) high.rows[i] = t.rows[i] + p.high_plane;
  for (std::size_t i = 0; i < tile_panels; ++i) {
    high.weights[i] = t.weights[i];
    high.start[i] = zero.start.data();
  }
  run(high);
  add_shifted(high.sums, rows * channels, t.sums);
}

/// Tiles below each other from row m on.
inline void run_tiles(const simd_product& p, void (*run)(tile&), std::size_t tiles,
                      std::size_t rows, std::size_t m, std::size_t channels, tile& t) {
  for (std::size_t i = 0; i < tiles; ++i, t.sums += rows * channels) {
    find_rows(p, m + i * rows, rows, t);
    run(t);
    if (p.high_plane != 0) add_high_plane(p, run, rows, channels, t);
  }
}

/// All rows times `panels` neighbouring panels.
inline void multiply_panels(const simd_product& p, std::size_t panel, std::size_t panels,
                            const tile_shape& shape) {
  const auto rows = static_cast<std::size_t>(p.rows);
  const std::size_t channels = panels * panel_width;
  const auto run = shape.run(panels);
  tile_sums sums;
  tile t;
  t.offsets = p.offsets;
  t.quads = static_cast<std::size_t>(p.quads);
  for (std::size_t i = 0; i < panels; ++i) {
    t.weights[i] = p.weights + (panel + i) * t.quads * 64;
    t.start[i] = p.out.panels[panel + i].start.data();
  }
  for (std::size_t m = 0; m < rows;) {
    const std::size_t left = rows - m, tiles = HWY_MIN(left / shape.rows, tiles_together);
    // The last tile reaches back over rows that are done: they get the same codes again.
    const std::size_t first = tiles == 0 ? rows - shape.rows : m,
                      n = HWY_MAX(tiles, std::size_t{1});
    t.sums = sums.at;
    run_tiles(p, run, n, shape.rows, first, channels, t);
    requantize_tile(p.out, {sums.at, channels, n * shape.rows, first, panel}, panels);
    m = first + n * shape.rows;
  }
}

/// One row, as many panels at a time as requantize_row takes.
inline void multiply_one_row(const simd_product& p, std::size_t panels) {
  static constexpr simd_panel zero{};
  tile t;
  t.offsets = p.offsets;
  t.quads = static_cast<std::size_t>(p.quads);
  t.weights[0] = p.weights;
  alignas(64) std::uint32_t sums[row_panels * panel_width], high[panel_width];
  for (std::size_t panel = 0; panel < panels; panel += row_panels) {
    const std::size_t n = HWY_MIN(row_panels, panels - panel);
    for (std::size_t i = 0; i < n; ++i, t.weights[0] += t.quads * 64) {
      std::uint32_t* const to = sums + i * panel_width;
      t.rows[0] = p.input;
      t.start[0] = p.out.panels[panel + i].start.data();
      multiply_row(t, to);
      if (p.high_plane == 0) continue;
      t.rows[0] += p.high_plane;
      t.start[0] = zero.start.data();
      multiply_row(t, high);
      add_shifted(high, panel_width, to);
    }
    requantize_row(p.out, sums, panel, n);
  }
}

inline void multiply(const simd_product& p) {
  if (p.rows == 0 || p.out.channels == 0) return;
  const std::size_t panels = panels_of(p.out.channels);
  if (p.out.panels[0].literal[0] == widely) {
    multiply_widely(p, panels);
    return;
  }
  if (p.rows == 1) {
    multiply_one_row(p, panels);
    return;
  }
  const tile_shape& shape = best_shape(static_cast<std::size_t>(p.rows));
  const std::size_t most = shape.most_panels();
  for (std::size_t panel = 0; panel < panels; panel += most) {
    multiply_panels(p, panel, HWY_MIN(most, panels - panel), shape);
  }
}

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
