// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The maximum, the mean and the scaled sum of pixels. Read once per target by targets.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {

/// Calls visit(address of channel `first` of a pixel) for all pixels.
template <class T, class Visit>
HWY_INLINE void for_each_pixel(const simd_pool& p, std::size_t first, const Visit& visit) {
  const T* row = static_cast<const T*>(p.pixels) + first;
  for (std::size_t y = 0; y < p.rows; ++y, row += p.y_step) {
    const T* pixel = row;
    for (std::size_t x = 0; x < p.columns; ++x, pixel += p.x_step) visit(pixel);
  }
}

/// The maximum of N channels at a time, the last of them by a vector that reaches back, or, where
/// there is no whole one, in eights or one by one.
template <class T, std::size_t N>
inline void find_maximum(const simd_pool& p) {
  const hn::CappedTag<T, N> d;
  const auto low = hn::Set(d, static_cast<T>(p.clamp.min));
  const auto high = hn::Set(d, static_cast<T>(p.clamp.max));
  const auto one = [&](std::size_t first) OCTET_SIMD_ATTR {
    auto highest = low;
    for_each_pixel<T>(p, first, [&](const T* pixel) OCTET_SIMD_ATTR {
      highest = hn::Max(highest, hn::LoadU(d, pixel));
    });
    hn::StoreU(hn::Min(highest, high), d, static_cast<T*>(p.out) + first);
  };
  if (p.channels >= N) {
    for (std::size_t i = 0; i < p.channels; i += N) one(HWY_MIN(i, p.channels - N));
  } else if constexpr (N > 8) {
    find_maximum<T, 8>(p);
  } else {
    portable::pool_channels<T>(p);
  }
}

/// sums / count, rounded half away from zero
HWY_INLINE v32 mean_of(v32 sums, vu32 half, vu32 reciprocal) {
  const vu32 magnitude = hn::Add(hn::BitCast(du32(), hn::Abs(sums)), half);
  const auto odd = hn::BitCast(du32(), hn::ShiftRight<32>(hn::BitCast(du64(), magnitude)));
  const v32 mean = high_halves(hn::MulEven(magnitude, reciprocal), hn::MulEven(odd, reciprocal));
  return hn::IfThenElse(hn::Lt(sums, hn::Zero(d32())), hn::Neg(mean), mean);
}

/// The mean or the scaled sum of `lanes` channels at a time.
template <class T>
inline void find_sum(const simd_pool& p) {
  const hn::Rebind<T, d32> narrow;
  const auto low = hn::Set(d32(), p.clamp.min), high = hn::Set(d32(), p.clamp.max);
  const auto half = hn::Set(du32(), p.count() / 2), reciprocal = hn::Set(du32(), p.reciprocal);
  const auto start = hn::Set(d32(), p.start);
  const lane_scaling scaling(p.scaling);
  T* const out = static_cast<T*>(p.out);
  for (std::size_t i = 0; i < p.channels; i += lanes) {
    const std::size_t n = HWY_MIN(lanes, p.channels - i);
    v32 sums = start;
    if (n == lanes) {
      for_each_pixel<T>(p, i, [&](const T* pixel) OCTET_SIMD_ATTR {
        sums = hn::Add(sums, hn::PromoteTo(d32(), hn::LoadU(narrow, pixel)));
      });
    } else {
      alignas(64) std::int32_t all[lanes] = {};
      for_each_pixel<T>(p, i, [&](const T* pixel) {
        for (std::size_t c = 0; c < n; ++c) all[c] += pixel[c];
      });
      sums = hn::Add(start, hn::Load(d32(), all));
    }
    const v32 code = p.sums ? scaling.apply(sums) : mean_of(sums, half, reciprocal);
    const auto codes = hn::DemoteTo(narrow, hn::Min(hn::Max(code, low), high));
    if (n == lanes) {
      hn::StoreU(codes, narrow, out + i);
    } else {
      alignas(64) T last[lanes];
      hn::Store(codes, narrow, last);
      __builtin_memcpy(out + i, last, n * sizeof(T));
    }
  }
}

/// Two vectors at a time: each adds to sums of its own.
template <class T>
inline std::int32_t sum_codes(const T* codes, std::size_t n) {
  const hn::Rebind<T, d32> narrow;
  const auto at = [&](std::size_t i) OCTET_SIMD_ATTR {
    return hn::PromoteTo(d32(), hn::LoadU(narrow, codes + i));
  };
  v32 first = hn::Zero(d32()), second = first;
  std::size_t i = 0;
  for (; i + 2 * lanes <= n; i += 2 * lanes) {
    first = hn::Add(first, at(i));
    second = hn::Add(second, at(i + lanes));
  }
  std::int32_t sum = hn::GetLane(hn::SumOfLanes(d32(), hn::Add(first, second)));
  for (; i < n; ++i) sum += codes[i];
  return sum;
}

template <bool Words>
inline std::int32_t sum_row(const void* codes, std::size_t n, bool wide) {
  if constexpr (Words) {
    if (wide) return sum_codes(static_cast<const std::int16_t*>(codes), n);
  }
  return sum_codes(static_cast<const std::int8_t*>(codes), n);
}

template <bool Words>
inline void maximum(const simd_pool& p) {
  if constexpr (Words) {
    if (p.wide) return find_maximum<std::int16_t, HWY_MAX_BYTES / 2>(p);
  }
  find_maximum<std::int8_t, HWY_MAX_BYTES>(p);
}

template <bool Words>
inline void pool(const simd_pool& p) {
  if (!p.sums && p.reciprocal == 0) return maximum<Words>(p);
  if constexpr (Words) {
    if (p.wide) return find_sum<std::int16_t>(p);
  }
  find_sum<std::int8_t>(p);
}

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
