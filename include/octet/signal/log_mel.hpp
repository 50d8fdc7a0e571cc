// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Features of audio: the logarithm of each mel band.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/core/elements.hpp"
#include "octet/quant/affine.hpp"
#include "octet/signal/audio_recipe.hpp"
#include "octet/signal/audio_stream.hpp"
#include "octet/signal/feature_codes.hpp"

namespace octet {

/// The logarithms of a frame's bands as they are, for audio_stream.
template <audio_recipe R, Code Out>
struct log_mel_features {
  using code = Out;
  static constexpr std::size_t count = static_cast<std::size_t>(R.scale.bands);

  /// For features that are real = params.scale * (code - params.zero_point).
  static constexpr feature_codes codes(affine params) {
    return feature_codes::from_affine(params, 0x1p-24);
  }

  /// logs     one a band, Q7.24
  static constexpr void write(elements<const std::int32_t> logs, const feature_codes& codes,
                              elements<Out> output) {
    for (std::size_t i = 0; i < count; ++i) output.store(i, codes.code<Out>(logs[i]));
  }
};

/// Log-mel features.   log(energy of the band + floor), natural
///
/// units    int8 or int16 codes
/// rounding to nearest
/// error    against the recipe in double precision: 0.001 in speech; where a band holds less than
///          2^-19 of a full-scale sine 0.25. With Sample std::int16_t 0.1 in 99 % of speech
template <audio_recipe R, Code Out = std::int8_t, SignalSample Sample = std::int32_t>
using log_mel = audio_stream<R, log_mel_features<R, Out>, Sample>;

}  // namespace octet
