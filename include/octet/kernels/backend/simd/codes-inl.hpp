// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Vectors of accumulators to codes; panel.hpp has the formulas. Read once per target by
// targets.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {
namespace to_codes {

/// What the target has of float_scaling: a multiply-add that rounds once, and of 512 bits one that
/// chooses its rounding.
inline constexpr float_rounding rounding_of_floats = HWY_MAX_BYTES == 64 ? float_rounding::to_zero
                                                     : HWY_MAX_BYTES == 32
                                                         ? float_rounding::to_nearest
                                                         : float_rounding::none;

/// The formulas of panel.hpp.
enum class code_way { by_floats, by_integers, by_words };

/// The fastest of int8 codes.
inline constexpr code_way fastest =
    rounding_of_floats == float_rounding::none ? code_way::by_integers : code_way::by_floats;

/// The constants of `lanes` channels, from lane `lane` of a panel on.
template <code_way Way>
struct lane_constants;

template <>
struct lane_constants<code_way::by_integers> {
  vu32 factor, odd_factor, shift, sign_shift;
  vu64 even_rounding, odd_rounding;

  HWY_INLINE lane_constants(const simd_output& out, const simd_panel& p, std::size_t lane)
      : factor(hn::Load(du32(), p.factor.data() + lane)),
        odd_factor(hn::Load(du32(), p.odd_factor.data() + lane)),
        shift(hn::Load(du32(), p.shift.data() + lane)),
        // x >> 31, or x >> 32 where the contract wants nothing of the sign.
        sign_shift(hn::Set(du32(), out.contract == simd_contract::double_rounding ? 31U : 32U)),
        even_rounding(hn::Load(du64(), p.even_rounding.data() + lane / 2)),
        odd_rounding(hn::Load(du64(), p.odd_rounding.data() + lane / 2)) {}

  /// Codes less their zero point, not clamped.
  HWY_INLINE v32 codes(v32 sums) const {
    const vu32 x = hn::Xor(hn::BitCast(du32(), sums), hn::Set(du32(), 0x80000000U));
    const auto odd_x = hn::BitCast(du32(), hn::ShiftRight<32>(hn::BitCast(du64(), x)));
    const vu64 even = hn::Add(hn::MulEven(x, factor), even_rounding);
    const vu64 odd = hn::Add(hn::MulEven(odd_x, odd_factor), odd_rounding);
    const v32 high = hn::Add(high_halves(even, odd), hn::BitCast(d32(), top_bit(x, sign_shift)));
    return hn::Shr(high, hn::BitCast(d32(), shift));
  }
};

template <>
struct lane_constants<code_way::by_words> {
  v32 lower, upper, rounding, shift;

  HWY_INLINE lane_constants(const simd_output&, const simd_panel& p, std::size_t lane)
      : lower(hn::BitCast(d32(), hn::Load(du32(), p.factor.data() + lane))),
        upper(hn::ShiftLeft<16>(lower)),
        rounding(hn::BitCast(d32(), hn::Load(du32(), p.odd_factor.data() + lane))),
        shift(hn::BitCast(d32(), hn::Load(du32(), p.shift.data() + lane))) {}

  /// Codes, not clamped.
  HWY_INLINE v32 codes(v32 sums) const {
    const hn::Repartition<std::uint16_t, d32> words;
    const auto low = hn::MulHigh(hn::BitCast(words, sums), hn::BitCast(words, lower));
    const v32 high = add_word_products(rounding, sums, upper);
    return hn::Shr(hn::Add(hn::BitCast(d32(), low), high), shift);
  }
};

#if HWY_MAX_BYTES >= 32
template <>
struct lane_constants<code_way::by_floats> {
  vf scale, tail, offset;
  bool two_terms;

  HWY_INLINE lane_constants(const simd_output&, const simd_panel& p, std::size_t lane)
      : scale(hn::Load(df(), p.scale.data() + lane)),
        tail(hn::Load(df(), p.tail.data() + lane)),
        offset(hn::Load(df(), p.offset.data() + lane)),
        two_terms(p.terms == float_terms::two) {}

