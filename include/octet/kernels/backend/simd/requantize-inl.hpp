// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Accumulators of a tile, in memory, to codes. Read once per target by targets.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {
namespace to_codes {

/// Channels of a panel that exist.
HWY_INLINE std::size_t channels_of(const simd_output& out, std::size_t panel) {
  return HWY_MIN(panel_width, static_cast<std::size_t>(out.channels) - panel * panel_width);
}

/// The tile's accumulators of one panel: rows of panel_width, `step` apart.
struct panel_tile {
  const std::uint32_t* sums = nullptr;
  std::size_t step = 0, rows = 0, first_row = 0, panel = 0;

  std::size_t channels(const simd_output& out) const { return channels_of(out, panel); }
  /// Where the first row's codes go.
  template <class T>
  T* output(const simd_output& out) const {
    return static_cast<T*>(out.data) + first_row * static_cast<std::size_t>(out.channels) +
           panel * panel_width;
  }
};

HWY_INLINE v32 load_sums(const std::uint32_t* sums) {
  return hn::BitCast(d32(), hn::Load(du32(), sums));
}

/// Whether no panel holds an unusual multiplier.
inline bool go_by_formula(const simd_panel* panels, std::size_t n) {
  bool all = true;
  for (std::size_t i = 0; i < n; ++i) all &= panels[i].way == panel_way::by_formula;
  return all;
}

/// The long way: a panel that holds an unusual multiplier.
inline void requantize_literally(const simd_output& out, const panel_tile& t) {
  for (std::size_t r = 0; r < t.rows; ++r) {
    portable::store_panel(out, t.first_row + r, t.panel, t.sums + r * t.step);
  }
}

#if HWY_MAX_BYTES == 64
/// What rows of one panel need on their way to int8, kept in registers.
template <code_way Way>
struct row_packer {
  lane_constants<Way> c;
  byte_limits limits;

  HWY_INLINE row_packer(const simd_output& out, std::size_t panel)
      : c(out, out.panels[panel], 0), limits(*out.requantize) {}
};

/// Four vectors of sums to bytes, each by its panel's constants; vector i becomes the i-th 16
/// bytes.
template <code_way Way>
HWY_INLINE __m512i pack_codes(const row_packer<Way>& p0, v32 sums0, const row_packer<Way>& p1,
                              v32 sums1, const row_packer<Way>& p2, v32 sums2,
                              const row_packer<Way>& p3, v32 sums3) {
  v32 codes[4] = {sums0, sums1, sums2, sums3};
  make_codes<Way>(p0.c, p1.c, p2.c, p3.c, codes);
  const byte_limits& limits = p0.limits;
  const __m512i order = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
  return _mm512_permutexvar_epi32(
      order, limits.bytes(limits.words(codes[0], codes[1]), limits.words(codes[2], codes[3])).raw);
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

/// Where the codes of rows of two neighbouring panels go, of which the second may not be whole.
struct word_rows {
  word_limits limits;
  __mmask32 mask;

  HWY_INLINE word_rows(const simd_output& out, std::size_t panel)
      : limits(*out.requantize),
        mask((__mmask32{1} << panel_width << (channels_of(out, panel + 1) - 1) << 1) - 1) {}

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
  _mm512_store_si512(all, pack_codes(p, sums(0), p, sums(1), p, sums(2), p, sums(3)));
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

/// Two rows of two whole panels.
HWY_INLINE void store_two_rows(__m512i bytes, std::size_t step, std::int8_t* to) {
  if (step == 2 * panel_width) {
    _mm512_storeu_si512(to, bytes);
    return;
  }
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm512_castsi512_si256(bytes));
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + step), _mm512_extracti64x4_epi64(bytes, 1));
}

