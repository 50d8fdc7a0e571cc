// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Depthwise convolutions and pairs of real values. Read once per target by targets.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {

/// N channels, from c on, of X neighbouring pixels from `first` on.
template <std::size_t N, std::size_t X>
inline void depthwise_block(const simd_float_depthwise& d, std::size_t first, std::size_t c) {
  const hn::CappedTag<float, N> tag;
  using v = hn::Vec<decltype(tag)>;
  const float* in = d.input + static_cast<std::ptrdiff_t>(first) * d.x_step + c;
  const float* weights = d.weights + c;
  v acc[X];
  HWY_UNROLL(8)
  for (std::size_t x = 0; x < X; ++x) acc[x] = hn::Zero(tag);
  for (std::size_t t = 0; t < d.taps; ++t) {
    const float* from = in + d.tap[t].value;
    const v w = hn::LoadU(tag, weights + d.tap[t].weight);
    HWY_UNROLL(8)
    for (std::size_t x = 0; x < X; ++x, from += d.x_step)
      acc[x] = add_product(acc[x], hn::LoadU(tag, from), w);
  }
  const v bias = hn::LoadU(tag, d.bias + c);
  const v low = hn::Set(tag, d.clamp.min), high = hn::Set(tag, d.clamp.max);
  float* out = d.output + first * d.channels + c;
  HWY_UNROLL(8)
  for (std::size_t x = 0; x < X; ++x, out += d.channels) {
    hn::StoreU(clamp_floats(hn::Add(acc[x], bias), low, high), tag, out);
  }
}

/// N channels of all pixels; the last block reaches back over pixels that are done.
template <std::size_t N>
inline void depthwise_channels(const simd_float_depthwise& d, std::size_t c) {
  const std::size_t n = d.pixels;
  if (n >= 8) {
    for (std::size_t i = 0; i < n; i += 8) depthwise_block<N, 8>(d, HWY_MIN(i, n - 8), c);
  } else {
    for (std::size_t i = 0; i < n; ++i) depthwise_block<N, 1>(d, i, c);
  }
}

/// All channels, N at a time, the last of them by vectors that reach back.
template <std::size_t N>
inline void depthwise_all(const simd_float_depthwise& d) {
  std::size_t c = 0;
  for (; c + N <= d.channels; c += N) depthwise_channels<N>(d, c);
  if (c < d.channels) depthwise_channels<N>(d, d.channels - N);
}

inline void depthwise_floats(const simd_float_depthwise& d) {
  if (d.channels >= lanes) return depthwise_all<lanes>(d);
#if HWY_MAX_BYTES == 64
  if (d.channels >= 8) return depthwise_all<8>(d);
#endif
  d.channels >= 4 ? depthwise_all<4>(d) : portable::depthwise_floats(d);
}

template <class F>
inline void combine_by(const simd_float_pairs& p, const F& f) {
  const vf low = hn::Set(df(), p.clamp.min), high = hn::Set(df(), p.clamp.max);
  const vf one_x = hn::Set(df(), p.x[0]), one_y = hn::Set(df(), p.y[0]);
  std::size_t i = 0;
  for (; i + lanes <= p.n; i += lanes) {
    const vf x = p.x_stays ? one_x : hn::LoadU(df(), p.x + i);
    const vf y = p.y_stays ? one_y : hn::LoadU(df(), p.y + i);
    hn::StoreU(clamp_floats(f(x, y), low, high), df(), p.out + i);
  }
  portable::combine_from(p, i);
}

inline void combine_floats(const simd_float_pairs& p) {
  if (p.n < lanes) return portable::combine_from(p, 0);
  switch (p.pair) {
    case simd_float_pair::add:
      return combine_by(p, [](vf x, vf y) OCTET_SIMD_ATTR { return hn::Add(x, y); });
    case simd_float_pair::subtract:
      return combine_by(p, [](vf x, vf y) OCTET_SIMD_ATTR { return hn::Sub(x, y); });
    case simd_float_pair::multiply:
      return combine_by(p, [](vf x, vf y) OCTET_SIMD_ATTR { return hn::Mul(x, y); });
  }
}

inline constexpr simd_float_words float_words{multiply_floats, depthwise_floats, combine_floats};

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
