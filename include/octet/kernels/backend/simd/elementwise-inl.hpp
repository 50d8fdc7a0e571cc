// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Rows of codes, element by element. Read once per target by targets.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {

/// A simd_scaling in every lane.
struct lane_scaling {
  vu32 factor, counts_sign;
  vu64 rounding;
  int shift;

  HWY_INLINE explicit lane_scaling(const simd_scaling& s)
      : factor(hn::Set(du32(), s.factor)),
        counts_sign(hn::Set(du32(), s.counts_sign ? 1U : 0U)),
        rounding(hn::Set(du64(), s.rounding)),
        shift(s.shift) {}

  HWY_INLINE v32 apply(v32 x) const {
    const auto biased = hn::Xor(hn::BitCast(du32(), x), hn::Set(du32(), 0x80000000U));
    const auto odd_x = hn::BitCast(du32(), hn::ShiftRight<32>(hn::BitCast(du64(), biased)));
    const v32 high = high_halves(hn::Add(hn::MulEven(biased, factor), rounding),
                                 hn::Add(hn::MulEven(odd_x, factor), rounding));
    const auto sign = hn::And(hn::ShiftRight<31>(biased), counts_sign);
    return hn::ShiftRightSame(hn::Add(high, hn::BitCast(d32(), sign)), shift);
  }
};

/// What is the same for all elements of a row.
template <class T>
struct pair_row {
  using narrow = hn::Rebind<T, d32>;
  v32 x_zero_point, y_zero_point, low, high;
  lane_scaling y_scaling, output;
  int left;
  simd_pair pair;

  HWY_INLINE explicit pair_row(const simd_pairs& p)
      : x_zero_point(hn::Set(d32(), p.x_zero_point)),
        y_zero_point(hn::Set(d32(), p.y_zero_point)),
        low(hn::Set(d32(), p.clamp.min)),
        high(hn::Set(d32(), p.clamp.max)),
        y_scaling(p.y_scaling),
        output(p.output),
        left(p.left),
        pair(p.pair) {}

  // A branch a vector, always the same way: loops of their own took a second to compile.
  HWY_INLINE v32 combine(v32 x, v32 y) const {
    if (pair == simd_pair::multiply) return hn::Mul(x, y);
    const v32 from_y = y_scaling.apply(hn::ShiftLeftSame(y, left));
    if (pair == simd_pair::squared_difference) {
      const v32 twice_x = hn::ShiftLeftSame(x, left);
      const v32 from_x = hn::ShiftRight<1>(hn::Add(twice_x, hn::Set(d32(), 1)));
      const v32 difference = hn::Sub(from_x, from_y);
      return hn::Mul(difference, difference);
    }
    const v32 from_x = hn::ShiftLeftSame(x, left - 1);
    if (pair == simd_pair::add) return hn::Add(from_x, from_y);
    const v32 difference = hn::Sub(from_x, from_y);
    return pair == simd_pair::subtract ? difference : hn::Neg(difference);
  }

  /// One vector of elements.
  HWY_INLINE void apply(const T* x, const T* y, T* out) const {
    const v32 wide_x = hn::PromoteTo(d32(), hn::LoadU(narrow(), x));
    const v32 wide_y = hn::PromoteTo(d32(), hn::LoadU(narrow(), y));
    const v32 codes =
        output.apply(combine(hn::Sub(wide_x, x_zero_point), hn::Sub(wide_y, y_zero_point)));
    hn::StoreU(hn::DemoteTo(narrow(), hn::Min(hn::Max(codes, low), high)), narrow(), out);
  }
};

template <class T>
inline void combine_row(const simd_pairs& p) {
  const pair_row<T> row(p);
  const auto* x = static_cast<const T*>(p.x);
  const auto* y = static_cast<const T*>(p.y);
  auto* out = static_cast<T*>(p.out);
  alignas(64) T x_vector[lanes] = {}, y_vector[lanes] = {}, last[lanes];
  const typename pair_row<T>::narrow narrow;
  if (p.x_stays) hn::Store(hn::Set(narrow, *x), narrow, x_vector);
  if (p.y_stays) hn::Store(hn::Set(narrow, *y), narrow, y_vector);
  for (std::size_t i = 0; i < p.n; i += lanes) {
    const bool whole = i + lanes <= p.n;
    const std::size_t bytes = (p.n - i) * sizeof(T);  // not a whole vector
    // Not a vector that reaches back: where the output is an input, its elements are gone.
    if (!whole && !p.x_stays) __builtin_memcpy(x_vector, x + i, bytes);
    if (!whole && !p.y_stays) __builtin_memcpy(y_vector, y + i, bytes);
    row.apply(p.x_stays || !whole ? x_vector : x + i, p.y_stays || !whole ? y_vector : y + i,
              whole ? out + i : last);
    if (!whole) __builtin_memcpy(out + i, last, bytes);
  }
}

/// The larger or the smaller of two codes.
template <class T, bool Larger>
inline void extremum_row(const simd_pairs& p) {
  constexpr std::size_t step = HWY_MAX_BYTES / sizeof(T);
  const hn::ScalableTag<T> d;
  alignas(64) T x_all[step], y_all[step];
  const T *x = static_cast<const T*>(p.x), *y = static_cast<const T*>(p.y);
  T* out = static_cast<T*>(p.out);
  const bool x_stays = p.x_stays, y_stays = p.y_stays;
  std::size_t n = p.n;
  if (x_stays && n != 0) hn::Store(hn::Set(d, *x), d, x_all);
  if (y_stays && n != 0) hn::Store(hn::Set(d, *y), d, y_all);
  if (x_stays) x = x_all;
  if (y_stays) y = y_all;
  const std::size_t x_step = x_stays ? 0 : step, y_step = y_stays ? 0 : step;
  const auto one = [&](T* to) OCTET_SIMD_ATTR {
    const auto a = hn::LoadU(d, x), b = hn::LoadU(d, y);
    hn::StoreU(Larger ? hn::Max(a, b) : hn::Min(a, b), d, to);
  };
  for (; n >= step; n -= step, x += x_step, y += y_step, out += step) one(out);
  if (n == 0) return;
  // Not a vector that reaches back: where the output is an input, its elements are gone.
  if (!x_stays) __builtin_memcpy(x_all, x, n * sizeof(T));
  if (!y_stays) __builtin_memcpy(y_all, y, n * sizeof(T));
  x = x_all;
  y = y_all;
  alignas(64) T last[step];
  one(last);
  __builtin_memcpy(out, last, n * sizeof(T));
}

inline void extremum(const simd_pairs& p) {
  const bool larger = p.pair == simd_pair::larger;
  if (p.wide) {
    larger ? extremum_row<std::int16_t, true>(p) : extremum_row<std::int16_t, false>(p);
  } else {
    larger ? extremum_row<std::int8_t, true>(p) : extremum_row<std::int8_t, false>(p);
  }
}

/// Words, here and in other tables: whether codes may be int16.
template <bool Words>
inline void combine(const simd_pairs& p) {
  if constexpr (Words) {
    if (p.wide) return combine_row<std::int16_t>(p);
  }
  combine_row<std::int8_t>(p);
}

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
