// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Features of audio: mel-frequency cepstral coefficients.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "octet/core/elements.hpp"
#include "octet/fixed/real_root.hpp"
#include "octet/quant/affine.hpp"
#include "octet/signal/audio_recipe.hpp"
#include "octet/signal/audio_stream.hpp"
#include "octet/signal/dct.hpp"
#include "octet/signal/feature_codes.hpp"

namespace octet {

/// The first coefficients of a cosine transform of a frame's logarithms, for audio_stream.
template <audio_recipe R, Code Out>
struct mfcc_features {
  using code = Out;
  static constexpr std::size_t count = static_cast<std::size_t>(R.coefficients);

  /// For features that are real = params.scale * (code - params.zero_point). HTK's transform is
  /// sqrt(2 / bands) times the sum of dct, for every coefficient.
  static constexpr feature_codes codes(affine params) {
    return feature_codes::from_affine(params, real_sqrt(2.0 / R.scale.bands) * 0x1p-16);
  }

  /// logs     one a band, Q7.24
  static constexpr void write(elements<const std::int32_t> logs, const feature_codes& codes,
                              elements<Out> output) {
    std::array<std::int32_t, count> sums{};
    dct<static_cast<std::size_t>(R.scale.bands), count>({.input = logs, .output = sums.data()});
    for (std::size_t i = 0; i < count; ++i) output.store(i, codes.code<Out>(sums[i]));
  }
};

/// MFCC features.   c[k] = sqrt(2 / bands) * sum of log(energy[b] + floor) cos(pi k (b + 1/2) /
/// bands)
///
/// units    int8 or int16 codes
/// rounding to nearest. Files of features published with the model of MLPerf Tiny are truncated to
///          int8 instead: up to a code lower
/// error    of int8 codes at the scale of that model, 0.58, against the recipe in double precision:
///          none in speech; in full-scale sines, noise, clicks and constants one code at most. With
///          Sample std::int16_t one code in speech, but more where a band holds less than 2^-14 of
///          the spectrum, as beside a pure sine
/// source   tf.signal.mfccs_from_log_mel_spectrograms
template <audio_recipe R, Code Out = std::int8_t, SignalSample Sample = std::int32_t>
using mfcc = audio_stream<R, mfcc_features<R, Out>, Sample>;

}  // namespace octet