  HWY_INLINE vf signed_offset(v32 sums) const {
#if HWY_MAX_BYTES == 64
    // (sums & sign) | offset
    const __m512i sign = _mm512_set1_epi32(INT32_MIN);
    return vf{_mm512_castsi512_ps(
        _mm512_ternarylogic_epi32(sums.raw, sign, _mm512_castps_si512(offset.raw), 0xea))};
#else
    return hn::Or(offset, hn::BitCast(df(), hn::And(sums, hn::Set(d32(), INT32_MIN))));
#endif
  }
  HWY_INLINE v32 truncated(vf x, vf from) const {
#if HWY_MAX_BYTES == 64
    constexpr int rounding = _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC;
    return v32{_mm512_cvttps_epi32(_mm512_fmadd_round_ps(x.raw, scale.raw, from.raw, rounding))};
#else
    return v32{_mm256_cvttps_epi32(hn::MulAdd(x, scale, from).raw)};
#endif
  }
  /// Codes less their zero point, not clamped.
  HWY_INLINE v32 codes(v32 sums) const {
    const vf x = hn::ConvertTo(df(), sums);
    vf from = signed_offset(sums);
    if (HWY_MAX_BYTES == 64 && two_terms) from = hn::MulAdd(x, tail, from);
    return truncated(x, from);
  }
};
#endif

#if HWY_MAX_BYTES == 64
/// Four vectors of sums to codes less their zero points.
///
/// two_terms   whether any of the constants has two: where one has not, its tail is zero
template <code_way Way>
HWY_INLINE void make_codes(bool two_terms, const lane_constants<Way>& c0,
                           const lane_constants<Way>& c1, const lane_constants<Way>& c2,
                           const lane_constants<Way>& c3, v32* sums) {
  if constexpr (Way == code_way::by_floats) {
    const vf x0 = hn::ConvertTo(df(), sums[0]), x1 = hn::ConvertTo(df(), sums[1]),
             x2 = hn::ConvertTo(df(), sums[2]), x3 = hn::ConvertTo(df(), sums[3]);
    vf from0 = c0.signed_offset(sums[0]), from1 = c1.signed_offset(sums[1]),
       from2 = c2.signed_offset(sums[2]), from3 = c3.signed_offset(sums[3]);
    if (two_terms) {
      from0 = hn::MulAdd(x0, c0.tail, from0);
      from1 = hn::MulAdd(x1, c1.tail, from1);
      from2 = hn::MulAdd(x2, c2.tail, from2);
      from3 = hn::MulAdd(x3, c3.tail, from3);
    }
    sums[0] = c0.truncated(x0, from0);
    sums[1] = c1.truncated(x1, from1);
    sums[2] = c2.truncated(x2, from2);
    sums[3] = c3.truncated(x3, from3);
  } else {
    sums[0] = c0.codes(sums[0]);
    sums[1] = c1.codes(sums[1]);
    sums[2] = c2.codes(sums[2]);
    sums[3] = c3.codes(sums[3]);
  }
}
#endif

/// Whether int8 codes of neighbouring panels go the fastest way.
HWY_INLINE bool go_fastest(const simd_panel* panels, std::size_t n) {
  bool all = true;
  for (std::size_t i = 0; i < n; ++i) all = all && panels[i].terms != float_terms::none;
  return all;
}

/// What int8 codes less their zero point still want, as words and as bytes.
struct byte_limits {
  hn::Vec<d16> zero_point;
  hn::Vec<d8> low, high;
  bool clamps;

  HWY_INLINE explicit byte_limits(const requantization& r)
      : zero_point(hn::Set(d16(), static_cast<std::int16_t>(r.zero_point))),
        low(hn::Set(d8(), static_cast<std::int8_t>(r.clamp.min))),
        high(hn::Set(d8(), static_cast<std::int8_t>(r.clamp.max))),
        clamps(r.clamp.min > -128 || r.clamp.max < 127) {}

  /// Within each 16 bytes: the inverse of the interleaving of words.
  HWY_INLINE hn::Vec<d16> words(v32 low_half, v32 high_half) const {
    return hn::SaturatedAdd(pack_words(low_half, high_half), zero_point);
  }
  HWY_INLINE hn::Vec<d8> bytes(hn::Vec<d16> low_half, hn::Vec<d16> high_half) const {
    const auto packed = pack_bytes(low_half, high_half);
    // Packing has clamped to the whole range already.
    return clamps ? hn::Min(hn::Max(packed, low), high) : packed;
  }
};

/// What int16 codes still want.
struct word_limits {
  hn::Vec<d16> low, high;
  bool clamps;

  HWY_INLINE explicit word_limits(const requantization& r)
      : low(hn::Set(d16(), static_cast<std::int16_t>(r.clamp.min))),
        high(hn::Set(d16(), static_cast<std::int16_t>(r.clamp.max))),
        clamps(r.clamp.min > -32768 || r.clamp.max < 32767) {}

  /// Within each 16 bytes: the inverse of the interleaving of words.
  HWY_INLINE hn::Vec<d16> words(v32 low_half, v32 high_half) const {
    const auto packed = pack_words(low_half, high_half);
    return clamps ? hn::Min(hn::Max(packed, low), high) : packed;
  }
};

template <class T>
using code_limits = std::conditional_t<sizeof(T) == 1, byte_limits, word_limits>;

/// Channels of neighbouring panels that exist.
HWY_INLINE std::size_t channels_of(const simd_output& out, std::size_t panel,
                                   std::size_t panels = 1) {
  return HWY_MIN(panels * panel_width,
                 static_cast<std::size_t>(out.channels) - panel * panel_width);
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

}  // namespace to_codes
}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
