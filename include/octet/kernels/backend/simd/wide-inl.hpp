// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// int16 codes whose accumulators need 64 bits: the tile's sums are taken out before they can leave
// 32. Read once per target by targets.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {

/// Quads whose sums of products stay below 2^31: 511 codes of int16, or 65,536 of a plane.
inline constexpr std::size_t safe_quads = form_bytes == 1 ? 65536 / 4 : 511 / 2;

/// Rows of a panel with sums of 64 bits.
struct wide_tile {
  alignas(64) std::int64_t sums[tile_rows * tile_panels * panel_width];
};

/// wide += 2^shift * sums, or = where it is the first
inline void add_widely(const std::uint32_t* sums, std::size_t n, int shift, bool first,
                       std::int64_t* wide) {
  const hn::Rebind<std::int32_t, d64> half;
  const auto* from = reinterpret_cast<const std::int32_t*>(sums);
  for (std::size_t i = 0; i < n; i += lanes / 2) {
    const auto sum = hn::ShiftLeftSame(hn::PromoteTo(d64(), hn::Load(half, from + i)), shift);
    hn::Store(first ? sum : hn::Add(hn::Load(d64(), wide + i), sum), d64(), wide + i);
  }
}

/// The sums of one tile, no more quads at a time than are safe, and a plane after the other.
inline void multiply_wide_tile(const simd_product& p, void (*run)(tile&), std::size_t rows,
                               std::size_t panels, tile& t, wide_tile& wide) {
  const tile begin = t;
  const auto quads = static_cast<std::size_t>(p.quads);
  const std::size_t n = rows * panels * panel_width;
  for (std::size_t q = 0; q < quads; q += safe_quads) {
    t.offsets = begin.offsets + q;
    t.weights = begin.weights + q * t.quad_bytes;
    t.quads = HWY_MIN(safe_quads, quads - q);
    run(t);
    add_widely(t.sums, n, 0, q == 0, wide.sums);
    if (!has_planes(p)) continue;
    for (std::size_t r = 0; r < rows; ++r) t.rows[r] += p.high_plane;
    run(t);
    add_widely(t.sums, n, 8, false, wide.sums);
    for (std::size_t r = 0; r < rows; ++r) t.rows[r] -= p.high_plane;
  }
  t = begin;
}

#if HWY_MAX_BYTES == 64
/// Eight sums to int32, not clamped.
HWY_INLINE __m256i wide_codes(const std::int64_t* sums, __m512i start, __m512i factor,
                              __m512i rounding, __m512i shift) {
  const __m512i acc = _mm512_add_epi64(_mm512_load_si512(sums), start);
  const __m512i product = _mm512_add_epi64(_mm512_mullo_epi64(acc, factor), rounding);
  return _mm512_cvtepi64_epi32(_mm512_srav_epi64(product, shift));
}

inline void requantize_wide(const simd_output& out, const panel_tile& t, const std::int64_t* wide) {
  const simd_panel& p = out.panels[t.panel];
  const auto half = [&](const auto& words, std::size_t i) OCTET_SIMD_ATTR {
    return _mm512_cvtepu32_epi64(
        _mm256_load_si256(reinterpret_cast<const __m256i*>(words.data() + i)));
  };
  const __m512i one = _mm512_set1_epi64(1);
  const __m512i shift0 = half(p.shift, 0), shift1 = half(p.shift, 8);
  const __m512i rounding0 = _mm512_sllv_epi64(one, _mm512_sub_epi64(shift0, one));
  const __m512i rounding1 = _mm512_sllv_epi64(one, _mm512_sub_epi64(shift1, one));
  const __m512i factor0 = half(p.factor, 0), factor1 = half(p.factor, 8);
  const __m512i start0 = _mm512_load_si512(p.even_rounding.data());
  const __m512i start1 = _mm512_load_si512(p.odd_rounding.data());
  const __m512i low = _mm512_set1_epi32(out.requantize->clamp.min);
  const __m512i high = _mm512_set1_epi32(out.requantize->clamp.max);
  const auto mask = static_cast<__mmask16>((1U << t.channels(out)) - 1U);
  std::int16_t* to = t.output<std::int16_t>(out);
  for (std::size_t r = 0; r < t.rows; ++r, to += out.channels) {
    const std::int64_t* sums = wide + r * t.step;
    const __m512i codes = _mm512_inserti64x4(
        _mm512_castsi256_si512(wide_codes(sums, start0, factor0, rounding0, shift0)),
        wide_codes(sums + 8, start1, factor1, rounding1, shift1), 1);
    const __m512i clamped = _mm512_min_epi32(_mm512_max_epi32(codes, low), high);
    _mm256_mask_storeu_epi16(to, mask, _mm512_cvtepi32_epi16(clamped));
  }
}
#else
inline void requantize_wide(const simd_output& out, const panel_tile& t, const std::int64_t* wide) {
  std::int16_t* to = t.output<std::int16_t>(out);
  for (std::size_t r = 0; r < t.rows; ++r, to += out.channels) {
    for (std::size_t c = 0; c < t.channels(out); ++c) {
      to[c] = portable::wide_code(static_cast<std::uint64_t>(wide[r * t.step + c]), out,
                                  t.panel * panel_width + c);
    }
  }
}
#endif

/// All rows times `panels` neighbouring panels.
inline void multiply_panels_widely(const simd_product& p, std::size_t panel, std::size_t panels) {
  const auto rows = static_cast<std::size_t>(p.rows);
  tile_sums sums;
  wide_tile wide;
  tile t = whole_tile(p, panel);
  t.sums = sums.at;
  t.panels = zero_panels;
  for (std::size_t m = 0; m < rows;) {
    const tile_shape& shape = rows == 1 ? single_row : shape_for(p, panels, rows - m);
    const std::size_t first = HWY_MIN(m, rows - shape.rows);
    find_rows(p, first, shape.rows, t);
    multiply_wide_tile(p, shape.run, shape.rows, panels, t, wide);
    for (std::size_t i = 0; i < panels; ++i) {
      requantize_wide(p.out, {t.sums, panels * panel_width, shape.rows, first, panel + i},
                      wide.sums + i * panel_width);
    }
    m = first + shape.rows;
  }
}

/// All rows times all panels.
inline void multiply_widely(const simd_product& p, std::size_t panels) {
  for (std::size_t panel = 0; panel < panels;) {
    const std::size_t n = panels_of_tile(panels - panel, static_cast<std::size_t>(p.rows));
    multiply_panels_widely(p, panel, n);
    panel += n;
  }
}

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
