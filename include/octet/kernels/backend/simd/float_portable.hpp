// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The words of float_plan.hpp in plain C++.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "octet/kernels/activation.hpp"
#include "octet/kernels/backend/simd/float_plan.hpp"
#include "octet/kernels/backend/simd/panel.hpp"

namespace octet::simd::portable {

inline void multiply_floats(const simd_float_product& p) {
  const auto channels = static_cast<std::size_t>(p.channels);
  const std::ptrdiff_t depth = std::ptrdiff_t{p.segments} * p.size;
  for (std::int32_t m = 0; m < p.rows; ++m) {
    const float* row = p.input + m / p.width * p.y_step + m % p.width * p.x_step;
    float* out = p.output + m / p.width * p.out_y_step + m % p.width * p.out_x_step;
    const float* weights = p.weights;
    for (std::size_t first = 0; first < channels; first += panel_width) {
      std::array<float, panel_width> sums{};
      for (std::ptrdiff_t k = 0; k < depth; ++k, weights += panel_width) {
        const float x = row[p.offsets[k / p.size] + k % p.size];
        for (std::size_t c = 0; c < panel_width; ++c) sums[c] += x * weights[c];
      }
      for (std::size_t c = first; c < channels && c < first + panel_width; ++c)
        out[c] = clamp_to(sums[c - first] + p.bias[c], p.clamp);
    }
  }
}

/// The channels of one pixel from `first` on.
inline void depthwise_pixel(const simd_float_depthwise& d, std::size_t pixel, std::size_t first) {
  const float* in = d.input + static_cast<std::ptrdiff_t>(pixel) * d.x_step;
  for (std::size_t c = first; c < d.channels; ++c) {
    float sum = 0.0F;
    for (std::size_t t = 0; t < d.taps; ++t)
      sum += (in + d.tap[t].value)[c] * (d.weights + d.tap[t].weight)[c];
    d.output[pixel * d.channels + c] = clamp_to(sum + d.bias[c], d.clamp);
  }
}

/// Never part of a function for more instructions, where GCC would fuse products and sums.
[[gnu::noinline]] inline void depthwise_floats(const simd_float_depthwise& d) {
  for (std::size_t i = 0; i < d.pixels; ++i) depthwise_pixel(d, i, 0);
}

/// Elements [first, n).
inline void combine_from(const simd_float_pairs& p, std::size_t first) {
  for (std::size_t i = first; i < p.n; ++i) {
    const float x = p.x[p.x_stays ? 0 : i], y = p.y[p.y_stays ? 0 : i];
    const float value = p.pair == simd_float_pair::add        ? x + y
                        : p.pair == simd_float_pair::subtract ? x - y
                                                              : x * y;
    p.out[i] = clamp_to(value, p.clamp);
  }
}

inline void combine_floats(const simd_float_pairs& p) { combine_from(p, 0); }

inline constexpr simd_float_words float_words{multiply_floats, depthwise_floats, combine_floats};

}  // namespace octet::simd::portable
