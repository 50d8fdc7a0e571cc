// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// CONCATENATION of legacy uint8 tensors whose parameters differ; equal ones are moved by
// kernels/block_copy.hpp.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/kernels/block_copy.hpp"

namespace octet {

/// How the codes of one input become codes of the output. In float, as the reference has it.
struct code_map {
  float scale = 1.0F;           ///< input.scale * (1 / output.scale), rounded twice
  float offset = 0.0F;          ///< -input.zero_point * scale
  std::int32_t zero_point = 0;  ///< of the output

  /// rounding half away from zero
  constexpr std::uint8_t operator()(std::uint8_t code) const {
    const float scaled = static_cast<float>(code) * scale + offset;
    // Past these every zero point gives 0 or 255; written so that NaN gives 0.
    if (!(scaled > -256.0F)) return 0;
    if (scaled > 256.0F) return 255;
    const auto whole = static_cast<std::int32_t>(scaled);
    const float rest = scaled - static_cast<float>(whole);
    const std::int32_t value = zero_point + whole + (rest >= 0.5F) - (rest <= -0.5F);
    return static_cast<std::uint8_t>(value < 0 ? 0 : value > 255 ? 255 : value);
  }
};

/// Arguments of concatenation, for one input: where its blocks go, and how its codes change.
struct concatenation_args {
  block_copy_args<std::uint8_t> blocks{};
  code_map map{};
};

/// Moves blocks of codes to another scale.   out = clamp(round(in * scale + offset) + zero_point)
///
/// units    uint8 codes
/// memory   no heap, no scratch; input and output must not overlap
/// errors   none here: model/ops/concatenation.hpp checks
/// source   TensorFlow Lite reference kernel, CONCATENATION with scaling
template <class Backend = scalar>
constexpr void concatenation(const concatenation_args& a) {
  const block_copy_args<std::uint8_t>& s = a.blocks;
  for (std::int32_t b = 0; b < s.blocks; ++b) {
    const auto from = s.input + static_cast<std::size_t>(b * s.input_stride);
    const auto to = s.output + static_cast<std::size_t>(b * s.output_stride);
    for (std::size_t i = 0; i < static_cast<std::size_t>(s.length); ++i)
      to.store(i, a.map(from[i]));
  }
}

}  // namespace octet
