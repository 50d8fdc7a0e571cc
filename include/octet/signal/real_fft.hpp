// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The Fourier transform of real values in Q0.15 or Q0.31, with one exponent for all of them.
//
// N real values are N/2 complex ones, even values real, odd ones imaginary. Their transform Z gives
//   X[k] = E + w O,   E = (Z[k] + Z*[N/2 - k]) / 2,   O = -i (Z[k] - Z*[N/2 - k]) / 2,
// with w = exp(-2 pi i k / N).
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "octet/core/elements.hpp"
#include "octet/signal/quarter_wave.hpp"

namespace octet {

/// Values that real_fft<N> works in: N samples before, N / 2 + 1 pairs (real, imaginary) after.
template <std::size_t N>
inline constexpr std::size_t real_fft_values = N + 2;

/// Arguments of real_fft.
template <SignalSample T>
struct real_fft_args {
  elements<T> data{};  ///< real_fft_values<N>
};

namespace detail {

/// A complex number, the real part negated: as the sum of two products of a negative_phasor.
struct rotated {
  std::int32_t negative_re, im;
};

/// (re + i im) * exp(-i angle of w) * 2^(digits of T - Bits), to nearest, ties up.
template <int Bits, SignalSample T>
constexpr rotated rotate(std::int32_t re, std::int32_t im, negative_phasor<T> w) {
  using wide = wide_sample<T>;
  constexpr wide half = wide{1} << (Bits - 1);
  return {static_cast<std::int32_t>((half + wide{re} * w.cosine + wide{im} * w.sine) >> Bits),
          static_cast<std::int32_t>((half + wide{re} * w.sine - wide{im} * w.cosine) >> Bits)};
}

/// How a transform stays in range: from pass to pass its values are shifted, all by as much.
template <SignalSample T>
class fft_scale;

/// In Q0.15 as seldom as can be: a bit lost is a bit missed.
template <>
class fft_scale<std::int16_t> {
 public:
  constexpr fft_scale(elements<const std::int16_t> data, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) see(data[i]);
  }

  /// Chooses the shift of a pass: so that a + w b fits for all its a, b and |w| = 1, since the
  /// parts of w b are at most sqrt(2) times those of b. Two codes are left for roundings.
  constexpr void begin_pass() {
    constexpr auto limit = static_cast<std::int32_t>((32767 - 2) / 2.41421357);
    shift_ = 0;
    while ((peak_ >> shift_) >= limit) ++shift_;
    odd_ = shift_ > 0 ? 1 : 0;
    below_half_ = ((1 << shift_) >> 1) - odd_;
    exponent_ += shift_;
    peak_ = 0;
  }
  /// A value of the last pass in this one. Ties go to even: half the values are ties, and were they
  /// to go up, bin 0 would be 28 codes wrong for noise of 2048 values, with this it is 3.
  constexpr std::int32_t shifted(std::int32_t x) const {
    return (x + below_half_ + ((x >> shift_) & odd_)) >> shift_;
  }
  constexpr rotated shifted_and_rotated(std::int32_t re, std::int32_t im,
                                        negative_phasor<std::int16_t> w) const {
    return rotate<15>(shifted(re), shifted(im), w);
  }
  /// Notes a value of this pass.
  constexpr std::int16_t see(std::int32_t x) {
    const std::int32_t size = x ^ (x >> 31);
    if (size > peak_) peak_ = size;
    return static_cast<std::int16_t>(x);
  }
  constexpr int exponent() const { return exponent_; }

 private:
  std::int32_t peak_ = 0, below_half_ = 0, odd_ = 0;
  int shift_ = 0, exponent_ = 0;
};

/// In Q0.31 by one bit in every pass, which costs no instruction: the product's upper word has it.
/// A pass then leaves the largest |z| as it was or lowers it, so that values of up to 2^30, whose z
/// are at most sqrt(2) times as large, stay in range.
template <>
class fft_scale<std::int32_t> {
 public:
  constexpr fft_scale(elements<const std::int32_t>, std::size_t) {}
  constexpr void begin_pass() { ++exponent_; }
  constexpr std::int32_t shifted(std::int32_t x) const { return (x + 1) >> 1; }
  constexpr rotated shifted_and_rotated(std::int32_t re, std::int32_t im,
                                        negative_phasor<std::int32_t> w) const {
    return rotate<32>(re, im, w);
  }
  constexpr std::int32_t see(std::int32_t x) const { return x; }
  constexpr int exponent() const { return exponent_; }

