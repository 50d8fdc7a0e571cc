// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Blocks of a product on the tile registers of AMX, for which avx512_vnni's packed weights are
// tiles already. Read once, by targets.hpp, before amx-inl.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

HWY_PUSH_ATTRIBUTES(OCTET_SIMD_ATTRIBUTES)

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {

using namespace OCTET_SIMD_PLAIN;

// Words of AMX. In assembly: the intrinsics of GCC 12 do not say that they read memory.
#define OCTET_TILE_LOAD_AS(word, tile, from, step) \
  asm volatile(word " (%0,%1), %%tmm" #tile ::"r"(from), "r"(step) : "memory")
#define OCTET_TILE_LOAD(tile, from, step) OCTET_TILE_LOAD_AS("tileloadd", tile, from, step)
#define OCTET_TILE_STORE(tile, to, step) \
  asm volatile("tilestored %%tmm" #tile ", (%0,%1)" ::"r"(to), "r"(step) : "memory")
#define OCTET_TILE_DOT(word, sums, x, weights) \
  asm volatile(word " %%tmm" #weights ", %%tmm" #x ", %%tmm" #sums::)

/// Rows of activations: with the hint that they are not soon read again, or without.
#define OCTET_TILE_LOAD_ROWS(tile, from)                   \
  if constexpr (Rows == row_use::once) {                   \
    OCTET_TILE_LOAD_AS("tileloaddt1", tile, from, x_step); \
  } else {                                                 \
    OCTET_TILE_LOAD(tile, from, x_step);                   \
  }

/// Those of a block of T row tiles and P panels; of four panels, the first two, and the others once
/// their weights are there.
#define OCTET_TILE_DOTS(word)                          \
  OCTET_TILE_DOT(word, 0, 4, 6);                       \
  if constexpr (T == 2) OCTET_TILE_DOT(word, 2, 5, 6); \
  if constexpr (P >= 2) OCTET_TILE_DOT(word, 1, 4, 7); \
  if constexpr (T == 2 && P == 2) OCTET_TILE_DOT(word, 3, 5, 7)
#define OCTET_TILE_MORE_DOTS(word)                     \
  OCTET_TILE_LOAD(6, weights + 2 * panel_bytes, quad); \
  OCTET_TILE_DOT(word, 2, 4, 6);                       \
  OCTET_TILE_LOAD(7, weights + 3 * panel_bytes, quad); \
  OCTET_TILE_DOT(word, 3, 4, 7)

/// What the tile registers hold: 0 to 3 sums, [row tile][panel] or of four panels; 4 and 5
/// activations, a row of the product each row; 6 and 7 weights, a quad of a panel each row.
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

/// A block of sums: up to two row tiles times two panels, or one times four.
inline constexpr std::size_t block_tiles = 2, block_panels = 2,
                             block_width = block_panels * panel_width;

/// Of int16 codes the second row tile is the first's high bytes.
struct tile_block {
  const std::uint8_t* rows[block_tiles]{};
  std::size_t first_row[block_tiles]{}, done[block_tiles]{};  ///< rows that other tiles have
  std::size_t tiles = 0;
};

struct block_sums {
  alignas(64) std::uint32_t at[block_tiles * 16 * block_width];
};

/// The row tiles of a product, a block at a time.
struct block_walk {
  const simd_product& p;
  const tiling& t;
  std::size_t most = p.high_plane != 0 ? 1 : block_tiles;  ///< at a time, before their planes
  std::size_t line = 0, in_line = 0, left = t.tiles;

  tile_block next() {
    const auto width = static_cast<std::size_t>(p.width);
    tile_block b;
    for (; b.tiles < most && left != 0; ++b.tiles, --left) {
      const std::size_t wanted = in_line * t.height, x = HWY_MIN(wanted, width - t.height);
      b.rows[b.tiles] = p.input + static_cast<std::ptrdiff_t>(line) * p.y_step +
                        static_cast<std::ptrdiff_t>(x) * p.x_step;
      b.first_row[b.tiles] = line * width + x;
      b.done[b.tiles] = wanted - x;
      if (++in_line < t.in_line) continue;
      in_line = 0;
      ++line;
    }
    if (p.high_plane != 0 && b.tiles != 0) {
      b.rows[1] = b.rows[0] + p.high_plane;
      b.tiles = 2;
    }
    return b;
  }
};

/// What the rows of a product are: its form, or the codes as they are. A branch at each step,
/// always the same way: loops of their own took long to compile.
enum class row_kind { biased, codes };

/// What multiplies a block.
struct block_weights {
  row_kind kind;  ///< of the rows
  const std::int8_t* weights;
  const char* starts;  ///< of the sums of the first panel; those of the next lie a panel apart
  const char* lower_starts;  ///< of the second row tile's
};

/// Nothing to do between the dot products of tiles.
struct idle {
  HWY_INLINE void operator()() {}
  HWY_INLINE void write_all() {}
};

/// Quads of four panels whose weights stay in the nearest cache, beside a row tile.
inline constexpr std::int32_t near_quads = 128;

/// Whether a block's rows are read again soon. Of `once` they leave the nearest cache to the
/// weights.
enum class row_use { again, once };

/// Rows that share nothing, and would fill the nearest cache together with the weights of a block.
/// Measured: a seventh faster; a tenth slower of windows, whose lines are read again at once.
inline row_use use_of_rows(const simd_product& p) {
  return p.quads >= near_quads && p.segment_quads == p.quads ? row_use::once : row_use::again;
}

/// Sums of T row tiles times P panels; after each step of dot products between(), and after the
/// last between.write_all().
template <int T, int P, row_use Rows, class Between>
HWY_INLINE void multiply_block(const simd_product& p, const tiling& t, const block_weights& w,
                               const tile_block& b, std::uint32_t* sums, Between& between) {
  constexpr std::ptrdiff_t same = 0, quad = 64, row = 4 * HWY_MAX(P * panel_width, block_width);
  constexpr std::ptrdiff_t next = sizeof(simd_panel);
  const char *const starts = w.starts, *const lower = w.lower_starts;
  OCTET_TILE_LOAD(0, starts, same);
  if constexpr (P >= 2) OCTET_TILE_LOAD(1, starts + next, same);
  if constexpr (P == 4) OCTET_TILE_LOAD(2, starts + 2 * next, same);
  if constexpr (P == 4) OCTET_TILE_LOAD(3, starts + 3 * next, same);
  if constexpr (T == 2) OCTET_TILE_LOAD(2, lower, same);
  if constexpr (T == 2 && P == 2) OCTET_TILE_LOAD(3, lower + next, same);
  const std::uint8_t *const first = b.rows[0], *const second = b.rows[1];
  const std::int32_t* offsets = p.offsets;
  const std::int8_t* weights = w.weights;
  const std::size_t panel_bytes = static_cast<std::size_t>(p.quads) * 64, quads = t.quads;
  const bool codes = w.kind == row_kind::codes;
  const std::ptrdiff_t x_step = p.x_step;
  for (std::size_t i = t.steps; i > 0; --i, offsets += quads, weights += 64 * quads) {
    const std::ptrdiff_t offset = *offsets;
    OCTET_TILE_LOAD_ROWS(4, first + offset)
    OCTET_TILE_LOAD(6, weights, quad);
    if constexpr (T == 2) {
      OCTET_TILE_LOAD_ROWS(5, second + offset)
    }
    if constexpr (P >= 2) OCTET_TILE_LOAD(7, weights + panel_bytes, quad);
    if (codes) {
      OCTET_TILE_DOTS("tdpbssd");
      if constexpr (P == 4) {
        OCTET_TILE_MORE_DOTS("tdpbssd");
      }
    } else {
      OCTET_TILE_DOTS("tdpbusd");
      if constexpr (P == 4) {
        OCTET_TILE_MORE_DOTS("tdpbusd");
      }
    }
    between();
  }
  if constexpr (P <= 2) between.write_all();  // the sums before may lie here
  OCTET_TILE_STORE(0, sums, row);
  if constexpr (P >= 2) OCTET_TILE_STORE(1, sums + panel_width, row);
  if constexpr (P == 4) OCTET_TILE_STORE(2, sums + 2 * panel_width, row);
  if constexpr (P == 4) OCTET_TILE_STORE(3, sums + 3 * panel_width, row);
  std::uint32_t* const below = sums + t.height * block_width;
  if constexpr (T == 2) OCTET_TILE_STORE(2, below, row);
  if constexpr (T == 2 && P == 2) OCTET_TILE_STORE(3, below + panel_width, row);
}

#undef OCTET_TILE_LOAD_AS
#undef OCTET_TILE_LOAD
#undef OCTET_TILE_LOAD_ROWS
#undef OCTET_TILE_STORE
#undef OCTET_TILE_DOT
#undef OCTET_TILE_DOTS
#undef OCTET_TILE_MORE_DOTS

template <int T, int P>
inline void multiply_alone(const simd_product& p, const tiling& t, const block_weights& w,
                           const tile_block& b, std::uint32_t* sums) {
  idle nothing;
  multiply_block<T, P, row_use::again>(p, t, w, b, sums, nothing);
}

inline void multiply_block(const simd_product& p, const tiling& t, const block_weights& w,
                           const tile_block& b, std::size_t panels, std::uint32_t* sums) {
  const auto run = b.tiles == 2  ? panels == 2 ? multiply_alone<2, 2> : multiply_alone<2, 1>
                    : panels == 2 ? multiply_alone<1, 2>
                                 : multiply_alone<1, 1>;
  run(p, t, w, b, sums);
}

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

HWY_POP_ATTRIBUTES

#endif
