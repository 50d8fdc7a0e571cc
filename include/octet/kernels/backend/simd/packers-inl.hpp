// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Rows of one to four panels to codes, with vectors of 64 bytes. Read once per target by
// targets.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {
namespace to_codes {

#if HWY_MAX_BYTES == 64
/// What rows of one panel need on their way to int8, kept in registers.
template <code_way Way>
struct row_packer {
  lane_constants<Way> c;
  byte_limits limits;

  HWY_INLINE row_packer(const simd_output& out, std::size_t panel)
      : c(out, out.panels[panel], 0), limits(*out.requantize) {}
};

/// Whether codes of one of some panels take two terms: for pack_codes, to be asked once.
template <code_way Way, class... More>
HWY_INLINE bool want_two_terms(const row_packer<Way>& first, const More&... more) {
  if constexpr (Way == code_way::by_floats) {
    return (first.c.two_terms || ... || more.c.two_terms);
  } else {
    return false;
  }
}

/// Four vectors of sums to bytes, each by its panel's constants; vector i becomes the i-th 16
/// bytes.
template <code_way Way>
HWY_INLINE __m512i pack_codes(bool two_terms, const row_packer<Way>& p0, v32 sums0,
                              const row_packer<Way>& p1, v32 sums1, const row_packer<Way>& p2,
                              v32 sums2, const row_packer<Way>& p3, v32 sums3) {
  v32 codes[4] = {sums0, sums1, sums2, sums3};
  make_codes<Way>(two_terms, p0.c, p1.c, p2.c, p3.c, codes);
  const byte_limits& limits = p0.limits;
  return gather_quarters(
      limits.bytes(limits.words(codes[0], codes[1]), limits.words(codes[2], codes[3])).raw);
}

/// What rows of one panel need on their way to int16.
struct word_packer {
  lane_constants<code_way::by_words> c;
  word_limits limits;
  __mmask16 mask;
  std::size_t step;

  HWY_INLINE word_packer(const simd_output& out, std::size_t panel)
      : c(out, out.panels[panel], 0),
        limits(*out.requantize),
        mask(static_cast<__mmask16>((1U << channels_of(out, panel)) - 1U)),
        step(static_cast<std::size_t>(out.channels)) {}

  /// The codes of two rows.
  HWY_INLINE void store(v32 first, v32 second, bool both, std::int16_t* to) const {
    const __m512i rows = in_order(limits.words(c.codes(first), c.codes(second))).raw;
    _mm256_mask_storeu_epi16(to, mask, _mm512_castsi512_si256(rows));
    if (both) _mm256_mask_storeu_epi16(to + step, mask, _mm512_extracti64x4_epi64(rows, 1));
  }
};

/// Where the codes of rows of one or two neighbouring panels go, which may not be whole.
struct word_rows {
  word_limits limits;
  __mmask32 mask;

  HWY_INLINE word_rows(const simd_output& out, std::size_t panel)
      : limits(*out.requantize), mask((__mmask32{2} << (channels_of(out, panel, 2) - 1)) - 1) {}

