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

#if HWY_MAX_BYTES != 64
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

/// int8 codes whose multipliers floats do not hold.
inline void requantize_by_integers(const simd_output& out, const panel_tile& t,
                                   std::size_t panels) {
#if defined(OCTET_SIMD_PLAIN)
  // The same instructions.
  OCTET_SIMD_PLAIN::to_codes::requantize_by_integers(
      out, {t.sums, t.step, t.rows, t.first_row, t.panel}, panels);
#else
  requantize_panels<code_way::by_integers>(out, t, panels);
#endif
}

/// A tile of neighbouring panels to codes.
template <bool Words>
inline void requantize_tile(const simd_output& out, const panel_tile& t, std::size_t panels) {
  if constexpr (Words) {
    if (out.contract == simd_contract::int16_by_int8) {
      requantize_panels<code_way::by_words>(out, t, panels);
      return;
    }
  }
  if (go_fastest(out.panels + t.panel, panels)) {
    requantize_panels<fastest>(out, t, panels);
  } else {
    requantize_by_integers(out, t, panels);
  }
}

#if HWY_MAX_BYTES == 64
/// Panels of a single row that are packed together.
inline constexpr std::size_t row_panels = 4;

/// One panel of the only row: packed with three more, it would take longer than a small sum.
HWY_INLINE void pack_panel(const simd_output& out, const std::uint32_t* sums, std::size_t panel) {
  const requantization& r = *out.requantize;
  const lane_constants<fastest> c(out, out.panels[panel], 0);
  const v32 codes = hn::Add(c.codes(load_sums(sums)), hn::Set(d32(), r.zero_point));
  const v32 low = hn::Set(d32(), r.clamp.min), high = hn::Set(d32(), r.clamp.max);
  const auto mask = static_cast<__mmask16>((1U << channels_of(out, panel)) - 1U);
  _mm512_mask_cvtepi32_storeu_epi8(static_cast<std::int8_t*>(out.data) + panel * panel_width, mask,
                                   hn::Min(hn::Max(codes, low), high).raw);
}

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
  const auto p0 = packer(0), p1 = packer(1), p2 = packer(2), p3 = packer(3);
  const __m512i bytes =
      pack_codes(want_two_terms(p0, p1, p2, p3), p0, at(0), p1, at(1), p2, at(2), p3, at(3));
  _mm512_mask_storeu_epi8(static_cast<std::int8_t*>(out.data) + panel * panel_width, mask, bytes);
}
#else
inline constexpr std::size_t row_panels = 1;
#endif

/// Neighbouring panels of the only row to codes.
template <bool Words>
inline void requantize_row(const simd_output& out, const std::uint32_t* sums, std::size_t panel,
                           std::size_t panels) {
#if HWY_MAX_BYTES == 64
  if (go_by_formula(out.panels + panel, panels) && go_fastest(out.panels + panel, panels) &&
      out.contract != simd_contract::int16_by_int8) {
    panels == 1 ? pack_panel(out, sums, panel) : pack_row(out, sums, panel, panels);
    return;
  }
#endif
  for (std::size_t i = 0; i < panels; ++i) {
    requantize_tile<Words>(out, {sums + i * panel_width, panel_width, 1, 0, panel + i}, 1);
  }
}

}  // namespace to_codes
}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
