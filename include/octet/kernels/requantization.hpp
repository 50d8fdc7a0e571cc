// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The multipliers with which a kernel brings accumulators to output codes, per tensor or per
// channel.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/core/elements.hpp"
#include "octet/fixed/multiplier.hpp"
#include "octet/kernels/activation.hpp"

namespace octet {

/// accumulator -> code:   clamp(accumulator * multiplier[channel] + zero_point)
struct requantization {
  elements<const multiplier> multipliers{};
  bool per_channel = true;  ///< otherwise one multiplier serves all channels
  std::int32_t zero_point = 0;
  clamp_range<std::int32_t> clamp{};
  /// Whether every multiplier is known to have a shift of -20 .. -1, which some backends do faster.
  bool small_factors = false;

  constexpr multiplier at(std::int32_t channel) const {
    return multipliers[per_channel ? static_cast<std::size_t>(channel) : 0];
  }

  /// The output code of a requantized accumulator. Clamped before the zero point is added: the sum
  /// of the two could leave int32.
  constexpr std::int32_t code(std::int32_t requantized) const {
    return clamp_to(requantized, {clamp.min - zero_point, clamp.max - zero_point}) + zero_point;
  }
};

}  // namespace octet
