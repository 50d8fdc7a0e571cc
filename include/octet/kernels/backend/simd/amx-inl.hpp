// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Products on the tile registers of AMX; all else is avx512_vnni's, whose packed weights are such
// tiles already. Read once, by targets.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

HWY_PUSH_ATTRIBUTES(OCTET_SIMD_ATTRIBUTES)

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {

using namespace OCTET_SIMD_PLAIN;

// Words of AMX. In assembly: the intrinsics of GCC 12 do not say which memory they read.
#define OCTET_TILE_LOAD(tile, from, step) \
  asm volatile("tileloadd (%0,%1), %%tmm" #tile ::"r"(from), "r"(step))
#define OCTET_TILE_STORE(tile, to, step) \
  asm volatile("tilestored %%tmm" #tile ", (%0,%1)" ::"r"(to), "r"(step) : "memory")
#define OCTET_TILE_DOT(sums, x, weights) \
  asm volatile("tdpbusd %%tmm" #weights ", %%tmm" #x ", %%tmm" #sums::)

/// What the tile registers hold: 0 to 3 sums, [row tile][panel]; 4 and 5 activations, a row of the
/// product each row; 6 and 7 weights, a quad of a panel each row.
struct alignas(64) tile_registers {
  std::uint8_t palette = 1, first_row = 0, unused[14]{};
  std::uint16_t row_bytes[16]{};
  std::uint8_t rows[16]{};

  tile_registers(std::size_t height, std::size_t quads) {
    for (std::size_t i = 0; i < 8; ++i) {
      const bool activations = i == 4 || i == 5;
      row_bytes[i] = static_cast<std::uint16_t>(activations ? 4 * quads : 64);
      rows[i] = static_cast<std::uint8_t>(i < 6 ? height : quads);
    }
  }
};

/// How the rows and the quads of a product are cut into tiles.
struct tiling {
  std::size_t height = 0;   ///< rows of a tile
  std::size_t in_line = 0;  ///< tiles of a line, the last of which may reach back
  std::size_t tiles = 0;    ///< tiles of all lines
  std::size_t quads = 0;    ///< quads of a tile
  std::size_t steps = 0;    ///< tiles of all quads

  explicit tiling(const simd_product& p) {
    constexpr std::size_t most = 16;
    const auto width = static_cast<std::size_t>(p.width), all = static_cast<std::size_t>(p.quads),
               segment = static_cast<std::size_t>(p.segment_quads);
    in_line = (width + most - 1) / most;
    height = (width + in_line - 1) / in_line;
    if (height % 2 != 0 && height < width) ++height;  // codes are made of two rows at a time
    tiles = static_cast<std::size_t>(p.rows) / width * in_line;
    for (quads = HWY_MIN(segment, most); segment % quads != 0;) --quads;
    steps = all / quads;
  }
};

/// Row tiles of a block, and panels; blocks of sums.
inline constexpr std::size_t block_tiles = 2, block_panels = 2, block_width = 2 * panel_width;

struct block_sums {
  alignas(64) std::uint32_t at[block_tiles * 16 * block_width];
};

/// Sums on their way to codes, a few rows at a time: between dot products, which leave the vector
/// unit alone.
struct waiting_block {
  const simd_output* out;
  std::size_t height, panel = 0, panels = 0;
  const std::uint32_t* sums = nullptr;
  std::size_t first_row[block_tiles]{}, next = 0, end = 0;

  void make_codes(std::size_t rows) {
    while (rows != 0 && next < end) {
      const std::size_t tile = next / height, row = next % height;
      const std::size_t n = HWY_MIN(rows, height - row);
      requantize_tile(
          *out, {sums + next * block_width, block_width, n, first_row[tile] + row, panel}, panels);
      next += n;
      rows -= n;
    }
  }
};

/// A block: where its rows and weights are, and where its sums go.
struct tile_block {
  const std::uint8_t* rows[block_tiles];
  const std::int8_t* weights;
  const simd_panel* panels;  ///< where the sums start
  std::uint32_t* sums;
};

/// T row tiles times P panels.
template <int T, int P>
inline void multiply_block(const simd_product& p, const tiling& t, const tile_block& b,
                           waiting_block& waiting, std::size_t rows_a_step) {
  constexpr std::ptrdiff_t same = 0, quad = 64, row = 4 * block_width;
  OCTET_TILE_LOAD(0, b.panels, same);
  if constexpr (P == 2) OCTET_TILE_LOAD(1, b.panels + 1, same);
  if constexpr (T == 2) OCTET_TILE_LOAD(2, b.panels, same);
  if constexpr (T == 2 && P == 2) OCTET_TILE_LOAD(3, b.panels + 1, same);
  const std::int8_t* weights = b.weights;
  const std::size_t panel_bytes = static_cast<std::size_t>(p.quads) * 64;
  for (std::size_t i = 0; i < t.steps; ++i, weights += 64 * t.quads) {
    const std::ptrdiff_t offset = p.offsets[i * t.quads];
    OCTET_TILE_LOAD(4, b.rows[0] + offset, p.x_step);
    OCTET_TILE_LOAD(6, weights, quad);
    OCTET_TILE_DOT(0, 4, 6);
    if constexpr (T == 2) {
      OCTET_TILE_LOAD(5, b.rows[1] + offset, p.x_step);
      OCTET_TILE_DOT(2, 5, 6);
    }
    if constexpr (P == 2) {
      OCTET_TILE_LOAD(7, weights + panel_bytes, quad);
      OCTET_TILE_DOT(1, 4, 7);
    }
    if constexpr (T == 2 && P == 2) OCTET_TILE_DOT(3, 5, 7);
    waiting.make_codes(rows_a_step);
  }
  OCTET_TILE_STORE(0, b.sums, row);
  if constexpr (P == 2) OCTET_TILE_STORE(1, b.sums + panel_width, row);
  std::uint32_t* const below = b.sums + t.height * block_width;
  if constexpr (T == 2) OCTET_TILE_STORE(2, below, row);
  if constexpr (T == 2 && P == 2) OCTET_TILE_STORE(3, below + panel_width, row);
}

#undef OCTET_TILE_LOAD
#undef OCTET_TILE_STORE
#undef OCTET_TILE_DOT

inline void multiply_block(const simd_product& p, const tiling& t, const tile_block& b,
                           waiting_block& waiting, std::size_t tiles, std::size_t panels) {
  const std::size_t a_step = ((waiting.end - waiting.next) / t.steps + 2) / 2 * 2;
  const auto run = tiles == 2    ? panels == 2 ? multiply_block<2, 2> : multiply_block<2, 1>
                      : panels == 2 ? multiply_block<1, 2>
                                 : multiply_block<1, 1>;
  run(p, t, b, waiting, a_step);
}

/// All rows times `panels` neighbouring panels; two blocks of sums take turns.
inline void multiply_tiled_panels(const simd_product& p, const tiling& t, std::size_t panel,
                                  std::size_t panels, block_sums (&sums)[2],
                                  waiting_block& waiting) {
  const auto width = static_cast<std::size_t>(p.width);
  const std::size_t panel_bytes = static_cast<std::size_t>(p.quads) * 64;
  for (std::size_t i = 0; i < t.tiles; i += block_tiles) {
    const std::size_t tiles = HWY_MIN(t.tiles - i, block_tiles);
    tile_block b{{}, p.weights + panel * panel_bytes, p.out.panels + panel, sums[0].at};
    if (waiting.sums == b.sums) b.sums = sums[1].at;
    waiting_block next{&p.out, t.height, panel, panels, b.sums};
    for (std::size_t n = 0; n < tiles; ++n) {
      const std::size_t line = (i + n) / t.in_line,
                        x = HWY_MIN((i + n) % t.in_line * t.height, width - t.height);
      b.rows[n] = p.input + static_cast<std::ptrdiff_t>(line) * p.y_step +
                  static_cast<std::ptrdiff_t>(x) * p.x_step;
      next.first_row[n] = line * width + x;
    }
    next.end = tiles * t.height;
    multiply_block(p, t, b, waiting, tiles, panels);
    waiting.make_codes(next.end);
    if (p.high_plane != 0) {
      block_sums high;
      tile_block above{
          {b.rows[0] + p.high_plane, b.rows[1] + p.high_plane}, b.weights, zero_panels, high.at};
      multiply_block(p, t, above, waiting, tiles, panels);
      add_shifted(high.at, next.end * block_width, b.sums);
    }
    waiting = next;
  }
}

/// Whether tiles are faster than avx512_vnni.
inline bool is_for_tiles(const tiling& t) { return t.height >= 4 && t.quads >= 4; }

inline void multiply(const simd_product& p) {
  if (p.rows < 2 || p.out.channels == 0 || p.quads == 0 || p.out.panels[0].literal[0] == widely) {
    return OCTET_SIMD_PLAIN::multiply(p);
  }
  const tiling t(p);
  if (!is_for_tiles(t)) return OCTET_SIMD_PLAIN::multiply(p);
  const tile_registers registers(t.height, t.quads);
  asm volatile("ldtilecfg %0" ::"m"(registers) : "memory");
  block_sums sums[2];
  waiting_block waiting{&p.out, t.height};
  const std::size_t panels = panels_of(p.out.channels);
  for (std::size_t panel = 0; panel < panels; panel += block_panels) {
    multiply_tiled_panels(p, t, panel, HWY_MIN(block_panels, panels - panel), sums, waiting);
  }
  waiting.make_codes(waiting.end);
  asm volatile("tilerelease" ::: "memory");
}

inline constexpr simd_kernels kernels = [] {
  simd_kernels k = OCTET_SIMD_PLAIN::kernels;
  k.target = simd_target::OCTET_SIMD_NAME;
  k.multiply = multiply;
  return k;
}();

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

HWY_POP_ATTRIBUTES
#undef OCTET_SIMD_ATTRIBUTES
#undef OCTET_SIMD_NAME
#undef OCTET_SIMD_PLAIN

#endif
