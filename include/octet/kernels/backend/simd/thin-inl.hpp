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
/// Up to so many quads a row.
inline constexpr std::int32_t thin_quads = 40;

/// acc += eight rows times the panel
HWY_INLINE void add_thin_rows(const tile& t, const row_addresses<8, 2>& from, v32 (&acc)[8]) {
  const std::int8_t* at = t.weights;
  for (std::size_t q = 0; q < t.quads; ++q, at += 64) {
    const v32 weights = load_weights(at);
    const std::ptrdiff_t offset = t.offsets[q];
    HWY_UNROLL(8)
    for (std::size_t r = 0; r < 8; ++r) {
      acc[r] = dot(acc[r], broadcast_quad(from.at(r) + offset), weights);
    }
  }
}

/// All rows, of which there are at least eight and in pairs, times a panel.
template <class T, bool Near>
inline void multiply_thin(const simd_product& p, std::size_t panel) {
  constexpr std::size_t R = 8;
  tile t = whole_tile(p, panel);
  const row_packer<Near> packer(p.out, panel);
  const auto rows = static_cast<std::size_t>(p.rows),
             step = static_cast<std::size_t>(p.out.channels);
  const std::size_t channels = HWY_MIN(panel_width, step - panel * panel_width);
  const word_packer words(p.out, channels);
  T* const out = static_cast<T*>(p.out.data) + panel * panel_width;
  for (std::size_t m = 0; m < rows; m += R) {
    // The last rows reach back over some that are done.
    const std::size_t first = HWY_MIN(m, rows - R);
    find_rows(p, first, R, t);
    row_addresses<R, 2> from(t);
    v32 acc[R];
    if constexpr (sizeof(T) == 2) {
      HWY_UNROLL(8)
      for (std::size_t i = 0; i < R / 2; ++i) from.first[i] += p.high_plane;
      HWY_UNROLL(8)
      for (std::size_t r = 0; r < R; ++r) acc[r] = hn::Zero(d32());
      add_thin_rows(t, from, acc);
      HWY_UNROLL(8)
      for (std::size_t i = 0; i < R / 2; ++i) from.first[i] -= p.high_plane;
      HWY_UNROLL(8)
      for (std::size_t r = 0; r < R; ++r) {
        acc[r] = hn::Add(hn::ShiftLeft<8>(acc[r]), start_of_vector(t.panels, 0));
      }
    } else {
      HWY_UNROLL(8)
      for (std::size_t r = 0; r < R; ++r) acc[r] = start_of_vector(t.panels, 0);
    }
    add_thin_rows(t, from, acc);
    const auto codes = [&](std::size_t r) OCTET_SIMD_ATTR {
      return requantize<Near>(hn::BitCast(du32(), acc[r]), packer.c, packer.sign).raw;
    };
    T* to = out + first * step;
    if constexpr (sizeof(T) == 2) {
      HWY_UNROLL(4)
      for (std::size_t r = 0; r < R; r += 2, to += 2 * step) {
        words.store(codes(r), codes(r + 1), true, to);
      }
    } else {
      HWY_UNROLL(2)
      for (std::size_t r = 0; r < R; r += 4, to += 4 * step) {
        const __m512i bytes = packer.pack(codes(r), codes(r + 1), codes(r + 2), codes(r + 3));
        store_four_rows(bytes, channels, step, to);
      }
    }
  }
}

/// Whether all rows times a panel have been done here.
inline bool multiplied_thin(const simd_product& p, std::size_t panel) {
  if (p.quads > thin_quads || p.rows < 8 || !in_pairs(p)) return false;
  if (p.out.panels[panel].literal[0] != by_formula) return false;
  const bool near = is_near(p.out);
  if (p.out.contract == simd_contract::int16_by_int8) {
    near ? multiply_thin<std::int16_t, true>(p, panel)
         : multiply_thin<std::int16_t, false>(p, panel);
  } else {
    near ? multiply_thin<std::int8_t, true>(p, panel) : multiply_thin<std::int8_t, false>(p, panel);
  }
  return true;
}
#else
inline bool multiplied_thin(const simd_product&, std::size_t) { return false; }
#endif

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
