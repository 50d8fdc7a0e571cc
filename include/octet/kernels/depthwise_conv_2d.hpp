// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// DEPTHWISE_CONV_2D: quantized convolution of each channel by itself.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "octet/kernels/accumulator.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/convolution_args.hpp"
#include "octet/kernels/for_each_window.hpp"
#include "octet/kernels/requantization.hpp"
#include "octet/kernels/weights.hpp"

namespace octet {

/// Arguments of the int8 kernel.
using depthwise_conv_2d_args = basic_convolution_args<std::int8_t, std::int8_t, std::int32_t>;

/// Quantized depthwise convolution; output channel c * M + m belongs to input channel c.
///   out = act(bias + sum(input * filter)), in real units
///
/// shapes   input (N,H,W,C)  filter (1,Kh,Kw,C*M)  bias (C*M)  output (N,Ho,Wo,C*M); C >= 1
/// units    codes; bias at input.scale * filter.scales[o]
/// rounding the accumulator's, see accumulator.hpp: contract A unless the backend is told otherwise
/// memory   no heap, no scratch, Backend::block accumulators of stack; the output may overlap the
///          input as in_place.hpp says
/// errors   none here: shapes and ranges are checked where the arguments are made
///          (model/ops/depthwise_conv_2d.hpp)
/// exact    every backend returns the codes of depthwise_conv_2d<scalar>
/// source   TensorFlow Lite 8-bit specification, DEPTHWISE_CONV_2D
template <class Backend = scalar, class Args>
constexpr void depthwise_conv_2d(const Args& a) {
  using accumulator = typename Args::accumulator;
  const std::int32_t multiplier = a.output.shape[3] / a.input.shape[3];
  // Neighbouring outputs read neighbouring inputs (M = 1: one run over all channels), or all the
  // same input (a run over the M outputs of each channel).
  const bool one_to_one = multiplier == 1;
  const std::int32_t runs = one_to_one ? 1 : a.input.shape[3];
  const std::int32_t length = one_to_one ? a.output.shape[3] : multiplier;
  for_each_window(a, [&](const window_position& p) {
    for (std::int32_t run = 0; run < runs; ++run) {
      for (std::int32_t first = 0; first < length; first += Backend::block) {
        const std::int32_t n = std::min(Backend::block, length - first);
        const std::int32_t in = one_to_one ? first : run;
        const std::int32_t out = run * length + first;
        std::array<typename accumulator::sum, Backend::block> sums{};
        for (std::int32_t i = 0; a.bias && i < n; ++i) {
          sums[static_cast<std::size_t>(i)] = a.bias[static_cast<std::size_t>(out + i)];
        }
        p.for_each_tap([&](std::int32_t ky, std::int32_t kx, std::int32_t iy, std::int32_t ix) {
          Backend::multiply_accumulate(sums.data(), a.input.data + a.input.at(p.n, iy, ix, in),
                                       one_to_one ? 1 : 0, a.input_zero_point,
                                       a.filter.data + a.filter.at(0, ky, kx, out), n);
        });
        Backend::template requantize_row<accumulator>(
            sums.data(), a.requantize, out, a.output.data + a.output.at(p.n, p.y, p.x, out), n);
      }
    }
  });
}

}  // namespace octet
