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

/// Tiles and vectors of weights of which the sums stay in registers.
inline constexpr std::size_t winograd_rows = HWY_MAX_BYTES == 64   ? 12
                                             : HWY_MAX_BYTES == 32 ? 6
                                                                   : 4,
                             winograd_vectors = HWY_MAX_BYTES == 64 ? 1 : 2;

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

/// acc += a pair of codes of each of some tiles times their weights. A function of its own, else
/// GCC keeps the sums in memory.
template <std::size_t R, std::size_t V>
HWY_INLINE void add_pair(const std::uint8_t* codes, std::size_t step, const std::uint8_t* from,
                         v32 (&acc)[R][V]) {
  v32 weights[V];
  HWY_UNROLL(2)
  for (std::size_t v = 0; v < V; ++v) {
    weights[v] = hn::Load(d32(), reinterpret_cast<const std::int32_t*>(from) + v * lanes);
  }
  HWY_UNROLL(16)
  for (std::size_t r = 0; r < R; ++r) {
    std::int32_t pair;
    __builtin_memcpy(&pair, codes + r * step, 4);
    const v32 x = hn::Set(d32(), pair);
    HWY_UNROLL(2)
    for (std::size_t v = 0; v < V; ++v) {
      acc[r][v] = dot(acc[r][v], x, weights[v]);
      keep_in_register(acc[r][v]);
    }
  }
}

/// The sums of one position of winograd_rows tiles, of winograd_vectors vectors of a panel.
inline void multiply_position(const std::uint8_t* codes, std::size_t bytes,
                              const std::uint8_t* weights, std::uint32_t* sums) {
  constexpr std::size_t R = winograd_rows, V = winograd_vectors;
  v32 acc[R][V];
  HWY_UNROLL(16)
  for (std::size_t r = 0; r < R; ++r) {
    HWY_UNROLL(2)
    for (std::size_t v = 0; v < V; ++v) acc[r][v] = hn::Zero(d32());
  }
  for (std::size_t i = 0; i < bytes; i += 4, weights += 64) {
    add_pair<R, V>(codes + i, bytes, weights, acc);
  }
  HWY_UNROLL(16)
  for (std::size_t r = 0; r < R; ++r) {
    HWY_UNROLL(2)
    for (std::size_t v = 0; v < V; ++v) {
      hn::Store(hn::BitCast(du32(), acc[r][v]), du32(), sums + r * panel_width + v * lanes);
    }
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
  const auto* weights = reinterpret_cast<const std::uint8_t*>(p.weights);
  for (std::size_t panel = 0; panel < panels_of(p.out.channels); ++panel) {
    for (std::size_t i = 0; i < winograd_work::positions; ++i, weights += bytes / 4 * 64) {
      const std::uint8_t* const from = memory + i * work.input_step();
      auto* const to = reinterpret_cast<std::uint32_t*>(products + i * work.product_step());
      for (std::size_t tile = 0; tile < tiles; tile += winograd_rows) {
        for (std::size_t lane = 0; lane < panel_width; lane += winograd_vectors * lanes) {
          multiply_position(from + tile * bytes, bytes, weights + lane * 4,
                            to + tile * panel_width + lane);
        }
      }
    }
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
