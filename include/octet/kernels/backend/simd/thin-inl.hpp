// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Products of few quads, whose sums become codes without leaving the registers: a tile would spend
// more on writing them down than on summing. Read once per target by targets.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {

#if HWY_MAX_BYTES == 64 && OCTET_SIMD_DOT == 1
/// Rows of a tile in registers, and rows after which the next panels are taken, so that lines of
/// the output are still near when their other channels come.
inline constexpr std::size_t thin_rows = 8, thin_rows_together = 160;

/// The rows of a product from row m on, two at a time, which lie x_step apart: see in_pairs.
struct row_pairs {
  const std::uint8_t *line, *at;
  std::int32_t left;  ///< rows of the line
  std::int32_t width;
  std::ptrdiff_t step, y_step;

  HWY_INLINE row_pairs(const simd_product& p, std::size_t m)
      : width(p.width), step(2 * p.x_step), y_step(p.y_step) {
    const auto row = static_cast<std::int32_t>(m), x = row % width;
    line = p.input + row / width * y_step;
    at = line + x * p.x_step;
    left = width - x;
  }
  HWY_INLINE const std::uint8_t* next() {
    const std::uint8_t* const first = at;
    at += step;
    left -= 2;
    if (left <= 0) {
      line += y_step;
      at = line;
      left = width;
    }
    return first;
  }
};

/// Panels whose sums become codes without leaving the registers.
template <code_way Way, std::size_t P>
struct thin_tile {
  static constexpr std::size_t R = thin_rows;
  using addresses = row_addresses<R, 2>;

  tile t;
  v32 acc[R][P];

  /// acc += eight rows times the panels
  HWY_INLINE void add(const addresses& from) {
    const std::int8_t* at = t.weights;
    for (std::size_t q = 0; q < t.quads; ++q, at += 64) {
      v32 weights[P];
      HWY_UNROLL(2)
      for (std::size_t i = 0; i < P; ++i) weights[i] = load_weights(at + i * t.panel_bytes);
      const std::ptrdiff_t offset = t.offsets[q];
      HWY_UNROLL(8)
      for (std::size_t r = 0; r < R; ++r) {
        const v32 x = broadcast_quad(from.at(r) + offset);
        HWY_UNROLL(2)
        for (std::size_t i = 0; i < P; ++i) {
          acc[r][i] = dot(acc[r][i], x, weights[i]);
          keep_in_register(acc[r][i]);
        }
      }
    }
  }
  /// acc *= 256, of the sums of high bytes
  HWY_INLINE void raise() {
    HWY_UNROLL(8)
    for (std::size_t r = 0; r < R; ++r) {
      HWY_UNROLL(2)
      for (std::size_t i = 0; i < P; ++i) {
        acc[r][i] = hn::Add(hn::ShiftLeft<8>(acc[r][i]), start_of_vector(t.panels, i));
      }
    }
  }
  HWY_INLINE void sum(const simd_product& p, row_pairs& pairs) {
    HWY_UNROLL(8)
    for (std::size_t i = 0; i < R; i += 2) t.rows[i] = pairs.next();
    const addresses from(t);
    const simd_panel* const panels = Way == code_way::by_words ? zero_panels : t.panels;
    HWY_UNROLL(8)
    for (std::size_t r = 0; r < R; ++r) {
      HWY_UNROLL(2)
      for (std::size_t i = 0; i < P; ++i) acc[r][i] = start_of_vector(panels, i);
    }
    if constexpr (Way == code_way::by_words) {
      addresses high = from;
      HWY_UNROLL(8)
      for (std::size_t i = 0; i < R / 2; ++i) high.first[i] += p.high_plane;
      add(high);
      raise();
    }
    add(from);
  }
};

