// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// TRANSPOSE_CONV: quantized transposed convolution, each output gathered from the inputs that reach
// it.
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

/// A window that moves over the output, a position for each input.
struct transposed_axis {
  window_axis window{};
  std::int32_t inputs = 0;

  /// Calls visit(tap, input) for the inputs, in their order, whose windows lie on output `o`.
  template <class Visit>
  constexpr void for_each_input(std::int32_t o, Visit visit) const {
    const std::int32_t from_first = o + window.pad;
    const std::int32_t past = from_first - window.size;  // the tap of the first input that is none
    const std::int32_t last = from_first / window.stride;
    for (std::int32_t i = past < 0 ? 0 : past / window.stride + 1; i <= last && i < inputs; ++i) {
      visit(from_first - i * window.stride, i);
    }
  }
};

/// Calls visit(ky, kx, iy, ix) for the inputs that reach output pixel (y, x), in the order in which
/// they lie in memory; args.window lies over the output.
template <class Args, class Visit>
constexpr void for_each_reaching_input(const Args& a, std::int32_t y, std::int32_t x, Visit visit) {
  const transposed_axis rows{a.window.y, a.input.shape[1]}, columns{a.window.x, a.input.shape[2]};
  rows.for_each_input(y, [&](std::int32_t ky, std::int32_t iy) {
    columns.for_each_input(x, [&](std::int32_t kx, std::int32_t ix) { visit(ky, kx, iy, ix); });
  });
}

/// Arguments of the int8 kernel.
using transpose_conv_args = basic_convolution_args<std::int8_t, std::int8_t, std::int32_t>;

/// Quantized transposed convolution.
///   out[i * stride - pad + k] = act(bias + sum(input[i] * filter[k])), in real units
///
/// shapes   input (N,H,W,C)  filter (O,Kh,Kw,C)  bias (O)  output (N,Ho,Wo,O)
/// units    codes; bias at input.scale * filter.scales[o]
/// rounding the accumulator's, see accumulator.hpp: contract A unless the backend is told otherwise
/// memory   no heap, no scratch; input and output must not overlap
/// errors   none here: shapes and ranges are checked where the arguments are made
///          (model/ops/transpose_conv.hpp)
/// exact    every backend returns the codes of transpose_conv<scalar>
/// source   TensorFlow Lite reference kernel, TRANSPOSE_CONV
template <class Backend = scalar, class Args>
constexpr void transpose_conv(const Args& a) {
  using accumulator = typename Args::accumulator;
  using sum_type = typename accumulator::sum;
  const std::int32_t depth = a.filter.shape[3];
  for (std::int32_t n = 0; n < a.output.shape[0]; ++n) {
    for (std::int32_t y = 0; y < a.output.shape[1]; ++y) {
      for (std::int32_t x = 0; x < a.output.shape[2]; ++x) {
        for (std::int32_t o = 0; o < a.output.shape[3]; ++o) {
          sum_type sum = a.bias ? a.bias[static_cast<std::size_t>(o)] : 0;
          for_each_reaching_input(
              a, y, x, [&](std::int32_t ky, std::int32_t kx, std::int32_t iy, std::int32_t ix) {
                sum += Backend::template dot<sum_type>(
                    a.input.data + a.input.at(n, iy, ix, 0), a.input_zero_point,
                    a.filter.data + a.filter.at(o, ky, kx, 0), depth);
              });
          Backend::template requantize_row<accumulator>(&sum, a.requantize, o,
                                                        a.output.data + a.output.at(n, y, x, o), 1);
        }
      }
    }
  }
}

}  // namespace octet
