// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What hybrid operators do before and after their products: real values to codes, sums to real
// values. Read once per target by targets.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {

#if !HWY_ARCH_ARM_V7
/// x * y, rounded by itself: see octet::detail::rounded_product.
HWY_INLINE hn::Vec<df> rounded_product(hn::Vec<df> x, hn::Vec<df> y) {
  hn::Vec<df> product = hn::Mul(x, y);
#if HWY_ARCH_ARM_A64
  asm("" : "+w"(product.raw));
#elif HWY_ARCH_WASM
  // wasm has no fused multiply-add.
#elif HWY_MAX_BYTES == 64
  asm("" : "+v"(product.raw));
#else
  asm("" : "+x"(product.raw));
#endif
  return product;
}

inline octet::detail::row_range range_of_real_row(const simd_real_row& r) {
  // Comparisons, which NaN fails everywhere; minima take it or leave it, machine by machine.
  hn::Vec<df> low[2] = {hn::Zero(df()), hn::Zero(df())}, high[2] = {low[0], low[0]};
  std::size_t i = 0;
  for (; i + 2 * lanes <= r.n; i += 2 * lanes) {
    HWY_UNROLL(2)
    for (std::size_t v = 0; v < 2; ++v) {
      const auto x = hn::LoadU(df(), r.from + i + v * lanes);
      low[v] = hn::IfThenElse(hn::Lt(x, low[v]), x, low[v]);
      high[v] = hn::IfThenElse(hn::Gt(x, high[v]), x, high[v]);
    }
  }
  alignas(64) float lows[lanes], highs[lanes];
  hn::Store(hn::Min(low[0], low[1]), df(), lows);
  hn::Store(hn::Max(high[0], high[1]), df(), highs);
  octet::detail::row_range range = octet::detail::range_of_row(r.from + i, r.n - i, 1);
  for (std::size_t k = 0; k < lanes; ++k) {
    range.min = HWY_MIN(range.min, lows[k]);
    range.max = HWY_MAX(range.max, highs[k]);
  }
  constexpr float most = std::numeric_limits<float>::max();
  return {HWY_MAX(range.min, -most), HWY_MIN(range.max, most)};
}

inline affine quantize_real_row(const simd_real_row& r) {
  const auto coding = octet::detail::row_coding::of(r.scheme, range_of_real_row(r));
  const hn::Rebind<std::int8_t, d32> narrow;
  const auto steps = hn::Set(df(), coding.steps_per_unit);
  const auto zero = hn::Set(df(), static_cast<float>(coding.params.zero_point));
  const auto lowest = hn::Set(df(), coding.lowest), highest = hn::Set(df(), 127.0F);
  const bool few = r.n < lanes;
  float values[lanes] = {};
  std::int8_t codes[lanes];
  if (few && r.n > 0) __builtin_memcpy(values, r.from, r.n * sizeof(float));
  const float* const from = few ? values : r.from;
  std::int8_t* const to = few ? codes : r.to;
  const std::size_t last = few ? 0 : r.n - lanes;
  for (std::size_t i = 0; i < r.n; i += lanes) {
    const std::size_t at = HWY_MIN(i, last);
    const auto code = hn::Add(zero, rounded_product(hn::LoadU(df(), from + at), steps));
    const auto number = hn::IfThenElse(hn::Eq(code, code), code, zero);
    const v32 rounded = round_half_away(hn::Min(hn::Max(number, lowest), highest));
    hn::StoreU(hn::DemoteTo(narrow, rounded), narrow, to + at);
  }
  if (few && r.n > 0) __builtin_memcpy(r.to, codes, r.n);
  return coding.params;
}

/// The constants of `lanes` channels, some of which may not be there.
struct real_lanes {
  v32 offset;
  hn::Vec<df> scale, bias, low, high;

  HWY_INLINE real_lanes(const simd_sum_rows& s, std::size_t first, std::size_t n) {
    const hybrid_scaling& h = *s.scaling;
    const std::uint32_t* weights = s.panels[first / panel_width].factor.data();
    offset = hn::Mul(hn::BitCast(d32(), hn::Load(du32(), weights + first % panel_width)),
                     hn::Set(d32(), s.zero_point));
    const auto scales =
        h.per_channel ? some(h.scales.data() + first, n) : hn::Set(df(), h.scales[0]);
    scale = hn::Mul(hn::Set(df(), h.input_scale), scales);
    bias = h.bias ? some(h.bias.data() + first, n) : hn::Zero(df());
    low = hn::Set(df(), h.clamp.min);
    high = hn::Set(df(), h.clamp.max);
  }

