// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// DEPTHWISE_CONV_2D in float: every channel has filters of its own.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/float_ops/convolution.hpp"
#include "octet/float_ops/support.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/for_each_window.hpp"
#include "octet/model/ops/geometry.hpp"

namespace octet::float_ops {

/// Depthwise convolution.   out[c*M + m] = act(bias + sum(input[c] * filter[c*M + m]))
///
/// shapes   input (N,H,W,C)  filter (1,Kh,Kw,C*M)  bias (C*M)  output (N,Ho,Wo,C*M); C >= 1
/// rounding float sums, tap by tap
/// memory   none; input and output must not overlap
/// source   TensorFlow Lite reference kernels, DEPTHWISE_CONV_2D
inline void depthwise_conv_2d(const convolution_args& a) {
  const auto depth = static_cast<std::size_t>(a.input.shape[3]);
  const auto channels = static_cast<std::size_t>(a.output.shape[3]);
  const std::size_t multiplier = channels / depth;
  for_each_window(a, [&](const window_position& p) {
    float* sums = a.output.data.data() + a.output.at(p.n, p.y, p.x, 0);
    std::fill_n(sums, channels, 0.0F);
    p.for_each_tap([&](std::int32_t ky, std::int32_t kx, std::int32_t iy, std::int32_t ix) {
      const float* values = a.input.data.data() + a.input.at(p.n, iy, ix, 0);
      const float* weights = a.filter.data.data() + a.filter.at(0, ky, kx, 0);
      for (std::size_t c = 0, o = 0; c < depth; ++c) {
        for (std::size_t m = 0; m < multiplier; ++m, ++o) sums[o] += values[c] * weights[o];
      }
    });
    for (std::size_t o = 0; o < channels; ++o) {
      sums[o] = clamp_to(sums[o] + (a.bias ? a.bias[o] : 0.0F), a.clamp);
    }
  });
}

/// What is DEPTHWISE_CONV_2D's own in a model.
struct depthwise_conv_2d_kind {
  static constexpr builtin code = builtin::depthwise_conv_2d;
  static constexpr std::size_t input = 0;
  static constexpr int activation = field::depthwise_conv_2d::activation;

  static refusal geometry(const prepare_context& c, ops::conv_geometry& g) {
    return ops::read_depthwise_conv_2d_geometry(c, g);
  }
  static void run(const convolution_args& args) { float_ops::depthwise_conv_2d(args); }
};

using depthwise_conv_2d_entry = convolution_entry<depthwise_conv_2d_kind>;

}  // namespace octet::float_ops
