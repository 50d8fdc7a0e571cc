// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Triangular bands on the mel scale over the magnitudes of a spectrum.
//
// The mel scale is mel(f) = 2595 log10(1 + f / 700). Bands + 2 edges lie on it at equal distances;
// band b rises from edge b to b + 1 and falls to b + 2, in mel. Between two edges one band falls as
// the next one rises, and their weights add up to 1: one weight a bin is enough.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "octet/core/elements.hpp"
#include "octet/fixed/real_root.hpp"
#include "octet/fixed/rounding.hpp"
#include "octet/signal/quarter_wave.hpp"

namespace octet {

/// What a bank of mel bands is made of.
struct mel_scale {
  std::int32_t sample_rate = 16000;  ///< Hz
  std::int32_t fft = 512;            ///< size of the transform
  std::int32_t bands = 40;
  std::int32_t low = 20, high = 4000;  ///< Hz: where the first band begins and the last one ends

  constexpr bool valid() const {
    return sample_rate > 0 && fft > 0 && bands > 0 && bands <= 128 && low >= 0 && low < high &&
           high <= sample_rate / 2;
  }
};

/// Weights of the bins of a spectrum for the bands of a mel_scale.
template <std::size_t Bands, std::size_t Bins>
struct mel_table {
  /// Bins [first[s], first[s + 1]) lie between edges s and s + 1.
  std::array<std::uint16_t, Bands + 2> first{};
  /// The weight of bin first[0] + i for the band that rises there, Q1.15.
  std::array<std::uint16_t, Bins> rising{};
};

namespace detail {

/// mel(hertz) but for a factor.
constexpr double mel_of(double hertz) { return real_log(1 + hertz / 700); }

constexpr double mel_of_bin(const mel_scale& m, std::size_t bin) {
  return mel_of(static_cast<double>(bin) * m.sample_rate / m.fft);
}

/// The first bin above 0 that is not below an edge. The bin of frequency 0 belongs to no band.
constexpr std::size_t first_bin(const mel_scale& m, std::size_t edge) {
  const double low = mel_of(m.low), high = mel_of(m.high);
  const double mel = low + (high - low) * static_cast<double>(edge) / (m.bands + 1);
  std::size_t bin = 1;
  while (mel_of_bin(m, bin) < mel) ++bin;
  return bin;
}

}  // namespace detail

/// The weights of a mel_scale, from the compiler.
template <mel_scale M>
requires(M.valid()) inline constexpr auto mel_weights = [] {
  constexpr auto bands = static_cast<std::size_t>(M.bands);
  constexpr std::size_t begin = detail::first_bin(M, 0), end = detail::first_bin(M, bands + 1);
  const double low = detail::mel_of(M.low), step = (detail::mel_of(M.high) - low) / (M.bands + 1);
  mel_table<bands, end - begin> table{};
  std::size_t edge = 0;
  for (std::size_t bin = begin; bin < end; ++bin) {
    const double place = (detail::mel_of_bin(M, bin) - low) / step;
    while (static_cast<double>(edge) <= place) {
      table.first[edge++] = static_cast<std::uint16_t>(bin);
    }
    const double rising = place - static_cast<double>(edge - 1);
    table.rising[bin - begin] = static_cast<std::uint16_t>(rising * 0x1p15 + 0.5);
  }
  while (edge < table.first.size()) table.first[edge++] = static_cast<std::uint16_t>(end);
  return table;
}();

/// The square root of re^2 + im^2.
///
/// error    below 2^-15 of the result, and half a unit
constexpr std::uint32_t magnitude(std::int32_t re, std::int32_t im) {
  const std::int64_t x = re, y = im;
  const std::uint64_t square =
      static_cast<std::uint64_t>(x * x) + static_cast<std::uint64_t>(y * y);
  if (square == 0) return 0;
  // The root of the 32 bits from the first one on, digit by digit, an even number of bits away.
  const int shift = std::countl_zero(square) & ~1;
  auto rest = static_cast<std::uint32_t>((square << shift) >> 32);
  std::uint32_t root = 0;
  for (std::uint32_t digit = std::uint32_t{1} << 30; digit != 0; digit >>= 2) {
    const std::uint32_t trial = root + digit;
    root >>= 1;
    if (rest < trial) continue;
    rest -= trial;
    root += digit;
  }
  return shift_right<rounding::half_up>(root << 16, shift / 2);
}

/// Arguments of mel_filter_bank.
template <SignalSample T>
struct mel_filter_bank_args {
  elements<const T> bins{};            ///< pairs (real, imaginary), as from real_fft
  elements<std::uint64_t> energies{};  ///< one a band
};

/// The weighted sum of magnitudes in each band.   energy[b] = sum of weight[b][k] |X[k]|
///
/// shapes   fft / 2 + 1 bins, `bands` energies
/// units    real = energy * 2^mel_filter_bank_exponent<T>, in codes of the bins
/// rounding magnitudes below 2^-15 of themselves; weights to the nearest of Q1.15
/// memory   no heap, no scratch; tables of two bytes a band and a bin
/// errors   none
/// source   HTK's bands as in tf.signal.linear_to_mel_weight_matrix
template <mel_scale M, SignalSample T>
constexpr void mel_filter_bank(const mel_filter_bank_args<T>& a) {
  constexpr std::int32_t to_int32 = sizeof(T) == 2 ? 1 << 16 : 1;
  const auto& table = mel_weights<M>;
  std::uint64_t before = 0;
  for (std::size_t edge = 0; edge + 1 < table.first.size(); ++edge) {
    std::uint64_t all = 0, rising = 0;
    for (std::size_t k = table.first[edge]; k < table.first[edge + 1]; ++k) {
      const std::uint32_t size = magnitude(a.bins[2 * k] * to_int32, a.bins[2 * k + 1] * to_int32);
      all += size;
      rising += std::uint64_t{size} * table.rising[k - table.first[0]];
    }
    if (edge > 0) a.energies.store(edge - 1, before + (all << 15) - rising);
    before = rising;
  }
}

/// How the energies of mel_filter_bank relate to the codes of its bins.
template <SignalSample T>
inline constexpr int mel_filter_bank_exponent = sizeof(T) == 2 ? -31 : -15;

}  // namespace octet
