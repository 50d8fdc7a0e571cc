// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Convolutions of 3x3 windows by Winograd's minimal filtering: see winograd_work. Read once per
// target by targets.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {

#if OCTET_SIMD_DOT == 0
/// Codes of 16 channels, or of 8.
using winograd_tag = hn::CappedTag<std::int16_t, 16>;
using winograd_words = hn::Vec<winograd_tag>;

/// Four codes below each other, by B'.
struct winograd_column {
  winograd_words at[4];

  HWY_INLINE winograd_column(const std::uint8_t* from, std::ptrdiff_t y_step) {
    const winograd_tag d;
    const auto line = [&](std::ptrdiff_t y) OCTET_SIMD_ATTR {
      return hn::LoadU(d, reinterpret_cast<const std::int16_t*>(from + y * y_step));
    };
    const winograd_words first = line(0), second = line(1), third = line(2), fourth = line(3);
    at[0] = hn::Sub(first, third);
    at[1] = hn::Add(second, third);
    at[2] = hn::Sub(third, second);
    at[3] = hn::Sub(second, fourth);
  }
};

/// B' d B of a line of tiles, from the first of the four lines below them.
inline void transform_input(const simd_product& p, const winograd_work& work,
                            const std::uint8_t* line, std::uint8_t* to) {
  const winograd_tag d;
  const auto bytes = static_cast<std::size_t>(p.x_step), step = work.step();
  for (std::size_t i = 0; i < bytes; i += 2 * hn::Lanes(d)) {
    const std::uint8_t* from = line + i;
    winograd_column a(from, p.y_step), b(from + p.x_step, p.y_step);
    std::uint8_t* tile = to + i;
    for (std::int32_t x = 0; x < work.width; ++x, tile += bytes) {
      from += 2 * p.x_step;
      const winograd_column c(from, p.y_step), e(from + p.x_step, p.y_step);
      HWY_UNROLL(4)
      for (std::size_t y = 0; y < 4; ++y) {
        const auto store = [&](std::size_t position, winograd_words v) OCTET_SIMD_ATTR {
          hn::StoreU(v, d, reinterpret_cast<std::int16_t*>(tile + (4 * y + position) * step));
        };
        store(0, hn::Sub(a.at[y], c.at[y]));
        store(1, hn::Add(b.at[y], c.at[y]));
        store(2, hn::Sub(c.at[y], b.at[y]));
        store(3, hn::Sub(b.at[y], e.at[y]));
      }
      a = c;
      b = e;
    }
  }
}

/// Tiles whose products are made together, and those products, [position][tile][channel].
struct winograd_tiles {
  static constexpr std::size_t together = winograd_work::together,
                               step = (together + 1) * panel_width;  ///< see winograd_work::step

  static_assert(together % tile_rows == 0);

  std::size_t first = 0, count = 0, panel = 0;
  alignas(64) std::uint32_t products[winograd_work::positions * step];

  /// The tiles are the rows of a product at each position.
  void multiply(const simd_product& p, const winograd_work& work, const std::uint8_t* input) {
    tile t = whole_tile(p, panel);
    t.quads = static_cast<std::size_t>(p.segment_quads);
    t.panels = zero_panels;
    input += first * static_cast<std::size_t>(p.x_step);
    for (std::size_t i = 0; i < winograd_work::positions; ++i, input += work.step()) {
      const std::uint8_t* from = input;
      t.sums = products + i * step;
      for (std::size_t n = 0; n < count; n += tile_rows) {
        for (const std::uint8_t*& row : t.rows) {
          row = from;
          from += p.x_step;
        }
        multiply_tile<tile_rows, 1>(t);
        t.sums += tile_rows * panel_width;
      }
      t.weights += t.quads * t.quad_bytes;
    }
  }
};

/// a + b + c and b - c - d: a line by A'.
struct winograd_pair {
  v32 first, second;

