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
  const auto bytes = static_cast<std::size_t>(p.x_step), step = work.input_step();
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

/// The products of `tiles` tiles, which are the rows of a product at each position, by a panel.
inline void multiply_positions(const simd_product& p, const winograd_work& work, std::size_t tiles,
                               const std::uint8_t* input, std::size_t panel,
                               std::uint8_t* products) {
  tile t = whole_tile(p, panel);
  t.quads = static_cast<std::size_t>(p.segment_quads);
  t.panels = zero_panels;
  t.x_step = p.x_step;
  for (std::size_t i = 0; i < winograd_work::positions; ++i) {
    const std::uint8_t* from = input + i * work.input_step();
    t.sums = reinterpret_cast<std::uint32_t*>(products + i * work.product_step());
    for (std::size_t first = 0; first < tiles; first += tile_rows) {
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

/// a + b + c and b - c - d: a line by A'.
struct winograd_pair {
  v32 first, second;

  HWY_INLINE winograd_pair(v32 a, v32 b, v32 c, v32 e)
      : first(hn::Add(a, hn::Add(b, c))), second(hn::Sub(hn::Sub(b, c), e)) {}
};

/// The sums of two lines of pixels from the products of a line of tiles, of `lanes` channels.
inline void transform_output(const simd_panel& panel, const winograd_work& work, std::size_t lane,
                             const std::uint8_t* products, std::uint32_t* sums) {
  const std::size_t step = work.product_step(), line = work.line_bytes() / 4;
  const auto start = hn::Load(du32(), panel.start.data() + lane);
  const auto store = [&](v32 four_times, std::uint32_t* to) OCTET_SIMD_ATTR {
    hn::Store(hn::Add(start, hn::BitCast(du32(), hn::ShiftRight<2>(four_times))), du32(), to);
  };
  sums += lane;
  for (std::int32_t x = 0; x < work.width; ++x, products += 4 * panel_width) {
    const auto at = [&](std::size_t y, std::size_t i) OCTET_SIMD_ATTR {
      const std::uint8_t* from = products + (4 * y + i) * step;
      return hn::Load(d32(), reinterpret_cast<const std::int32_t*>(from) + lane);
    };
    const auto column = [&](std::size_t i) OCTET_SIMD_ATTR {
      return winograd_pair(at(0, i), at(1, i), at(2, i), at(3, i));
    };
    const winograd_pair a = column(0), b = column(1), c = column(2), e = column(3);
    const winograd_pair upper(a.first, b.first, c.first, e.first),
        lower(a.second, b.second, c.second, e.second);
    store(upper.first, sums);
    store(upper.second, sums + panel_width);
    store(lower.first, sums + line);
    store(lower.second, sums + line + panel_width);
    sums += 2 * panel_width;
  }
}

/// A band of lines; `memory` is work.bytes(), 64-byte aligned.
inline void multiply_winograd(const simd_product& p, const winograd_work& work,
                              std::uint8_t* memory) {
  const std::int32_t lines = p.rows / p.width;
  const auto bytes = static_cast<std::size_t>(p.x_step),
             width = static_cast<std::size_t>(work.width);
  std::uint8_t* const products = memory + winograd_work::positions * work.input_step();
  auto* const sums =
      reinterpret_cast<std::uint32_t*>(products + winograd_work::positions * work.product_step());
  std::size_t tiles = 0;
  for (std::int32_t y = 0; y < lines; y += 2, tiles += width) {
    transform_input(p, work, p.input + y * p.y_step, memory + tiles * bytes);
  }
  for (std::size_t panel = 0; panel < panels_of(p.out.channels); ++panel) {
    multiply_positions(p, work, tiles, memory, panel, products);
    const std::uint8_t* from = products;
    for (std::int32_t y = 0; y < lines; y += 2, from += width * panel_width * 4) {
      for (std::size_t lane = 0; lane < panel_width; lane += lanes) {
        transform_output(p.out.panels[panel], work, lane, from, sums);
      }
      for (std::int32_t i = 0; i < HWY_MIN(lines - y, 2); ++i) {
        const auto pixels = static_cast<std::size_t>(p.width);
        requantize_tile<false>(
            p.out,
            {sums + static_cast<std::size_t>(i) * (work.line_bytes() / 4), panel_width, pixels,
             static_cast<std::size_t>(y + i) * pixels, panel},
            1);
      }
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
