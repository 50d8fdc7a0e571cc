// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// AVERAGE_POOL_2D: the mean code under a window.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "octet/core/tensor.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/for_each_window.hpp"

namespace octet {

/// Arguments of average_pool_2d.
template <class T, class Extents = extents_4d>
struct basic_average_pool_2d_args {
  tensor<const T, Extents> input{};
  tensor<T, Extents> output{};
  window_2d window{};
  clamp_range<std::int32_t> clamp{};
};

using average_pool_2d_args = basic_average_pool_2d_args<std::int8_t>;

/// Mean over the taps inside the image.   out = clamp(sum(input) / taps)
///
/// shapes   input (N,H,W,C)  output (N,Ho,Wo,C); every position has 1 to 2^23 - 1 taps inside
/// units    codes; input and output have the same scale and zero point, which the mean therefore
///          never sees
/// rounding half away from code 0, not from the zero point
/// memory   no heap, no scratch, Backend::block sums of stack; input and output must not overlap
/// errors   none here: shapes are checked where the arguments are made (model/ops/pool_2d.hpp)
/// exact    every backend returns the codes of average_pool_2d<scalar>
/// source   TensorFlow Lite 8-bit specification, AVERAGE_POOL_2D
template <class Backend = scalar, class Args>
constexpr void average_pool_2d(const Args& a) {
  using code = decltype(a.output.data[0]);
  // As many int16 codes as an image may have do not fit an int32.
  using sum_type = std::conditional_t<sizeof(code) == 1, std::int32_t, std::int64_t>;
  const std::int32_t channels = a.output.shape[3];
  for_each_window(a, [&](const window_position& p) {
    const std::int32_t count = p.count();
    for (std::int32_t first = 0; first < channels; first += Backend::block) {
      const std::int32_t n = std::min(Backend::block, channels - first);
      std::array<sum_type, Backend::block> sums{};
      p.for_each_tap([&](std::int32_t, std::int32_t, std::int32_t iy, std::int32_t ix) {
        Backend::accumulate(sums.data(), a.input.data + a.input.at(p.n, iy, ix, first), n);
      });
      const auto out = a.output.data + a.output.at(p.n, p.y, p.x, first);
      for (std::size_t i = 0; i < static_cast<std::size_t>(n); ++i) {
        const std::int32_t half = sums[i] < 0 ? -(count / 2) : count / 2;
        const auto mean = static_cast<std::int32_t>((sums[i] + half) / count);
        out.store(i, static_cast<code>(clamp_to(mean, a.clamp)));
      }
    }
  });
}

}  // namespace octet
