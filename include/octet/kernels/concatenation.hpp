// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// CONCATENATION of codes whose parameters differ; equal ones are moved by kernels/block_copy.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

#include "octet/kernels/block_copy.hpp"

namespace octet {

/// How the codes of one input become codes of the output. In float, as the reference has it.
struct code_map {
  float scale = 1.0F;           ///< input.scale * (1 / output.scale), rounded twice
  float offset = 0.0F;          ///< -input.zero_point * scale
  std::int32_t zero_point = 0;  ///< of the output

  /// rounding half away from zero
  template <class T>
  constexpr T operator()(T code) const {
    static_assert(sizeof(T) <= 2);
    constexpr std::int32_t low = std::numeric_limits<T>::min(),
                           high = std::numeric_limits<T>::max();
    constexpr float beyond = 1 << 17;  // codes from any zero point
    const float scaled = static_cast<float>(code) * scale + offset;
    // Written so that NaN gives the lowest code.
    if (!(scaled > -beyond)) return static_cast<T>(low);
    if (scaled > beyond) return static_cast<T>(high);
    const auto whole = static_cast<std::int32_t>(scaled);
    const float rest = scaled - static_cast<float>(whole);
    const std::int32_t value = zero_point + whole + (rest >= 0.5F) - (rest <= -0.5F);
    return static_cast<T>(value < low ? low : value > high ? high : value);
  }
};

/// Arguments of concatenation, for one input: where its blocks go, and how its codes change.
template <class T>
struct concatenation_args {
  block_copy_args<T> blocks{};
  code_map map{};
};

/// Moves blocks of codes to another scale.   out = clamp(round(in * scale + offset) + zero_point)
///
/// units    int8, uint8 or int16 codes
/// memory   no heap, no scratch; input and output must not overlap
/// errors   none here: model/ops/concatenation.hpp checks
/// source   TensorFlow Lite reference kernel, CONCATENATION with scaling, which it has for uint8
template <class Backend = scalar, class T>
constexpr void concatenation(const concatenation_args<T>& a) {
  const block_copy_args<T>& s = a.blocks;
  for (std::int32_t b = 0; b < s.blocks; ++b) {
    const auto from = s.input + static_cast<std::size_t>(b * s.input_stride);
    const auto to = s.output + static_cast<std::size_t>(b * s.output_stride);
    for (std::size_t i = 0; i < static_cast<std::size_t>(s.length); ++i)
      to.store(i, a.map(T{from[i]}));
  }
}

}  // namespace octet
