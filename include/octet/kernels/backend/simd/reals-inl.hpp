// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Codes to real values and back. Read once per target by targets.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {

#if HWY_ARCH_ARM_V7
// NEON of 32-bit Arm has no division, and loses the smallest floats.
template <bool>
inline void quantize(const simd_reals& r) {
  portable::quantize(r);
}
template <bool>
inline void dequantize(const simd_reals& r) {
  portable::dequantize(r);
}
#else
/// Calls one(i) for every vector, the last of them reaching back, or rest(i) for every element
/// where there is no whole one.
template <class One, class Rest>
HWY_INLINE void for_each_vector(std::size_t n, const One& one, const Rest& rest) {
  if (n >= lanes) {
    for (std::size_t i = 0; i < n; i += lanes) one(HWY_MIN(i, n - lanes));
  } else {
    for (std::size_t i = 0; i < n; ++i) rest(i);
  }
}

/// The nearest whole numbers, ties away from zero.
HWY_INLINE v32 round_half_away(hn::Vec<df> x) {
  const v32 whole = hn::ConvertTo(d32(), x);
  const auto rest = hn::Sub(x, hn::ConvertTo(df(), whole));  // exact
  const auto up = hn::Ge(rest, hn::Set(df(), 0.5F)), down = hn::Le(rest, hn::Set(df(), -0.5F));
  const v32 one = hn::Set(d32(), 1);
  return hn::Sub(hn::Add(whole, hn::IfThenElseZero(hn::RebindMask(d32(), up), one)),
                 hn::IfThenElseZero(hn::RebindMask(d32(), down), one));
}

template <class T>
inline void quantize_row(const simd_reals& r) {
  const hn::Rebind<T, d32> narrow;
  const auto* from = static_cast<const float*>(r.from);
  T* const to = static_cast<T*>(r.to);
  // Beyond this every zero point leads to the ends of the type.
  const auto most = hn::Set(df(), 0x1p17F), least = hn::Set(df(), -0x1p17F);
  const auto scale = hn::Set(df(), r.params.scale);
  const v32 zero_point = hn::Set(d32(), r.params.zero_point);
  for_each_vector(
      r.n,
      [&](std::size_t i) OCTET_SIMD_ATTR {
        const auto steps = hn::Div(hn::LoadU(df(), from + i), scale);
        const auto number = hn::IfThenElseZero(hn::Eq(steps, steps), steps);
        const v32 rounded = round_half_away(hn::Min(hn::Max(number, least), most));
        hn::StoreU(hn::DemoteTo(narrow, hn::Add(rounded, zero_point)), narrow, to + i);
      },
      [&](std::size_t i) { to[i] = octet::quantize<T>(r.params, from[i]); });
}

template <class T>
inline void dequantize_row(const simd_reals& r) {
  const hn::Rebind<T, d32> narrow;
  const T* const from = static_cast<const T*>(r.from);
  auto* const to = static_cast<float*>(r.to);
  const auto scale = hn::Set(df(), r.params.scale);
  const v32 zero_point = hn::Set(d32(), r.params.zero_point);
  for_each_vector(
      r.n,
      [&](std::size_t i) OCTET_SIMD_ATTR {
        const v32 codes = hn::PromoteTo(d32(), hn::LoadU(narrow, from + i));
        const auto steps = hn::ConvertTo(df(), hn::Sub(codes, zero_point));
        hn::StoreU(hn::Mul(scale, steps), df(), to + i);
      },
      [&](std::size_t i) { to[i] = octet::dequantize(r.params, from[i]); });
}

template <bool Words>
inline void quantize(const simd_reals& r) {
  if constexpr (Words) {
    if (r.wide) return quantize_row<std::int16_t>(r);
  }
  quantize_row<std::int8_t>(r);
}

template <bool Words>
inline void dequantize(const simd_reals& r) {
  if constexpr (Words) {
    if (r.wide) return dequantize_row<std::int16_t>(r);
  }
  dequantize_row<std::int8_t>(r);
}
#endif

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