 private:
  int exponent_ = 0;
};

/// Swaps complex values so that index bits are reversed.
template <std::size_t M, SignalSample T>
constexpr void reverse_bits(elements<T> data) {
  for (std::size_t i = 1, j = 0; i < M; ++i) {
    // j counts from the top bit down.
    std::size_t bit = M / 2;
    for (; (j & bit) != 0; bit /= 2) j ^= bit;
    j ^= bit;
    if (i >= j) continue;
    for (std::size_t part = 0; part < 2; ++part) {
      const T kept = data[2 * i + part];
      data.store(2 * i + part, data[2 * j + part]);
      data.store(2 * j + part, kept);
    }
  }
}

/// Butterflies of N / 2 complex values that lie `half` apart.   a, b = a + w b, a - w b
template <std::size_t N, SignalSample T>
constexpr void butterflies(elements<T> data, std::size_t half, fft_scale<T>& shared) {
  fft_scale<T> scale = shared;  // in registers
  scale.begin_pass();
  for (std::size_t j = 0; j < half; ++j) {
    const auto w = negative_phasor<T>::template at<N>(j * (N / 2 / half));
    for (std::size_t i = 2 * j; i < N; i += 4 * half) {
      const std::size_t k = i + 2 * half;
      const std::int32_t re = scale.shifted(data[i]), im = scale.shifted(data[i + 1]);
      const rotated r = scale.shifted_and_rotated(data[k], data[k + 1], w);
      data.store(i, scale.see(re - r.negative_re));
      data.store(i + 1, scale.see(im + r.im));
      data.store(k, scale.see(re + r.negative_re));
      data.store(k + 1, scale.see(im - r.im));
    }
  }
  shared = scale;
}

/// From the transform of N / 2 complex values to the N / 2 + 1 bins of N real ones.
template <std::size_t N, SignalSample T>
constexpr void separate_bins(elements<T> data, fft_scale<T>& scale) {
  // Sums of two shifted values are 2 E and 2 O in Q0.15, E and O in Q0.31.
  constexpr int half_product = sizeof(T) == 2 ? 16 : 32;
  const auto half = [](std::int32_t x) { return (x + 1) >> 1; };
  scale.begin_pass();
  const std::int32_t even = scale.shifted(data[0]), odd = scale.shifted(data[1]);
  data.store(0, static_cast<T>(even + odd));
  data.store(1, 0);
  data.store(N, static_cast<T>(even - odd));
  data.store(N + 1, 0);
  for (std::size_t z = 2; z <= N / 2; z += 2) {
    const std::size_t y = N - z;
    const std::int32_t z_re = scale.shifted(data[z]), z_im = scale.shifted(data[z + 1]);
    const std::int32_t y_re = scale.shifted(data[y]), y_im = scale.shifted(data[y + 1]);
    const std::int32_t re = half(z_re + y_re), im = half(z_im - y_im);
    const auto w = negative_phasor<T>::template at<N>(z / 2);
    const rotated r = rotate<half_product>(z_im + y_im, y_re - z_re, w);
    data.store(z, static_cast<T>(re - r.negative_re));
    data.store(z + 1, static_cast<T>(im + r.im));
    data.store(y, static_cast<T>(re + r.negative_re));
    data.store(y + 1, static_cast<T>(r.im - im));
  }
}

}  // namespace detail

/// The Fourier transform of N real values, in place.   X[k] = sum of x[n] exp(-2 pi i n k / N)
///
/// shapes   N values in; N / 2 + 1 pairs (real, imaginary) out, data holds N + 2
/// units    X[k] = code * 2^e, where e is what the function returns and x are codes
/// range    any codes of int16, and -2^30 .. 2^30 of int32
/// scaling  all values have one exponent. int16: before each of log2(N) passes they are halved,
///          once or twice, if the largest could overflow in it; int32: once in every pass
/// rounding to nearest, ties up, of each shift and of each product
/// error    of a real or imaginary part, found for N up to 2048: int16 6 codes of the result, where
///          the signal fills the range, sqrt(N) / 2 where it does not; int32 4 codes
/// memory   no heap, no scratch, a table of N / 4 + 1 values
/// errors   none
template <std::size_t N, SignalSample T>
requires(std::has_single_bit(N) && N >= 64 &&
         N <= 2048) constexpr int real_fft(const real_fft_args<T>& a) {
  detail::fft_scale<T> scale(a.data, N);
  detail::reverse_bits<N / 2>(a.data);
  for (std::size_t half = 1; half < N / 2; half *= 2) detail::butterflies<N>(a.data, half, scale);
  detail::separate_bins<N>(a.data, scale);
  return scale.exponent();
}

}  // namespace octet
