// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// DEPTHWISE_CONV_2D in float: every channel has filters of its own.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/float_ops/support.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/for_each_window.hpp"
#include "octet/model/ops/geometry.hpp"

namespace octet::float_ops {

/// Arguments of depthwise_conv_2d. The depth multiplier M follows from the shapes.
struct depthwise_conv_2d_args {
  tensor<const float> input{};
  tensor<const float> filter{};
  elements<const float> bias{};  ///< may be absent
  tensor<float> output{};
  window_2d window{};
  clamp_range<float> clamp{};
};

/// Depthwise convolution.   out[c*M + m] = act(bias + sum(input[c] * filter[c*M + m]))
///
/// shapes   input (N,H,W,C)  filter (1,Kh,Kw,C*M)  bias (C*M)  output (N,Ho,Wo,C*M); C >= 1
/// rounding float sums, tap by tap
/// memory   none; input and output must not overlap
/// source   TensorFlow Lite reference kernels, DEPTHWISE_CONV_2D
inline void depthwise_conv_2d(const depthwise_conv_2d_args& a) {
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

/// DEPTHWISE_CONV_2D of float tensors in a model.
struct depthwise_conv_2d_entry : ops::entry<builtin::depthwise_conv_2d, float> {
  struct data {
    std::int32_t input, filter, bias, output;
    ops::conv_geometry geometry;
    clamp_range<float> clamp;
  };

  static result<data> prepare(prepare_context& c) {
    if (error e = ops::check_arity(c, 2, 3, 1)) return e;
    if (error e = check_floats(c, 1)) return e;
    if (error e = ops::check_constant<float>(c, c.input(1))) return e;
    const result<ops::conv_geometry> geometry = ops::read_depthwise_conv_2d_geometry(c);
    if (!geometry) return geometry.error();
    if (error e = ops::check_bias<float>(c, 2, geometry->output[3])) return e;
    const result<activation> act = ops::read_activation(c, field::depthwise_conv_2d::activation);
    if (!act) return act.error();
    return data{.input = c.op().input(0),
                .filter = c.op().input(1),
                .bias = c.op().input(2),
                .output = c.op().output(0),
                .geometry = *geometry,
                .clamp = real_range(*act)};
  }

  template <class Backend>
  static void run(const data& d, const run_context& c) {
    float_ops::depthwise_conv_2d({
        .input = {c.read<float>(d.input), d.geometry.input},
        .filter = {c.read<float>(d.filter), d.geometry.filter},
        .bias = c.read<float>(d.bias),
        .output = {c.write<float>(d.output), d.geometry.output},
        .window = d.geometry.window,
        .clamp = d.clamp,
    });
  }
};

}  // namespace octet::float_ops
