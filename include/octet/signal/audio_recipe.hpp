// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// audio_recipe: the numbers that say how audio becomes features.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "octet/signal/mel_filter_bank.hpp"

namespace octet {

/// How audio becomes features. A value of it is a template argument, so that tables, sizes and
/// loops are constants. The defaults are those of the keyword model of MLPerf Tiny.
///
///   frames of `window` samples, `hop` apart, under a periodic Hann window, zeros up to scale.fft;
///   magnitudes of the Fourier transform; mel bands; log(energy + floor), natural, where samples
///   are fractions of full scale; for MFCC sqrt(2 / bands) times the first coefficients of a DCT-II
///
/// source   MLPerf Tiny, training/keyword_spotting/get_dataset.py, feature type mfcc, over
///          tf.signal's stft, linear_to_mel_weight_matrix and mfccs_from_log_mel_spectrograms
struct audio_recipe {
  mel_scale scale{};
  std::int32_t window = 480, hop = 320;  ///< samples
  std::int32_t coefficients = 10;        ///< of MFCC: how many of the first are kept
  std::int32_t floor_millionths = 1;     ///< added to the energy of a band, 1e-6

  constexpr bool valid() const {
    return scale.valid() && std::has_single_bit(static_cast<std::uint32_t>(scale.fft)) &&
           scale.fft >= 64 && scale.fft <= 2048 && window >= 2 && window <= scale.fft && hop >= 1 &&
           hop <= window && coefficients >= 1 && coefficients <= scale.bands &&
           floor_millionths >= 0 && floor_millionths <= 1'000'000;
  }

  /// How many frames lie in so many samples.
  constexpr std::size_t frames(std::size_t samples) const {
    const auto length = static_cast<std::size_t>(window), step = static_cast<std::size_t>(hop);
    return samples < length ? 0 : 1 + (samples - length) / step;
  }
};

/// 16 kHz, windows of 30 ms every 20 ms, 40 bands from 20 to 4000 Hz, 10 coefficients: a second is
/// 49 x 10 features.
inline constexpr audio_recipe keyword_recipe{};

}  // namespace octet