  HWY_INLINE void store(v32 first, v32 second, std::int16_t* to) const {
    _mm512_mask_storeu_epi16(to, mask, in_order(limits.words(first, second)).raw);
  }
};

/// The rows of two panels to int16.
inline void requantize_two_panels_of_words(const simd_output& out, const panel_tile& t) {
  const lane_constants<code_way::by_words> first(out, out.panels[t.panel], 0),
      second(out, out.panels[t.panel + 1], 0);
  const word_rows rows(out, t.panel);
  std::int16_t* to = t.output<std::int16_t>(out);
  const std::uint32_t* x = t.sums;
  for (std::size_t row = 0; row < t.rows; ++row, x += t.step, to += out.channels) {
    rows.store(first.codes(load_sums(x)), second.codes(load_sums(x + panel_width)), to);
  }
}

/// The rows of a panel to int16, two at a time.
inline void requantize_words(const simd_output& out, const panel_tile& t) {
  const word_packer words(out, t.panel);
  std::int16_t* to = t.output<std::int16_t>(out);
  for (std::size_t row = 0; row < t.rows; row += 2, to += 2 * words.step) {
    const std::uint32_t* x = t.sums + row * t.step;
    const bool both = row + 1 < t.rows;
    words.store(load_sums(x), load_sums(both ? x + t.step : x), both, to);
  }
}

/// Up to four rows of a panel, of which not all may exist.
template <code_way Way>
inline void requantize_few_rows(const simd_output& out, const panel_tile& t, std::size_t row) {
  const row_packer<Way> p(out, t.panel);
  const std::size_t rows = HWY_MIN(std::size_t{4}, t.rows - row), last = t.rows - 1;
  const auto sums = [&](std::size_t i) OCTET_SIMD_ATTR {
    return load_sums(t.sums + HWY_MIN(row + i, last) * t.step);
  };
  alignas(64) std::int8_t all[64];
  _mm512_store_si512(all,
                     pack_codes(want_two_terms(p), p, sums(0), p, sums(1), p, sums(2), p, sums(3)));
  const auto mask = static_cast<__mmask16>((1U << t.channels(out)) - 1U);
  const auto step = static_cast<std::size_t>(out.channels);
  std::int8_t* to = t.output<std::int8_t>(out) + row * step;
  for (std::size_t i = 0; i < rows; ++i) {
    _mm_mask_storeu_epi8(to + i * step, mask,
                         _mm_load_si128(reinterpret_cast<const __m128i*>(all) + i));
  }
}

/// Four rows of the n channels of a panel, 16 bytes each, `step` apart.
HWY_INLINE void store_four_rows(__m512i bytes, std::size_t n, std::size_t step, std::int8_t* to) {
  if (step == panel_width) {
    _mm512_storeu_si512(to, bytes);
    return;
  }
  const auto mask = static_cast<__mmask16>((1U << n) - 1U);
  const auto store = [&](std::size_t i, __m128i codes) OCTET_SIMD_ATTR {
    if (n == panel_width) {
      _mm_storeu_si128(reinterpret_cast<__m128i*>(to + i * step), codes);
    } else if (n == panel_width / 2) {
      _mm_storel_epi64(reinterpret_cast<__m128i*>(to + i * step), codes);
    } else {
      _mm_mask_storeu_epi8(to + i * step, mask, codes);
    }
  };
  store(0, _mm512_castsi512_si128(bytes));
  store(1, _mm512_extracti32x4_epi32(bytes, 1));
  store(2, _mm512_extracti32x4_epi32(bytes, 2));
  store(3, _mm512_extracti32x4_epi32(bytes, 3));
}

/// Two rows of the n channels of two panels.
HWY_INLINE void store_two_rows(__m512i bytes, std::size_t n, std::size_t step, std::int8_t* to) {
  if (step == 2 * panel_width) {
    _mm512_storeu_si512(to, bytes);
    return;
  }
  const __m256i first = _mm512_castsi512_si256(bytes), second = _mm512_extracti64x4_epi64(bytes, 1);
  if (n == 2 * panel_width) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), first);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + step), second);
    return;
  }
  const auto mask = static_cast<__mmask32>((1U << n) - 1U);
  _mm256_mask_storeu_epi8(to, mask, first);
  _mm256_mask_storeu_epi8(to + step, mask, second);
}

/// The rows of a panel to int8, four at a time: packing takes them to bytes, and each row is then
/// one lane of 128 bits.
template <code_way Way>
inline void requantize_bytes(const simd_output& out, const panel_tile& t) {
  const row_packer<Way> p(out, t.panel);
  const auto step = static_cast<std::size_t>(out.channels);
  std::int8_t* to = t.output<std::int8_t>(out);
  const std::size_t n = t.channels(out);
  const bool two_terms = want_two_terms(p);
  std::size_t row = 0;
  for (; row + 4 <= t.rows; row += 4, to += 4 * step) {
    const std::uint32_t* x = t.sums + row * t.step;
    const __m512i bytes = pack_codes(two_terms, p, load_sums(x), p, load_sums(x + t.step), p,
                                     load_sums(x + 2 * t.step), p, load_sums(x + 3 * t.step));
    store_four_rows(bytes, n, step, to);
  }
  if (row < t.rows) requantize_few_rows<Way>(out, t, row);
}

/// The rows of four whole panels.
template <code_way Way>
inline void requantize_four_panels(const simd_output& out, const panel_tile& t) {
  const row_packer<Way> p0(out, t.panel), p1(out, t.panel + 1), p2(out, t.panel + 2),
      p3(out, t.panel + 3);
  const auto step = static_cast<std::size_t>(out.channels);
  std::int8_t* to = t.output<std::int8_t>(out);
  const bool two_terms = want_two_terms(p0, p1, p2, p3);
  const std::uint32_t* x = t.sums;
  for (std::size_t row = 0; row < t.rows; ++row, x += t.step, to += step) {
    _mm512_storeu_si512(
        to, pack_codes(two_terms, p0, load_sums(x), p1, load_sums(x + panel_width), p2,
                       load_sums(x + 2 * panel_width), p3, load_sums(x + 3 * panel_width)));
  }
}

/// The rows of two whole panels, two at a time.
template <code_way Way>
inline void requantize_two_panels(const simd_output& out, const panel_tile& t) {
  const row_packer<Way> p(out, t.panel), q(out, t.panel + 1);
  const auto step = static_cast<std::size_t>(out.channels);
  const bool two_terms = want_two_terms(p, q);
  std::int8_t* to = t.output<std::int8_t>(out);
  for (std::size_t row = 0; row + 2 <= t.rows; row += 2, to += 2 * step) {
    const std::uint32_t* x = t.sums + row * t.step;
    const __m512i bytes = pack_codes(two_terms, p, load_sums(x), q, load_sums(x + panel_width), p,
                                     load_sums(x + t.step), q, load_sums(x + t.step + panel_width));
    store_two_rows(bytes, 2 * panel_width, step, to);
  }
}
#endif

}  // namespace to_codes
}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