  /// n values, and zeros.
  static HWY_INLINE hn::Vec<df> some(const float* from, std::size_t n) {
    if (n == lanes) return hn::LoadU(df(), from);
    alignas(64) float all[lanes] = {};
    __builtin_memcpy(all, from, n * sizeof(float));
    return hn::Load(df(), all);
  }

  /// For several rows of n channels side by side.
  HWY_INLINE void repeat(std::size_t n) {
    const auto repeated = [n](auto d, auto v) OCTET_SIMD_ATTR {
      alignas(64) hn::TFromD<decltype(d)> all[lanes];
      hn::Store(v, d, all);
      for (std::size_t i = n; i < lanes; ++i) all[i] = all[i - n];
      return hn::Load(d, all);
    };
    offset = repeated(d32(), offset);
    scale = repeated(df(), scale);
    bias = repeated(df(), bias);
  }

  HWY_INLINE hn::Vec<df> reals(hn::Vec<df> sums) const {
    const auto sum = hn::ConvertTo(df(), hn::Sub(hn::BitCast(d32(), sums), offset));
    // NaN stays.
    const auto real = hn::Add(bias, rounded_product(sum, scale));
    return hn::IfThenElse(hn::Lt(real, low), low, hn::IfThenElse(hn::Gt(real, high), high, real));
  }
};

/// The first n of a vector at `at`.
HWY_INLINE void make_some_real(const real_lanes& constants, std::size_t n, float* at) {
#if HWY_MAX_BYTES >= 32
  const auto there = hn::FirstN(df(), n);
  hn::BlendedStore(constants.reals(hn::MaskedLoad(there, df(), at)), there, df(), at);
#else
  alignas(64) float some[lanes] = {};
  __builtin_memcpy(some, at, n * sizeof(float));
  hn::Store(constants.reals(hn::Load(df(), some)), df(), some);
  __builtin_memcpy(at, some, n * sizeof(float));
#endif
}

/// `rows` pieces of n channels, `step` apart.
inline void make_real(const real_lanes& constants, std::size_t n, std::size_t rows,
                      std::size_t step, float* at) {
  for (std::size_t row = 0; row < rows; ++row, at += step) {
    if (n == lanes) {
      hn::StoreU(constants.reals(hn::LoadU(df(), at)), df(), at);
    } else {
      make_some_real(constants, n, at);
    }
  }
}

inline void real_rows(const simd_sum_rows& s) {
  if (s.rows > 1 && s.channels > 0 && s.channels < lanes && lanes % s.channels == 0) {
    // Half a vector after the other would wait for what the one before has just written.
    real_lanes constants(s, 0, s.channels);
    constants.repeat(s.channels);
    const std::size_t n = s.rows * s.channels, rest = n % lanes;
    make_real(constants, lanes, n / lanes, lanes, s.data);
    if (rest != 0) make_real(constants, rest, 1, 0, s.data + (n - rest));
    return;
  }
  for (std::size_t c = 0; c < s.channels; c += lanes) {
    const std::size_t n = HWY_MIN(lanes, s.channels - c);
    make_real(real_lanes(s, c, n), n, s.rows, s.channels, s.data + c);
  }
}
/// `lanes` sums.
HWY_INLINE void add_scaled_vector(const simd_scaled_sums& s, std::size_t i) {
  const v32 weights = hn::LoadU(d32(), s.weights + i);
  const v32 offset = hn::Mul(weights, hn::Set(d32(), s.zero_point));
  const auto sum = hn::ConvertTo(df(), hn::Sub(hn::LoadU(d32(), s.sums + i), offset));
  const auto product = rounded_product(sum, hn::LoadU(df(), s.scales + i));
  hn::StoreU(hn::Add(hn::LoadU(df(), s.to + i), product), df(), s.to + i);
}

inline void add_scaled(const simd_scaled_sums& s) {
  std::size_t i = 0;
  for (; i + lanes <= s.n; i += lanes) add_scaled_vector(s, i);
  if (i == s.n) return;
  std::int32_t sums[lanes] = {}, weights[lanes] = {};
  float to[lanes] = {}, scales[lanes] = {};
  const std::size_t bytes = (s.n - i) * 4;
  __builtin_memcpy(sums, s.sums + i, bytes);
  __builtin_memcpy(weights, s.weights + i, bytes);
  __builtin_memcpy(scales, s.scales + i, bytes);
  __builtin_memcpy(to, s.to + i, bytes);
  add_scaled_vector({to, sums, weights, scales, lanes, s.zero_point}, 0);
  __builtin_memcpy(s.to + i, to, bytes);
}
#else
using portable::add_scaled;
using portable::quantize_real_row;
using portable::real_rows;
#endif

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
