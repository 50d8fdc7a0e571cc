// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// AVERAGE_POOL_2D in float.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "octet/float_ops/pool_2d.hpp"

namespace octet::float_ops {

/// Mean over the taps inside the image.   out = act(sum(input) / taps)
///
/// shapes   input (N,H,W,C)  output (N,Ho,Wo,C); every position has a tap inside
/// rounding float sums, tap by tap
/// memory   none; input and output must not overlap
/// source   TensorFlow Lite reference kernels, AVERAGE_POOL_2D
inline void average_pool_2d(const pool_2d_args& a) {
  const auto channels = static_cast<std::size_t>(a.output.shape[3]);
  for_each_window(a, [&](const window_position& p) {
    float* out = a.output.data.data() + a.output.at(p.n, p.y, p.x, 0);
    std::fill_n(out, channels, 0.0F);
    p.for_each_tap([&](std::int32_t, std::int32_t, std::int32_t iy, std::int32_t ix) {
      const float* in = a.input.data.data() + a.input.at(p.n, iy, ix, 0);
      for (std::size_t c = 0; c < channels; ++c) out[c] += in[c];
    });
    const auto taps = static_cast<float>(p.count());
    for (std::size_t c = 0; c < channels; ++c) out[c] = clamp_to(out[c] / taps, a.clamp);
  });
}

/// AVERAGE_POOL_2D of float tensors in a model.
using average_pool_2d_entry = pool_2d_entry<builtin::average_pool_2d, average_pool_2d>;

}  // namespace octet::float_ops
