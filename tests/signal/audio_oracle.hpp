// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Features of audio in double precision, straight from the formulas of the recipe: dense matrices,
// a Fourier transform by its definition, std's functions.
#pragma once

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numbers>
#include <span>
#include <vector>

#include "octet/quant/affine.hpp"
#include "octet/signal/audio_recipe.hpp"

namespace octet_test {

using reals = std::vector<double>;

/// X[k] for k = 0 .. size / 2, of values that zeros follow up to `size`.
inline std::vector<std::complex<double>> fourier(const reals& values, std::size_t size) {
  std::vector<std::complex<double>> turn(size);
  for (std::size_t i = 0; i < size; ++i) {
    turn[i] =
        std::polar(1.0, -2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(size));
  }
  std::vector<std::complex<double>> bins(size / 2 + 1);
  for (std::size_t k = 0; k < bins.size(); ++k) {
    for (std::size_t n = 0; n < values.size(); ++n) bins[k] += values[n] * turn[n * k % size];
  }
  return bins;
}

inline double hann(std::size_t i, std::size_t length) {
  return 0.5 - 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(i) /
                              static_cast<double>(length));
}

inline double mel(double hertz) { return 2595 * std::log10(1 + hertz / 700); }

/// The weight of bin k in band b.
inline double mel_weight(const octet::mel_scale& m, std::size_t b, std::size_t k) {
  if (k == 0) return 0;
  const double low = mel(m.low), step = (mel(m.high) - low) / (m.bands + 1);
  const double left = low + step * static_cast<double>(b), right = left + 2 * step;
  const double here = mel(static_cast<double>(k) * m.sample_rate / m.fft);
  return std::max(0.0, std::min((here - left) / step, (right - here) / step));
}

/// Logarithms of the bands of one frame, whose samples are fractions of full scale.
inline reals log_mel(const octet::audio_recipe& r, reals frame) {
  for (std::size_t i = 0; i < frame.size(); ++i) frame[i] *= hann(i, frame.size());
  const auto bins = fourier(frame, static_cast<std::size_t>(r.scale.fft));
  reals logs(static_cast<std::size_t>(r.scale.bands));
  for (std::size_t b = 0; b < logs.size(); ++b) {
    double energy = 0;
    for (std::size_t k = 0; k < bins.size(); ++k) {
      energy += mel_weight(r.scale, b, k) * std::abs(bins[k]);
    }
    logs[b] = std::log(energy + r.floor_millionths * 1e-6);
  }
  return logs;
}

/// The DCT-II of HTK.
inline reals cepstrum(const reals& logs, std::size_t count) {
  const auto n = static_cast<double>(logs.size());
  reals all(count);
  for (std::size_t k = 0; k < count; ++k) {
    for (std::size_t i = 0; i < logs.size(); ++i) {
      all[k] +=
          std::sqrt(2 / n) * logs[i] *
          std::cos(std::numbers::pi * static_cast<double>(k) * (static_cast<double>(i) + 0.5) / n);
    }
  }
  return all;
}

/// The real features of a whole clip, frame after frame.
inline reals features(const octet::audio_recipe& r, std::span<const std::int16_t> clip,
                      double full_scale, bool mfcc) {
  const auto window = static_cast<std::size_t>(r.window), hop = static_cast<std::size_t>(r.hop);
  reals all;
  for (std::size_t begin = 0; begin + window <= clip.size(); begin += hop) {
    reals frame;
    for (const std::int16_t sample : clip.subspan(begin, window))
      frame.push_back(sample / full_scale);
    const reals logs = log_mel(r, frame);
    const reals row = mfcc ? cepstrum(logs, static_cast<std::size_t>(r.coefficients)) : logs;
    all.insert(all.end(), row.begin(), row.end());
  }
  return all;
}

/// The code of a real value, to nearest.
template <class Out>
Out code_of(octet::affine params, double real) {
  const double code = std::round(real / double{params.scale}) + params.zero_point;
  return static_cast<Out>(
      std::clamp<double>(code, std::numeric_limits<Out>::min(), std::numeric_limits<Out>::max()));
}

}  // namespace octet_test