/// The rows of a panel to int8, four at a time: packing takes them to bytes, and each row is then
/// one lane of 128 bits.
template <code_way Way>
inline void requantize_bytes(const simd_output& out, const panel_tile& t) {
  const row_packer<Way> p(out, t.panel);
  const auto step = static_cast<std::size_t>(out.channels);
  std::int8_t* to = t.output<std::int8_t>(out);
  const std::size_t n = t.channels(out);
  std::size_t row = 0;
  for (; row + 4 <= t.rows; row += 4, to += 4 * step) {
    const std::uint32_t* x = t.sums + row * t.step;
    const __m512i bytes = pack_codes(p, load_sums(x), p, load_sums(x + t.step), p,
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
  const std::uint32_t* x = t.sums;
  for (std::size_t row = 0; row < t.rows; ++row, x += t.step, to += step) {
    _mm512_storeu_si512(
        to, pack_codes(p0, load_sums(x), p1, load_sums(x + panel_width), p2,
                       load_sums(x + 2 * panel_width), p3, load_sums(x + 3 * panel_width)));
  }
}

/// The rows of two whole panels, two at a time.
template <code_way Way>
inline void requantize_two_panels(const simd_output& out, const panel_tile& t) {
  const row_packer<Way> p(out, t.panel), q(out, t.panel + 1);
  const auto step = static_cast<std::size_t>(out.channels);
  std::int8_t* to = t.output<std::int8_t>(out);
  for (std::size_t row = 0; row + 2 <= t.rows; row += 2, to += 2 * step) {
    const std::uint32_t* x = t.sums + row * t.step;
    const __m512i bytes = pack_codes(p, load_sums(x), q, load_sums(x + panel_width), p,
                                     load_sums(x + t.step), q, load_sums(x + t.step + panel_width));
    store_two_rows(bytes, step, to);
  }
}
#else
/// `lanes` channels of all rows to int16, with their constants in registers.
inline void requantize_lanes(const simd_output& out, const panel_tile& t, std::size_t lane,
                             std::int16_t* codes) {
  const hn::Rebind<std::int16_t, d32> half;
  const lane_constants<code_way::by_words> c(out, out.panels[t.panel], lane);
  for (std::size_t r = 0; r < t.rows; ++r) {
    const v32 sums = load_sums(t.sums + r * t.step + lane);
    hn::Store(hn::DemoteTo(half, c.codes(sums)), half, codes + r * panel_width + lane);
  }
}

/// The rows of a panel to int16.
inline void requantize_words(const simd_output& out, const panel_tile& t) {
  alignas(32) std::int16_t codes[rows_together * panel_width];
  for (std::size_t lane = 0; lane < panel_width; lane += lanes) {
    requantize_lanes(out, t, lane, codes);
  }
  const std::size_t n = t.channels(out);
  const auto low = hn::Set(d16(), static_cast<std::int16_t>(out.requantize->clamp.min));
  const auto high = hn::Set(d16(), static_cast<std::int16_t>(out.requantize->clamp.max));
  std::int16_t* to = t.output<std::int16_t>(out);
  for (std::size_t r = 0; r < t.rows; ++r, to += out.channels) {
    std::int16_t* const row = codes + r * panel_width;
    for (std::size_t i = 0; i < panel_width; i += 2 * lanes) {
      hn::Store(hn::Min(hn::Max(hn::Load(d16(), row + i), low), high), d16(), row + i);
    }
    __builtin_memcpy(to, row, n * sizeof(*to));
  }
}

/// The codes of a panel's row, in the order of packing, as words: the lower half of the panel
/// where lanes are eight.
template <code_way Way>
struct row_words {
  lane_constants<Way> c[panel_width / lanes];
  byte_limits limits;

  HWY_INLINE row_words(const simd_output& out, const simd_panel& p)
#if HWY_MAX_BYTES == 32
      : c{{out, p, 0}, {out, p, lanes}},
#else
      : c{{out, p, 0}, {out, p, lanes}, {out, p, 2 * lanes}, {out, p, 3 * lanes}},
#endif
        limits(*out.requantize) {
  }

  HWY_INLINE v32 codes(const std::uint32_t* sums, std::size_t lane) const {
    return c[lane / lanes].codes(load_sums(sums + lane));
  }
  /// Channels [lane, lane + 2 * lanes).
  HWY_INLINE hn::Vec<d16> at(const std::uint32_t* sums, std::size_t lane) const {
    return limits.words(codes(sums, lane), codes(sums, lane + lanes));
  }
  /// The same where only the first of the two vectors counts.
  HWY_INLINE hn::Vec<d16> half(const std::uint32_t* sums) const {
    const v32 low = codes(sums, 0);
    return limits.words(low, low);
  }
};

/// n codes of a row, 16 of which are there.
HWY_INLINE void store_row(hn::Vec128<std::int8_t> codes, std::size_t n, std::int8_t* to) {
  const hn::Full128<std::int8_t> whole;
  if (n == panel_width) {
    hn::StoreU(codes, whole, to);
  } else if (n == panel_width / 2) {
    hn::StoreU(hn::LowerHalf(codes), hn::Full64<std::int8_t>(), to);
  } else {
    alignas(16) std::int8_t all[panel_width];
    hn::Store(codes, whole, all);
    __builtin_memcpy(to, all, n);
  }
}

/// The rows of a panel to int8.
template <code_way Way>
inline void requantize_bytes(const simd_output& out, const panel_tile& t) {
  const row_words<Way> words(out, out.panels[t.panel]);
  const std::size_t n = t.channels(out);
  std::int8_t* to = t.output<std::int8_t>(out);
  const std::uint32_t* x = t.sums;
#if HWY_MAX_BYTES == 32
  const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
  const bool half = n <= lanes;
  for (std::size_t row = 0; row < t.rows; row += 2, x += 2 * t.step) {
    const bool both = row + 1 < t.rows;
    const std::uint32_t* next = both ? x + t.step : x;
    const auto bytes = half ? words.limits.bytes(words.half(x), words.half(next))
                            : words.limits.bytes(words.at(x, 0), words.at(next, 0));
    const __m256i codes = _mm256_permutevar8x32_epi32(bytes.raw, order);
    store_row(hn::Vec128<std::int8_t>{_mm256_castsi256_si128(codes)}, n, to);
    const hn::Vec128<std::int8_t> upper{_mm256_extracti128_si256(codes, 1)};
    if (both) store_row(upper, n, to + out.channels);
    to += 2 * out.channels;
  }
#else
  for (std::size_t row = 0; row < t.rows; ++row, x += t.step, to += out.channels) {
    store_row(words.limits.bytes(words.at(x, 0), words.at(x, 2 * lanes)), n, to);
  }
#endif
}
#endif

/// One panel of a tile to codes.
template <code_way Way>
inline void requantize_panel(const simd_output& out, const panel_tile& t) {
  if (out.panels[t.panel].way != panel_way::by_formula) {
    requantize_literally(out, t);
  } else if constexpr (Way == code_way::by_words) {
    requantize_words(out, t);
  } else {
    requantize_bytes<Way>(out, t);
  }
}

template <code_way Way>
inline void requantize_panels(const simd_output& out, const panel_tile& t, std::size_t panels) {
  std::size_t i = 0;
  const auto from = [&](std::size_t n) {
    return panel_tile{t.sums + n * panel_width, t.step, t.rows, t.first_row, t.panel + n};
  };
#if HWY_MAX_BYTES == 64
  if constexpr (Way == code_way::by_words) {
    for (; i + 2 <= panels && go_by_formula(out.panels + t.panel + i, 2); i += 2) {
      requantize_two_panels_of_words(out, from(i));
    }
  } else if constexpr (Way == fastest && tile_panels > 1) {
    // The few panels that need integers take the general way: each function is one more to compile.
    const bool whole = go_by_formula(out.panels + t.panel, panels) &&
                       (t.panel + panels) * panel_width <= static_cast<std::size_t>(out.channels);
    if (whole && panels == 4) return requantize_four_panels<Way>(out, t);
    if (whole && panels == 2 && t.rows % 2 == 0) return requantize_two_panels<Way>(out, t);
  }
#endif
  for (; i < panels; ++i) requantize_panel<Way>(out, from(i));
}

/// A tile of neighbouring panels to codes.
inline void requantize_tile(const simd_output& out, const panel_tile& t, std::size_t panels) {
  if (out.contract == simd_contract::int16_by_int8) {
    requantize_panels<code_way::by_words>(out, t, panels);
  } else if (go_fastest(out.panels + t.panel, panels)) {
    requantize_panels<fastest>(out, t, panels);
  } else {
    requantize_panels<code_way::by_integers>(out, t, panels);
  }
}

#if HWY_MAX_BYTES == 64
/// Panels of a single row that are packed together.
inline constexpr std::size_t row_panels = 4;

inline void pack_row(const simd_output& out, const std::uint32_t* sums, std::size_t panel,
                     std::size_t panels) {
  const std::size_t left = static_cast<std::size_t>(out.channels) - panel * panel_width;
  const auto mask = left >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << left) - 1;
  const auto packer = [&](std::size_t i) OCTET_SIMD_ATTR {
    return row_packer<fastest>(out, panel + HWY_MIN(i, panels - 1));
  };
  const auto at = [&](std::size_t i) OCTET_SIMD_ATTR {
    return load_sums(sums + HWY_MIN(i, panels - 1) * panel_width);
  };
  const row_packer<fastest> p = packer(0);
  const v32 first = at(0);
  // A row of one panel needs no more.
  const __m512i bytes =
      panels == 1 ? pack_codes(p, first, p, first, p, first, p, first)
                  : pack_codes(p, first, packer(1), at(1), packer(2), at(2), packer(3), at(3));
  _mm512_mask_storeu_epi8(static_cast<std::int8_t*>(out.data) + panel * panel_width, mask, bytes);
}
#else
inline constexpr std::size_t row_panels = 1;
#endif

/// Neighbouring panels of the only row to codes.
inline void requantize_row(const simd_output& out, const std::uint32_t* sums, std::size_t panel,
                           std::size_t panels) {
#if HWY_MAX_BYTES == 64
  if (go_by_formula(out.panels + panel, panels) && go_fastest(out.panels + panel, panels) &&
      out.contract != simd_contract::int16_by_int8) {
    pack_row(out, sums, panel, panels);
    return;
  }
#endif
  for (std::size_t i = 0; i < panels; ++i) {
    requantize_tile(out, {sums + i * panel_width, panel_width, 1, 0, panel + i}, 1);
  }
}

}  // namespace to_codes
}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
