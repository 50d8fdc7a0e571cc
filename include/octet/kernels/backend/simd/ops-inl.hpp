// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What differs between targets: the dot product of quads, and a few moves that Highway 1.0.3 lacks.
// Read once per target by targets.hpp, which sets the macros.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {

namespace hn = hwy::HWY_NAMESPACE;

using d8 = hn::ScalableTag<std::int8_t>;
using du8 = hn::ScalableTag<std::uint8_t>;
using d16 = hn::ScalableTag<std::int16_t>;
using d32 = hn::ScalableTag<std::int32_t>;
using du32 = hn::ScalableTag<std::uint32_t>;
using d64 = hn::ScalableTag<std::int64_t>;
using du64 = hn::ScalableTag<std::uint64_t>;
using v32 = hn::Vec<d32>;
using vu32 = hn::Vec<du32>;
using vu64 = hn::Vec<du64>;

inline constexpr std::size_t lanes = HWY_MAX_BYTES / 4;
inline constexpr bool whole_quads = OCTET_SIMD_DOT == 1;  ///< a lane sums four products
inline constexpr std::size_t form_bytes = whole_quads ? 1 : 2;
/// Vectors that hold one quad of a panel of 16 channels.
inline constexpr std::size_t panel_vectors = whole_quads ? 16 / lanes : 32 / lanes;
/// Packed weight codes that a vector holds.
inline constexpr std::size_t vector_codes = 64 / panel_vectors;

/// The quad at p in every channel's place.
HWY_INLINE v32 broadcast_quad(const std::uint8_t* p) {
  if constexpr (whole_quads) {
    std::int32_t quad;
    __builtin_memcpy(&quad, p, 4);
    return hn::Set(d32(), quad);
  } else {
    std::int64_t quad;
    __builtin_memcpy(&quad, p, 8);
    return hn::BitCast(d32(), hn::Set(d64(), quad));
  }
}

/// vector_codes packed weights.
HWY_INLINE v32 load_weights(const std::int8_t* p) {
  if constexpr (whole_quads) {
    return hn::BitCast(d32(), hn::Load(d8(), p));
  } else {
    return hn::BitCast(d32(), hn::PromoteTo(d16(), hn::Load(hn::Rebind<std::int8_t, d16>(), p)));
  }
}

/// sum + products of neighbouring codes: four a lane where whole_quads, else two
HWY_INLINE v32 dot(v32 sum, v32 x, v32 w) {
#if OCTET_SIMD_DOT == 1 && HWY_MAX_BYTES == 64
  return v32{_mm512_dpbusd_epi32(sum.raw, x.raw, w.raw)};
#elif OCTET_SIMD_DOT == 1
  return v32{_mm256_dpbusd_avx_epi32(sum.raw, x.raw, w.raw)};
#elif HWY_MAX_BYTES == 64
  return v32{_mm512_add_epi32(sum.raw, _mm512_madd_epi16(x.raw, w.raw))};
#elif HWY_MAX_BYTES == 32
  return v32{_mm256_add_epi32(sum.raw, _mm256_madd_epi16(x.raw, w.raw))};
#else
  return v32{_mm_add_epi32(sum.raw, _mm_madd_epi16(x.raw, w.raw))};
#endif
}

/// Keeps GCC from moving accumulators to the stack between updates (160 instead of 380 GMAC/s).
HWY_INLINE void keep_in_register([[maybe_unused]] v32& v) {
#if defined(__GNUC__) && !defined(__clang__)
#if HWY_MAX_BYTES == 64
  asm("" : "+v"(v.raw));
#else
  asm("" : "+x"(v.raw));
#endif
#endif
}

/// Lanes of sums of pairs, of two vectors -> one vector of the sums of neighbours.
HWY_INLINE v32 add_neighbours(v32 low, v32 high) {
  return hn::Add(hn::ConcatEven(d32(), high, low), hn::ConcatOdd(d32(), high, low));
}

/// The upper halves of even and odd products, in order.
HWY_INLINE v32 high_halves(vu64 even, vu64 odd) {
#if HWY_MAX_BYTES == 64
  return v32{_mm512_mask_shuffle_epi32(odd.raw, 0x5555, even.raw, _MM_PERM_DDBB)};
#else
  const auto low = hn::BitCast(d32(), hn::ShiftRight<32>(even));
  return hn::OddEven(hn::BitCast(d32(), odd), low);
#endif
}

/// x >> 31, or 0 where the count is 32
HWY_INLINE vu32 top_bit(vu32 x, vu32 count) {
#if HWY_MAX_BYTES == 16
  return hn::IfThenElseZero(hn::Eq(count, hn::Set(du32(), 31)), hn::ShiftRight<31>(x));
#else
  return hn::Shr(x, count);
#endif
}

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
