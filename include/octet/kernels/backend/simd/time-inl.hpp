// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Sums over time, a filter a lane. Read once per target by targets.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {

/// sum + products of two codes a lane
HWY_INLINE v32 add_time_step(v32 sum, v32 x, v32 w) {
#if HWY_ARCH_X86
  return dot_words(sum, x, w);
#else
  const auto low = [](v32 v) OCTET_SIMD_ATTR { return hn::ShiftRight<16>(hn::ShiftLeft<16>(v)); };
  const v32 products = hn::Mul(hn::ShiftRight<16>(x), hn::ShiftRight<16>(w));
  return hn::Add(hn::Add(sum, hn::Mul(low(x), low(w))), products);
#endif
}

/// Calls of_block(n, first, offsets, result): `result` takes the sums of filters [first, first +
/// n), whose states begin `offsets` elements behind that of the first.
template <class T, class OfBlock>
HWY_INLINE void for_each_time_block(const simd_time_sums& s, const OfBlock& of_block) {
  alignas(64) std::int32_t offsets[lanes];
  for (std::size_t f = 0; f < s.filters; f += lanes) {
    const std::size_t n = HWY_MIN(lanes, s.filters - f);
    // Lanes without a filter read the last one's.
    for (std::size_t i = 0; i < lanes; ++i)
      offsets[i] = static_cast<std::int32_t>(HWY_MIN(i, n - 1) * s.memory);
    alignas(64) T sums[lanes];
    of_block(f, hn::Load(d32(), offsets), sums);
    __builtin_memcpy(static_cast<T*>(s.to) + f, sums, n * sizeof(T));
  }
}

inline void code_time_sums(const simd_time_sums& s) {
  const std::size_t steps = (s.memory + 1) / 2;
  for_each_time_block<std::int32_t>(
      s, [&](std::size_t f, v32 offsets, std::int32_t* sums) OCTET_SIMD_ATTR {
        const auto* const state = static_cast<const std::int16_t*>(s.state) + f * s.memory;
        const auto* weights = static_cast<const std::int32_t*>(s.weights) + f * steps;
        const v32 bytes = hn::Add(offsets, offsets);
        v32 sum = hn::Zero(d32());
        for (std::size_t i = 0; i < steps; ++i, weights += lanes) {
          const auto* const from =
              reinterpret_cast<const std::int32_t*>(state + time_step(i, s.memory));
          sum = add_time_step(sum, hn::GatherOffset(d32(), from, bytes), hn::LoadU(d32(), weights));
        }
        hn::Store(sum, d32(), sums);
      });
}

#if !HWY_ARCH_ARM_V7
inline void real_time_sums(const simd_time_sums& s) {
  for_each_time_block<float>(s, [&](std::size_t f, v32 offsets, float* sums) OCTET_SIMD_ATTR {
    const auto* const state = static_cast<const float*>(s.state) + f * s.memory;
    const auto* weights = static_cast<const float*>(s.weights) + f * s.memory;
    auto sum = hn::Zero(df());
    for (std::size_t i = 0; i < s.memory; ++i, weights += lanes) {
      const auto past = hn::GatherIndex(df(), state + i, offsets);
      sum = hn::Add(sum, rounded_product(hn::LoadU(df(), weights), past));
    }
    hn::Store(sum, df(), sums);
  });
}
#else
// NEON of 32-bit Arm loses the smallest floats.
inline constexpr void (*real_time_sums)(const simd_time_sums&) = nullptr;
#endif

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
