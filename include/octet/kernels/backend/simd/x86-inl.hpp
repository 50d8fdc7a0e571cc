// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What x86 targets say in their own instructions: the dot product, and a few moves that Highway
// 1.0.3 lacks. Read once per target by targets.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {

using vector_quads = v32;  ///< of activations or weights

/// The quad at p in every channel's place.
HWY_INLINE vector_quads broadcast_quad(const std::uint8_t* p) {
  std::int32_t quad;
  __builtin_memcpy(&quad, p, 4);
  return hn::Set(d32(), quad);
}

/// A vector of packed weights.
HWY_INLINE vector_quads load_weights(const std::int8_t* p) {
  return hn::BitCast(d32(), hn::Load(d8(), p));
}

/// The same of a single row.
HWY_INLINE vector_quads load_row_weights(const std::int8_t* p) {
  if constexpr (form_bytes == 1) {
    return load_weights(p);
  } else {
    return hn::BitCast(d32(), hn::PromoteTo(d16(), hn::Load(hn::Rebind<std::int8_t, d16>(), p)));
  }
}

/// sum + products of quads
HWY_INLINE v32 dot(v32 sum, vector_quads x, vector_quads w) {
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

/// The same of interleaved taps.
HWY_INLINE v32 dot_taps(v32 sum, v32 x, v32 w) { return dot(sum, x, w); }

/// sum + products of neighbouring words
HWY_INLINE v32 dot_words(v32 sum, v32 x, v32 w) {
#if OCTET_SIMD_DOT == 1 && HWY_MAX_BYTES == 64
  return v32{_mm512_dpwssd_epi32(sum.raw, x.raw, w.raw)};
#elif OCTET_SIMD_DOT == 1
  return v32{_mm256_dpwssd_avx_epi32(sum.raw, x.raw, w.raw)};
#else
  return dot(sum, x, w);
#endif
}

/// sum + x's upper words times w's, whose lower words are 0
HWY_INLINE v32 add_word_products(v32 sum, v32 x, v32 w) { return dot_words(sum, x, w); }

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

/// The upper halves of even and odd products, in order.
HWY_INLINE v32 high_halves(vu64 even, vu64 odd) {
#if HWY_MAX_BYTES == 64
  return v32{_mm512_mask_shuffle_epi32(odd.raw, 0x5555, even.raw, _MM_PERM_DDBB)};
#else
  const auto low = hn::BitCast(d32(), hn::ShiftRight<32>(even));
  return hn::OddEven(hn::BitCast(d32(), odd), low);
#endif
}

/// int32 -> int16 within each 16 bytes: the inverse of the interleaving of words
HWY_INLINE hn::Vec<d16> pack_words(v32 low, v32 high) {
#if HWY_MAX_BYTES == 64
  return hn::Vec<d16>{_mm512_packs_epi32(low.raw, high.raw)};
#elif HWY_MAX_BYTES == 32
  return hn::Vec<d16>{_mm256_packs_epi32(low.raw, high.raw)};
#else
  return hn::Vec<d16>{_mm_packs_epi32(low.raw, high.raw)};
#endif
}

/// int16 -> int8 within each 16 bytes
HWY_INLINE hn::Vec<d8> pack_bytes(hn::Vec<d16> low, hn::Vec<d16> high) {
#if HWY_MAX_BYTES == 64
  return hn::Vec<d8>{_mm512_packs_epi16(low.raw, high.raw)};
#elif HWY_MAX_BYTES == 32
  return hn::Vec<d8>{_mm256_packs_epi16(low.raw, high.raw)};
#else
  return hn::Vec<d8>{_mm_packs_epi16(low.raw, high.raw)};
#endif
}

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
