// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// CONV_2D: quantized 2-D convolution.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/kernels/accumulator.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/convolution_args.hpp"
#include "octet/kernels/requantization.hpp"
#include "octet/kernels/weights.hpp"
#include "octet/kernels/window.hpp"

namespace octet {

/// Arguments of the int8 kernel.
using conv_2d_args = basic_convolution_args<std::int8_t, std::int8_t, std::int32_t>;

/// Quantized 2-D convolution.   out = act(bias + sum(input * filter)), in real units
///
/// shapes   input (N,H,W,C)  filter (O,Kh,Kw,C/groups)  bias (O)  output (N,Ho,Wo,O)
/// units    codes; bias at input.scale * filter.scales[o]
/// rounding the accumulator's, see accumulator.hpp: contract A unless the backend is told otherwise
/// memory   no heap, no scratch; the output may overlap the input as in_place.hpp says
/// errors   none here: shapes and ranges are checked where the arguments are made
///          (model/ops/conv_2d.hpp)
/// exact    every backend returns the codes of conv_2d<scalar>
/// source   Jacob et al. 2018, sec. 2; TensorFlow Lite 8-bit specification, CONV_2D
template <class Backend = scalar, class Args>
constexpr void conv_2d(const Args& a) {
  using accumulator = typename Args::accumulator;
  using sum_type = typename accumulator::sum;
  const std::int32_t depth = a.filter.shape[3];
  const std::int32_t channels = a.output.shape[3];
  const std::int32_t channels_per_group =
      depth == 0 ? channels : channels / (a.input.shape[3] / depth);
  const auto& window = a.window;
  for (std::int32_t n = 0; n < a.output.shape[0]; ++n) {
    for (std::int32_t i = 0; i < a.output.shape[1]; ++i) {
      const std::int32_t y = nth_row(a, i);
      const auto rows = window.y.inside(y, a.input.shape[1]);
      for (std::int32_t x = 0; x < a.output.shape[2]; ++x) {
        const auto columns = window.x.inside(x, a.input.shape[2]);
        // Neighbouring taps of a row lie side by side in both tensors: one product takes them all.
        const bool joined = window.x.dilation == 1 && depth == a.input.shape[3];
        const std::int32_t step = joined ? columns.last - columns.first : 1;
        for (std::int32_t o = 0; o < channels; ++o) {
          const std::int32_t first_channel = o / channels_per_group * depth;
          sum_type sum = a.bias ? a.bias[static_cast<std::size_t>(o)] : 0;
          for (std::int32_t ky = rows.first; ky < rows.last; ++ky) {
            for (std::int32_t kx = columns.first; kx < columns.last; kx += step) {
              const std::size_t in =
                  a.input.at(n, window.y.at(y, ky), window.x.at(x, kx), first_channel);
              sum += Backend::template dot<sum_type>(a.input.data + in, a.input_zero_point,
                                                     a.filter.data + a.filter.at(o, ky, kx, 0),
                                                     step * depth);
            }
          }
          Backend::template requantize_row<accumulator>(&sum, a.requantize, o,
                                                        a.output.data + a.output.at(n, y, x, o), 1);
        }
      }
    }
  }
}

}  // namespace octet
