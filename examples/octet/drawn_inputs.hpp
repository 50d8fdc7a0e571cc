// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Inputs for a model of which nobody has any.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "octet/model/graph.hpp"

/// Samples in the model's own types, always the same: codes and bytes drawn from all there are,
/// real values from [-1, 1); whatever else is 0, as it may be an index.
inline std::vector<std::uint8_t> draw_inputs(const octet::graph& model, std::size_t samples) {
  std::mt19937 random(1);
  std::vector<std::uint8_t> drawn;
  for (std::size_t sample = 0; sample < samples; ++sample) {
    for (std::size_t i = 0; i < model.inputs().size(); ++i) {
      const octet::tensor_info t = model.tensor(model.inputs()[i]);
      const std::size_t end = drawn.size() + t.bytes();
      const bool is_real = t.type == octet::tensor_type::float32;
      const bool is_drawn = t.is_quantized() || t.type == octet::tensor_type::int8 ||
                            t.type == octet::tensor_type::uint8;
      for (std::size_t e = 0; e < t.shape.count(); ++e) {
        const auto word = static_cast<std::uint32_t>(random());
        const float real = static_cast<float>(word >> 8) * 0x1p-23F - 1.0F;
        const std::uint64_t value = is_real ? std::bit_cast<std::uint32_t>(real)
                                            : (is_drawn ? word >> 16 : std::uint32_t{0});
        for (std::size_t b = 0; b < octet::size_of(t.type); ++b)
          drawn.push_back(static_cast<std::uint8_t>(value >> 8 * b));
      }
      drawn.resize(end);  // of a type without bytes of its own: two int4 share one
    }
  }
  return drawn;
}
