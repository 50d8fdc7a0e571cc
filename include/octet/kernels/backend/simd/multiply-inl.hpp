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
  tile_sums sums;
  tile high = t;
  high.sums = sums.at;
  high.panels = zero_panels;
  for (std::size_t i = 0; i < rows; ++i) high.rows[i] += p.high_plane;
  run(high);
  add_shifted(high.sums, rows * channels, t.sums);
}

/// Tiles below each other from row m on. Here and below, Words says whether codes may be int16.
template <bool Words>
inline void run_tiles(const simd_product& p, void (*run)(tile&), std::size_t tiles,
                      std::size_t rows, std::size_t m, std::size_t channels, tile& t) {
  for (std::size_t i = 0; i < tiles; ++i, t.sums += rows * channels) {
    find_rows(p, m + i * rows, rows, t);
    run(t);
    if (Words && has_planes(p)) add_high_plane(p, run, rows, channels, t);
  }
}

/// All rows times `panels` neighbouring panels.
template <bool Words>
inline void multiply_panels(const simd_product& p, std::size_t panel, std::size_t panels) {
  const auto rows = static_cast<std::size_t>(p.rows);
  const std::size_t channels = panels * panel_width;
  tile_sums sums;
  tile t = whole_tile(p, panel);
  for (std::size_t m = 0; m < rows;) {
    const std::size_t left = rows - m;
    const tile_shape& shape = shape_for(p, panels, left);
    const std::size_t whole = HWY_MIN(left, rows_together) / shape.rows;
    const std::size_t tiles = HWY_MAX(whole, std::size_t{1});
    // The last tile reaches back over rows that are done: they get the same codes again.
    const std::size_t first = whole == 0 ? rows - shape.rows : m;
    t.sums = sums.at;
    run_tiles<Words>(p, shape.run, tiles, shape.rows, first, channels, t);
    requantize_tile<Words>(p.out, {sums.at, channels, tiles * shape.rows, first, panel}, panels);
    m = first + tiles * shape.rows;
  }
}

/// One row, as many panels at a time as requantize_row takes.
template <bool Words>
inline void multiply_one_row(const simd_product& p, std::size_t panels) {
  tile t = whole_tile(p, 0);
  alignas(64) std::uint32_t sums[row_panels * panel_width];
  for (std::size_t panel = 0; panel < panels; panel += row_panels) {
    const std::size_t n = HWY_MIN(row_panels, panels - panel);
    const bool together = n > 1 && n == row_panels;
    t.rows[0] = p.input;
    if (together) {
      t.panels = p.out.panels + panel;
      t.sums = sums;
      multiply_row<row_panels>(t);
      t.weights += n * t.panel_bytes;
    }
    // Inline: a call takes a tenth of a small product.
    for (std::size_t i = together ? n : 0; i < n; ++i, t.weights += t.panel_bytes) {
      t.panels = p.out.panels + panel + i;
      t.sums = sums + i * panel_width;
      sum_row<1>(t);
    }
    requantize_row<Words>(p.out, sums, panel, n);
  }
}

HWY_INLINE void add_start(const simd_panel& p, std::uint32_t* sums) {
  for (std::size_t i = 0; i < panel_width; i += lanes) {
    const auto sum = hn::Add(hn::Load(du32(), sums + i), hn::Load(du32(), p.start.data() + i));
    hn::Store(sum, du32(), sums + i);
  }
}

/// One row in planes, which are the rows of a tile of several panels: weights come from far, and so
/// but once.
inline void multiply_planes_of_row(const simd_product& p, std::size_t panels) {
  alignas(64) std::uint32_t sums[2 * tile_panels * panel_width];
  wide_tile wide;
  for (std::size_t panel = 0, n = 0; panel < panels; panel += n) {
    n = panels - panel >= tile_panels ? tile_panels : 1;
    tile t = whole_tile(p, panel);
    t.rows[0] = p.input;
    t.rows[1] = p.input + p.high_plane;
    t.panels = zero_panels;
    t.sums = sums;
    const std::size_t count = n * panel_width;
    if (n == tile_panels) {
      multiply_tile<2, tile_panels>(t);
    } else {
      multiply_row<1>(t);
      t.rows[0] = t.rows[1];
      t.sums += count;
      multiply_row<1>(t);
    }
    if (p.out.panels[panel].way == panel_way::widely) {
      add_widely(sums, count, 0, true, wide.sums);
      add_widely(sums + count, count, 8, false, wide.sums);
      for (std::size_t i = 0; i < n; ++i) {
        requantize_wide(p.out, {sums, panel_width, 1, 0, panel + i}, wide.sums + i * panel_width);
      }
      continue;
    }
    add_shifted(sums + count, count, sums);
    for (std::size_t i = 0; i < n; ++i) add_start(p.out.panels[panel + i], sums + i * panel_width);
    requantize_row<true>(p.out, sums, panel, n);
  }
}

template <bool Words>
inline void multiply(const simd_product& p) {
  if (p.rows == 0 || p.out.channels == 0) return;
  const std::size_t panels = panels_of(p.out.channels);
  if constexpr (Words) {
    if (p.rows == 1 && has_planes(p)) {
      multiply_planes_of_row(p, panels);
      return;
    }
    if (p.out.panels[0].way == panel_way::widely) {
      multiply_widely(p, panels);
      return;
    }
  }
  if (p.rows == 1) {
    multiply_one_row<Words>(p, panels);
    return;
  }
  if (multiplied_thin<Words>(p)) return;
  for (std::size_t panel = 0; panel < panels;) {
    const std::size_t n = panels_of_tile(panels - panel, 2);
    multiply_panels<Words>(p, panel, n);
    panel += n;
  }
}

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
