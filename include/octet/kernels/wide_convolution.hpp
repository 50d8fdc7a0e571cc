// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// One small kernel for CONV_2D, DEPTHWISE_CONV_2D and FULLY_CONNECTED of byte codes whose sums
// could leave int32.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "octet/kernels/accumulator.hpp"
#include "octet/kernels/convolution_args.hpp"
#include "octet/kernels/in_place.hpp"

namespace octet {

/// conv_2d, or depthwise_conv_2d if `depthwise`, with sums in int64 whatever the arguments'
/// accumulator is.
///
/// Layers that need it are rare, as it takes 66,000 taps a channel at least: it is made for its
/// size, not for speed, and is the same function for all of them.
///
/// shapes   of conv_2d or depthwise_conv_2d; there are input channels
/// rounding accumulator_64's
/// memory   no heap, no scratch; the output may overlap the input as in_place.hpp says
/// errors   none here, as there
/// exact    the codes of the other kernels with accumulator_64
template <class Backend, class Args>
[[gnu::noinline]] constexpr void wide_convolution(const Args& a, bool depthwise) {
  using code = std::remove_cvref_t<decltype(a.output.data[0])>;
  const std::int32_t channels = a.output.shape[3];
  const std::int32_t depth = depthwise ? 1 : a.filter.shape[3];
  const std::int32_t in_group = channels / (a.input.shape[3] / depth);
  const auto inside = [](std::int32_t i, std::int32_t size) { return i >= 0 && i < size; };
  const std::int32_t rows = a.output.shape[0] * a.output.shape[1];
  for (std::int32_t row = 0; row < rows; ++row) {
    const std::int32_t n = row / a.output.shape[1], y = nth_row(a, row - n * a.output.shape[1]);
    std::size_t at = a.output.at(n, y, 0, 0);
    for (std::int32_t i = 0; i < a.output.shape[2] * channels; ++i, ++at) {
      const std::int32_t x = i / channels, o = i - x * channels;
      std::int64_t sum = a.bias ? a.bias[static_cast<std::size_t>(o)] : 0;
      for (std::int32_t tap = 0; tap < a.filter.shape[1] * a.filter.shape[2]; ++tap) {
        const std::int32_t ky = tap / a.filter.shape[2], kx = tap - ky * a.filter.shape[2];
        const std::int32_t iy = a.window.y.at(y, ky), ix = a.window.x.at(x, kx);
        if (!inside(iy, a.input.shape[1]) || !inside(ix, a.input.shape[2])) continue;
        sum += Backend::template dot<std::int64_t>(
            a.input.data + a.input.at(n, iy, ix, o / in_group * depth), a.input_zero_point,
            a.filter.data + (depthwise ? a.filter.at(0, ky, kx, o) : a.filter.at(o, ky, kx, 0)),
            depth);
      }
      const std::int32_t scaled = accumulator_64::requantize<Backend>(sum, a.requantize.at(o));
      a.output.data.store(at, static_cast<code>(a.requantize.code(scaled)));
    }
  }
}

}  // namespace octet