/// Rows [begin, end), of which there are at least eight and in pairs, times P panels.
template <code_way Way, std::size_t P>
inline void multiply_thin(const simd_product& p, std::size_t panel, std::size_t begin,
                          std::size_t end) {
  constexpr std::size_t R = thin_rows;
  thin_tile<Way, P> sums;
  sums.t = whole_tile(p, panel);
  const auto step = static_cast<std::size_t>(p.out.channels),
             rows = static_cast<std::size_t>(p.rows);
  const std::size_t channels = channels_of(p.out, panel);
  constexpr bool words = Way == code_way::by_words;
  using code = std::conditional_t<words, std::int16_t, std::int8_t>;
  using packer = std::conditional_t<words, word_packer, row_packer<Way> >;
  const packer first_packer(p.out, panel), last_packer(p.out, panel + P - 1);
  code* const out = static_cast<code*>(p.out.data) + panel * panel_width;
  row_pairs pairs(p, begin);
  for (std::size_t m = begin; m < end; m += R) {
    if (m + R > rows) {  // the last rows reach back over some that are done
      m = rows - R;
      pairs = row_pairs(p, m);
    }
    sums.sum(p, pairs);
    code* to = out + m * step;
    const auto& acc = sums.acc;
    if constexpr (words && P == 2) {
      const word_rows codes(p.out, panel);
      HWY_UNROLL(8)
      for (std::size_t r = 0; r < R; ++r, to += step) {
        codes.store(first_packer.c.codes(acc[r][0]), last_packer.c.codes(acc[r][1]), to);
      }
    } else if constexpr (words) {
      HWY_UNROLL(4)
      for (std::size_t r = 0; r < R; r += 2, to += 2 * step) {
        first_packer.store(acc[r][0], acc[r + 1][0], true, to);
      }
    } else {
      const auto &p0 = first_packer, &p1 = last_packer;
      const bool two_terms = want_two_terms(p0, p1);
      if constexpr (P == 2) {
        HWY_UNROLL(4)
        for (std::size_t r = 0; r < R; r += 2, to += 2 * step) {
          const __m512i bytes = pack_codes(two_terms, p0, acc[r][0], p1, acc[r][1], p0,
                                           acc[r + 1][0], p1, acc[r + 1][1]);
          store_two_rows(bytes, 2 * panel_width, step, to);
        }
      } else {
        HWY_UNROLL(2)
        for (std::size_t r = 0; r < R; r += 4, to += 4 * step) {
          const __m512i bytes = pack_codes(two_terms, p0, acc[r][0], p0, acc[r + 1][0], p0,
                                           acc[r + 2][0], p0, acc[r + 3][0]);
          store_four_rows(bytes, channels, step, to);
        }
      }
    }
  }
}

/// All panels, two at a time where two are whole; of int16 codes the second need not be.
template <code_way Way>
inline void multiply_thin_panels(const simd_product& p) {
  const auto rows = static_cast<std::size_t>(p.rows);
  const auto channels = static_cast<std::size_t>(p.out.channels);
  const std::size_t least = Way == code_way::by_words ? panel_width + 1 : 2 * panel_width;
  for (std::size_t m = 0; m < rows; m += thin_rows_together) {
    const std::size_t end = HWY_MIN(m + thin_rows_together, rows);
    std::size_t panel = 0;
    for (; panel * panel_width + least <= channels; panel += 2) {
      multiply_thin<Way, 2>(p, panel, m, end);
    }
    for (; panel * panel_width < channels; ++panel) {
      multiply_thin<Way, 1>(p, panel, m, end);
    }
  }
}

/// Whether it pays: a tile that writes its sums down has more rows or panels, and so reads less for
/// each product; and its last rows are fewer.
inline bool is_thin(const simd_product& p) {
  constexpr std::int32_t few_quads = 12, most_quads = 40, many_rows = 64;
  if (p.rows < static_cast<std::int32_t>(thin_rows) || !in_pairs(p)) return false;
  const bool one_panel = p.out.channels <= static_cast<std::int32_t>(panel_width);
  if (p.quads > most_quads || one_panel) return p.quads <= most_quads;
  const bool pairs_of_panels = p.out.channels >= static_cast<std::int32_t>(2 * panel_width);
  return p.quads <= few_quads || (pairs_of_panels && p.rows >= many_rows);
}

/// Whether the product has been done here: not where a panel needs integers, for which tiles do.
template <bool Words>
inline bool multiplied_thin(const simd_product& p) {
  if (!is_thin(p)) return false;
  const std::size_t panels = panels_of(p.out.channels);
  if (!go_by_formula(p.out.panels, panels)) return false;
  if constexpr (Words) {
    if (p.out.contract == simd_contract::int16_by_int8) {
      multiply_thin_panels<code_way::by_words>(p);
      return true;
    }
  }
  if (!go_fastest(p.out.panels, panels)) return false;
  multiply_thin_panels<fastest>(p);
  return true;
}
#else
template <bool>
inline bool multiplied_thin(const simd_product&) {
  return false;
}
#endif

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
