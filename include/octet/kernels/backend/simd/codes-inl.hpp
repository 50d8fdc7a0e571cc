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

/// Whether the target has float_scaling's formula: a multiply-add that rounds once.
inline constexpr bool has_floats = HWY_MAX_BYTES >= 32;

/// The formulas of panel.hpp.
enum class code_way { by_floats, by_integers, by_words };

/// The fastest of int8 codes.
inline constexpr code_way fastest = has_floats ? code_way::by_floats : code_way::by_integers;

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
  vf scale, offset;

  HWY_INLINE lane_constants(const simd_output&, const simd_panel& p, std::size_t lane)
      : scale(hn::Load(df(), p.scale.data() + lane)),
        offset(hn::Load(df(), p.offset.data() + lane)) {}

  /// Codes less their zero point, not clamped.
  HWY_INLINE v32 codes(v32 sums) const {
    const vf x = hn::ConvertTo(df(), sums);
#if HWY_MAX_BYTES == 64
    // (sums & sign) | offset
    const __m512i sign = _mm512_set1_epi32(INT32_MIN);
    const vf from{_mm512_castsi512_ps(
        _mm512_ternarylogic_epi32(sums.raw, sign, _mm512_castps_si512(offset.raw), 0xea))};
    return v32{_mm512_cvttps_epi32(hn::MulAdd(x, scale, from).raw)};
#else
    const auto sign = hn::And(sums, hn::Set(d32(), INT32_MIN));
    const vf from = hn::Or(offset, hn::BitCast(df(), sign));
    return v32{_mm256_cvttps_epi32(hn::MulAdd(x, scale, from).raw)};
#endif
  }
};
#endif

/// Whether int8 codes of neighbouring panels go the fastest way.
HWY_INLINE bool go_fastest(const simd_panel* panels, std::size_t n) {
  bool floats = has_floats;
  for (std::size_t i = 0; i < n; ++i) floats = floats && panels[i].by_floats;
  return floats;
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

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
