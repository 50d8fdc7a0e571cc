// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// CONV_2D in float: a few windows at a time lie side by side and are multiplied by each filter.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <xsimd/xsimd.hpp>

#include "octet/core/tensor.hpp"
#include "octet/float_ops/convolution.hpp"
#include "octet/float_ops/support.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/for_each_window.hpp"
#include "octet/model/ops/geometry.hpp"

namespace octet::float_ops {

/// Output positions that are computed together. Two registers: two chains of additions hide a part
/// of each other's latency.
inline constexpr std::size_t conv_2d_lanes = 2 * xsimd::batch<float>::size;

/// Floats of scratch: conv_2d_lanes windows of one group.
constexpr std::size_t conv_2d_scratch(const extents_4d& filter) {
  return extents_4d{1, filter[1], filter[2], filter[3]}.count() * conv_2d_lanes;
}

/// Puts the window at a position, from input channel `first` on, into a lane of the scratch; zeros
/// where it leaves the image.
inline void read_window_into(const convolution_args& a, const window_position& p,
                             std::int32_t first, std::size_t lane) {
  const auto depth = static_cast<std::size_t>(a.filter.shape[3]);
  for (std::size_t i = lane; i < a.scratch.size(); i += conv_2d_lanes) a.scratch[i] = 0.0F;
  p.for_each_tap([&](std::int32_t ky, std::int32_t kx, std::int32_t iy, std::int32_t ix) {
    const float* in = a.input.data.data() + a.input.at(p.n, iy, ix, first);
    float* out = a.scratch.data() + a.filter.at(0, ky, kx, 0) * conv_2d_lanes + lane;
    for (std::size_t c = 0; c < depth; ++c) out[c * conv_2d_lanes] = in[c];
  });
}

/// Output channel `o` of the first `lanes` windows in the scratch, which belong to the output
/// positions from `position` on.
inline void multiply_windows(const convolution_args& a, std::int32_t o, std::size_t position,
                             std::size_t lanes) {
  using batch = xsimd::batch<float>;
  const float* filter = a.filter.data.data() + a.filter.at(o, 0, 0, 0);
  batch low(0.0F), high(0.0F);
  for (std::size_t i = 0; i < a.scratch.size(); i += conv_2d_lanes) {
    const batch weight(*filter++);
    low += batch::load_unaligned(a.scratch.data() + i) * weight;
    high += batch::load_unaligned(a.scratch.data() + i + batch::size) * weight;
  }
  std::array<float, conv_2d_lanes> sums{};
  low.store_unaligned(sums.data());
  high.store_unaligned(sums.data() + batch::size);
  const auto channels = static_cast<std::size_t>(a.output.shape[3]);
  const auto channel = static_cast<std::size_t>(o);
  const float bias = a.bias ? a.bias[channel] : 0.0F;
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    a.output.data.store((position + lane) * channels + channel,
                        clamp_to(sums[lane] + bias, a.clamp));
  }
}

/// Convolution.   out = act(bias + sum(input * filter))
///
/// shapes   input (N,H,W,C)  filter (O,Kh,Kw,C/groups), not 0 deep  bias (O)  output (N,Ho,Wo,O)
/// rounding float sums, tap by tap and channel by channel, in the order of the source
/// memory   scratch conv_2d_scratch(filter.shape) floats; input and output must not overlap
/// source   TensorFlow Lite reference kernels, CONV_2D
inline void conv_2d(const convolution_args& a) {
  const std::int32_t depth = a.filter.shape[3];
  const std::int32_t groups = a.input.shape[3] / depth;
  const std::int32_t per_group = a.output.shape[3] / groups;
  for (std::int32_t group = 0; group < groups; ++group) {
    std::size_t position = 0, lanes = 0;
    const auto flush = [&] {
      for (std::int32_t i = 0; i < per_group; ++i) {
        multiply_windows(a, group * per_group + i, position, lanes);
      }
      position += lanes;
      lanes = 0;
    };
    for_each_window(a, [&](const window_position& p) {
      read_window_into(a, p, group * depth, lanes++);
      if (lanes == conv_2d_lanes) flush();
    });
    flush();
  }
}

/// What is CONV_2D's own in a model.
struct conv_2d_kind {
  static constexpr builtin code = builtin::conv_2d;
  static constexpr std::size_t input = 0;
  static constexpr int activation = field::conv_2d::activation;

  static result<ops::conv_geometry> geometry(const prepare_context& c) {
    return ops::read_conv_2d_geometry(c);
  }
  static constexpr std::size_t scratch(const extents_4d& filter) { return conv_2d_scratch(filter); }
  static void run(const convolution_args& args) { float_ops::conv_2d(args); }
};

using conv_2d_entry = convolution_entry<conv_2d_kind>;

}  // namespace octet::float_ops
