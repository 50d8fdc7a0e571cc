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
#include "octet/kernels/for_each_window.hpp"

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
  for_each_window(a, [&](const window_position& p) {
    for (std::int32_t o = 0; o < channels; ++o) {
      std::int64_t sum = a.bias ? a.bias[static_cast<std::size_t>(o)] : 0;
      p.for_each_tap([&](std::int32_t ky, std::int32_t kx, std::int32_t iy, std::int32_t ix) {
        const std::size_t weights =
            depthwise ? a.filter.at(0, ky, kx, o) : a.filter.at(o, ky, kx, 0);
        sum += Backend::template dot<std::int64_t>(
            a.input.data + a.input.at(p.n, iy, ix, o / in_group * depth), a.input_zero_point,
            a.filter.data + weights, depth);
      });
      const std::int32_t scaled = accumulator_64::requantize<Backend>(sum, a.requantize.at(o));
      a.output.data.store(a.output.at(p.n, p.y, p.x, o),
                          static_cast<code>(a.requantize.code(scaled)));
    }
  });
}

}  // namespace octet
