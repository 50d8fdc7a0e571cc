// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// MAX_POOL_2D in float.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "octet/float_ops/pool_2d.hpp"

namespace octet::float_ops {

/// Maximum over the taps inside the image.   out = act(max(input))
///
/// shapes   input (N,H,W,C)  output (N,Ho,Wo,C)
/// memory   none; input and output must not overlap
/// source   TensorFlow Lite reference kernels, MAX_POOL_2D
inline void max_pool_2d(const pool_2d_args& a) {
  const auto channels = static_cast<std::size_t>(a.output.shape[3]);
  for_each_window(a, [&](const window_position& p) {
    float* out = a.output.data.data() + a.output.at(p.n, p.y, p.x, 0);
    std::fill_n(out, channels, std::numeric_limits<float>::lowest());
    p.for_each_tap([&](std::int32_t, std::int32_t, std::int32_t iy, std::int32_t ix) {
      const float* in = a.input.data.data() + a.input.at(p.n, iy, ix, 0);
      for (std::size_t c = 0; c < channels; ++c) out[c] = std::max(out[c], in[c]);
    });
    for (std::size_t c = 0; c < channels; ++c) out[c] = clamp_to(out[c], a.clamp);
  });
}

/// MAX_POOL_2D of float tensors in a model.
using max_pool_2d_entry = pool_2d_entry<builtin::max_pool_2d, max_pool_2d>;

}  // namespace octet::float_ops
