// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What Arm's targets say in their own instructions: dot products of signed bytes, by one
// instruction a vector where OCTET_SIMD_DOT is 2, and packing. Read once per target by targets.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {

#if OCTET_SIMD_DOT == 2
using vector_quads = v32;
#else
// Half a vector: its products are a whole one.
using vector_quads = hn::Vec<hn::Half<d8> >;
#endif

/// The quad at p in every channel's place.
HWY_INLINE vector_quads broadcast_quad(const std::uint8_t* p) {
  std::int32_t quad;
  __builtin_memcpy(&quad, p, 4);
#if OCTET_SIMD_DOT == 2
  return hn::Set(d32(), quad);
#else
  return vector_quads{vreinterpret_s8_s32(vdup_n_s32(quad))};
#endif
}

/// A vector of packed weights.
HWY_INLINE vector_quads load_weights(const std::int8_t* p) {
#if OCTET_SIMD_DOT == 2
  return hn::BitCast(d32(), hn::Load(d8(), p));
#else
  return vector_quads{vld1_s8(p)};
#endif
}

/// The same of a single row.
HWY_INLINE vector_quads load_row_weights(const std::int8_t* p) { return load_weights(p); }

/// sum + products of quads, or of halves of them
HWY_INLINE v32 dot(v32 sum, vector_quads x, vector_quads w) {
#if OCTET_SIMD_DOT == 2
  return v32{vdotq_s32(sum.raw, vreinterpretq_s8_s32(x.raw), vreinterpretq_s8_s32(w.raw))};
#else
  return v32{vpadalq_s16(sum.raw, vmull_s8(x.raw, w.raw))};
#endif
}

/// sum + the products of four taps
HWY_INLINE v32 dot_taps(v32 sum, v32 x, v32 w) {
#if OCTET_SIMD_DOT == 2
  return dot(sum, x, w);
#else
  const int8x16_t a = vreinterpretq_s8_s32(x.raw), b = vreinterpretq_s8_s32(w.raw);
  // Two products of -128 and -128 leave int16: pairs are added as int32.
  const int32x4_t low = vpaddlq_s16(vmull_s8(vget_low_s8(a), vget_low_s8(b)));
  const int32x4_t high = vpaddlq_s16(vmull_s8(vget_high_s8(a), vget_high_s8(b)));
#if HWY_ARCH_ARM_A64
  return v32{vaddq_s32(sum.raw, vpaddq_s32(low, high))};
#else
  return v32{vaddq_s32(sum.raw, vcombine_s32(vpadd_s32(vget_low_s32(low), vget_high_s32(low)),
                                             vpadd_s32(vget_low_s32(high), vget_high_s32(high))))};
#endif
#endif
}

/// Arm's compilers keep accumulators where they are.
HWY_INLINE void keep_in_register(v32&) {}

/// sum + x's upper words times w's, whose lower words are 0
HWY_INLINE v32 add_word_products(v32 sum, v32 x, v32 w) {
  return hn::Add(sum, hn::Mul(hn::ShiftRight<16>(x), hn::ShiftRight<16>(w)));
}

/// The upper halves of even and odd products, in order.
HWY_INLINE v32 high_halves(vu64 even, vu64 odd) {
#if HWY_ARCH_ARM_A64
  return v32{vtrn2q_s32(vreinterpretq_s32_u64(even.raw), vreinterpretq_s32_u64(odd.raw))};
#else
  return v32{vtrnq_s32(vreinterpretq_s32_u64(even.raw), vreinterpretq_s32_u64(odd.raw)).val[1]};
#endif
}

/// int32 -> int16, clamped
HWY_INLINE hn::Vec<d16> pack_words(v32 low, v32 high) {
  return hn::Vec<d16>{vcombine_s16(vqmovn_s32(low.raw), vqmovn_s32(high.raw))};
}

/// int16 -> int8, clamped
HWY_INLINE hn::Vec<d8> pack_bytes(hn::Vec<d16> low, hn::Vec<d16> high) {
  return hn::Vec<d8>{vcombine_s8(vqmovn_s16(low.raw), vqmovn_s16(high.raw))};
}

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
