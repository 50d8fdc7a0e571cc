// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// A target's types and how it holds codes; what only its own instructions can say comes next, from
// x86-inl.hpp, neon-inl.hpp or wasm-inl.hpp. Read once per target by targets.hpp.
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
using df = hn::ScalableTag<float>;
using v32 = hn::Vec<d32>;
using vu32 = hn::Vec<du32>;
using vu64 = hn::Vec<du64>;
using vf = hn::Vec<df>;

inline constexpr std::size_t lanes = HWY_MAX_BYTES / 4;
inline constexpr simd_form form = OCTET_SIMD_DOT == 0   ? simd_form::widened_16
                                  : OCTET_SIMD_DOT == 1 ? simd_form::biased_8
                                                        : simd_form::signed_8;
inline constexpr std::size_t form_bytes = bytes_of(form);
/// A lane sums the products of a quad; otherwise of half of it, and its neighbour of the other.
inline constexpr bool whole_quads = OCTET_SIMD_DOT != 3;
/// Depthwise lanes hold four taps, otherwise two.
inline constexpr bool four_taps = OCTET_SIMD_DOT != 0;
/// Vectors that hold one quad of a panel of 16 channels.
inline constexpr std::size_t panel_vectors = whole_quads ? 16 / lanes : 32 / lanes;
/// Bytes of packed weights that a vector takes; those of a single row may have to be widened.
inline constexpr std::size_t vector_bytes = 64 / panel_vectors,
                             row_vector_bytes = vector_bytes / form_bytes;

/// Lanes of sums of pairs, of two vectors -> one vector of the sums of neighbours.
HWY_INLINE v32 add_neighbours(v32 low, v32 high) {
#if HWY_MAX_BYTES == 32
  return v32{_mm256_permute4x64_epi64(_mm256_hadd_epi32(low.raw, high.raw), 0xd8)};
#else
  return hn::Add(hn::ConcatEven(d32(), high, low), hn::ConcatOdd(d32(), high, low));
#endif
}

/// What two vectors were packed to within each 16 bytes, the first one's before the second's.
template <class V>
HWY_INLINE V in_order(V packed) {
#if HWY_MAX_BYTES == 64
  const __m512i order = _mm512_setr_epi64(0, 2, 4, 6, 1, 3, 5, 7);
  return V{_mm512_permutexvar_epi64(order, packed.raw)};
#elif HWY_MAX_BYTES == 32
  return V{_mm256_permute4x64_epi64(packed.raw, 0xd8)};
#else
  return packed;
#endif
}

#if HWY_MAX_BYTES == 64
/// What four vectors were packed to within each 16 bytes, the first one's first; undoes itself.
HWY_INLINE __m512i gather_quarters(__m512i packed) {
  const __m512i order = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
  return _mm512_permutexvar_epi32(order, packed);
}
#endif

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