  HWY_INLINE winograd_pair(v32 a, v32 b, v32 c, v32 e)
      : first(hn::Add(a, hn::Add(b, c))), second(hn::Sub(hn::Sub(b, c), e)) {}
};

/// The sums of two lines of pixels under neighbouring tiles.
struct winograd_lines {
  static constexpr std::size_t line = winograd_work::together * 2 * panel_width;

  alignas(64) std::uint32_t sums[2 * line];

  /// A' of n tiles' products, from `products` on, A; and a quarter of that.
  void transform(const simd_panel& panel, std::size_t n, const std::uint32_t* products) {
    for (std::size_t lane = 0; lane < panel_width; lane += lanes) {
      const auto start = hn::Load(du32(), panel.start.data() + lane);
      const auto store = [&](v32 four_times, std::uint32_t* to) OCTET_SIMD_ATTR {
        hn::Store(hn::Add(start, hn::BitCast(du32(), hn::ShiftRight<2>(four_times))), du32(), to);
      };
      const std::uint32_t* from = products + lane;
      std::uint32_t* to = sums + lane;
      for (std::size_t i = 0; i < n; ++i, from += panel_width, to += 2 * panel_width) {
        const auto column = [&](std::size_t x) OCTET_SIMD_ATTR {
          const auto at = [&](std::size_t y) OCTET_SIMD_ATTR {
            return load_sums(from + (4 * y + x) * winograd_tiles::step);
          };
          return winograd_pair(at(0), at(1), at(2), at(3));
        };
        const winograd_pair a = column(0), b = column(1), c = column(2), e = column(3);
        const winograd_pair upper(a.first, b.first, c.first, e.first),
            lower(a.second, b.second, c.second, e.second);
        store(upper.first, to);
        store(upper.second, to + panel_width);
        store(lower.first, to + line);
        store(lower.second, to + line + panel_width);
      }
    }
  }
};

/// The codes under tiles whose products are made.
inline void requantize_winograd(const simd_product& p, const winograd_work& work,
                                const winograd_tiles& tiles) {
  const auto width = static_cast<std::size_t>(work.width),
             pixels = static_cast<std::size_t>(p.width),
             lines = static_cast<std::size_t>(p.rows) / pixels;
  winograd_lines sums;
  for (std::size_t i = 0, n = 0; i < tiles.count; i += n) {
    const std::size_t y = (tiles.first + i) / width * 2, x = (tiles.first + i) % width;
    n = HWY_MIN(width - x, tiles.count - i);
    sums.transform(p.out.panels[tiles.panel], n, tiles.products + i * panel_width);
    for (std::size_t line = 0; line < 2 && y + line < lines; ++line) {
      requantize_tile<false>(
          p.out,
          {sums.sums + line * winograd_lines::line, panel_width, HWY_MIN(2 * n, pixels - 2 * x),
           (y + line) * pixels + 2 * x, tiles.panel},
          1);
    }
  }
}

/// A band of lines; `memory` is work.bytes(), 64-byte aligned.
inline void multiply_winograd(const simd_product& p, const winograd_work& work,
                              std::uint8_t* memory) {
  const std::int32_t lines = p.rows / p.width;
  std::size_t all = 0;
  for (std::int32_t y = 0; y < lines; y += 2, all += static_cast<std::size_t>(work.width)) {
    transform_input(p, work, p.input + y * p.y_step,
                    memory + all * static_cast<std::size_t>(p.x_step));
  }
  winograd_tiles tiles;
  for (tiles.panel = 0; tiles.panel < panels_of(p.out.channels); ++tiles.panel) {
    for (tiles.first = 0; tiles.first < all; tiles.first += tiles.count) {
      tiles.count = HWY_MIN(all - tiles.first, winograd_work::together);
      tiles.multiply(p, work, memory);
      requantize_winograd(p, work, tiles);
    }
  }
}
inline constexpr auto winograd_of_target = multiply_winograd;
#else
inline constexpr decltype(simd_product_kernels::multiply_winograd) winograd_of_target = nullptr;
#endif

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
