// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The features of a second of audio as the keyword model of MLPerf Tiny takes them.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "octet/core/arena.hpp"
#include "octet/quant/affine.hpp"
#include "octet/signal/audio_recipe.hpp"
#include "octet/signal/mfcc.hpp"

namespace keyword_spotting {

inline constexpr octet::audio_recipe recipe = octet::keyword_recipe;
using feature_stream = octet::mfcc<recipe>;

inline constexpr auto clip_samples = static_cast<std::size_t>(recipe.scale.sample_rate);
inline constexpr std::size_t clip_features = recipe.frames(clip_samples) * feature_stream::features;

/// The features of every second of audio, the last one filled up with zeros.
///
/// params   scale and zero_point of the model's input
/// The largest sample of a second counts as 1, as in the model's training.
inline std::vector<std::array<std::int8_t, clip_features>> clip_features_of(
    std::span<const std::int16_t> audio, octet::affine params) {
  alignas(octet::arena_alignment) std::array<std::uint8_t, feature_stream::state_bytes> state{};
  alignas(octet::arena_alignment) std::array<std::uint8_t, feature_stream::scratch_bytes> scratch{};
  auto stream = *feature_stream::over(state, scratch,
                                      octet::mfcc_features<recipe, std::int8_t>::codes(params));
  std::vector<std::array<std::int8_t, clip_features>> clips;
  for (; !audio.empty(); audio = audio.subspan(std::min(audio.size(), clip_samples))) {
    std::array<std::int16_t, clip_samples> clip{};
    std::ranges::copy(audio.first(std::min(audio.size(), clip_samples)), clip.begin());
    stream.reset(*std::ranges::max_element(clip));
    std::span<const std::int16_t> samples = clip;
    octet::elements<std::int8_t> row = clips.emplace_back().data();
    while (stream.next(samples, row)) row = row + feature_stream::features;
  }
  return clips;
}

}  // namespace keyword_spotting
