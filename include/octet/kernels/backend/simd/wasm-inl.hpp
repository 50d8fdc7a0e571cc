// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What WebAssembly says in its own instructions: the dot product of pairs, and packing. Read once
// per target by targets.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {

using vector_quads = v32;

/// The quad at p in every channel's place.
HWY_INLINE vector_quads broadcast_quad(const std::uint8_t* p) {
  return v32{wasm_v128_load32_splat(p)};
}

/// A vector of packed weights.
HWY_INLINE vector_quads load_weights(const std::int8_t* p) { return v32{wasm_v128_load(p)}; }

/// The same of a single row.
HWY_INLINE vector_quads load_row_weights(const std::int8_t* p) {
  return v32{wasm_i16x8_load8x8(p)};
}

/// sum + products of quads
HWY_INLINE v32 dot(v32 sum, vector_quads x, vector_quads w) {
  return v32{wasm_i32x4_add(sum.raw, wasm_i32x4_dot_i16x8(x.raw, w.raw))};
}

/// The same of interleaved taps.
HWY_INLINE v32 dot_taps(v32 sum, v32 x, v32 w) { return dot(sum, x, w); }

/// Registers are the engine's affair.
HWY_INLINE void keep_in_register(v32&) {}

/// sum + x's upper words times w's, whose lower words are 0
HWY_INLINE v32 add_word_products(v32 sum, v32 x, v32 w) {
  return hn::Add(sum, hn::Mul(hn::ShiftRight<16>(x), hn::ShiftRight<16>(w)));
}

/// The upper halves of even and odd products, in order.
HWY_INLINE v32 high_halves(vu64 even, vu64 odd) {
  return v32{wasm_i32x4_shuffle(even.raw, odd.raw, 1, 5, 3, 7)};
}

/// int32 -> int16, clamped
HWY_INLINE hn::Vec<d16> pack_words(v32 low, v32 high) {
  return hn::Vec<d16>{wasm_i16x8_narrow_i32x4(low.raw, high.raw)};
}

/// int16 -> int8, clamped
HWY_INLINE hn::Vec<d8> pack_bytes(hn::Vec<d16> low, hn::Vec<d16> high) {
  return hn::Vec<d8>{wasm_i8x16_narrow_i16x8(low.raw, high.raw)};
}

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
