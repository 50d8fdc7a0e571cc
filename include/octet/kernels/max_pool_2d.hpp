// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// MAX_POOL_2D: the highest code under a window.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "octet/core/tensor.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/for_each_window.hpp"

namespace octet {

/// Arguments of max_pool_2d.
template <class T, class Extents = extents_4d>
struct basic_max_pool_2d_args {
  tensor<const T, Extents> input{};
  tensor<T, Extents> output{};
  window_2d window{};
  clamp_range<std::int32_t> clamp{};
};

using max_pool_2d_args = basic_max_pool_2d_args<std::int8_t>;

/// Maximum over the taps inside the image.   out = clamp(max(input))
///
/// shapes   input (N,H,W,C)  output (N,Ho,Wo,C); a position without a tap inside gives clamp.min
/// units    codes; input and output have the same scale and zero point
/// memory   no heap, no scratch, Backend::block values of stack; input and output must not overlap
/// errors   none here: shapes are checked where the arguments are made (model/ops/pool_2d.hpp)
/// exact    every backend returns the codes of max_pool_2d<scalar>
/// source   TensorFlow Lite 8-bit specification, MAX_POOL_2D
template <class Backend = scalar, class Args>
constexpr void max_pool_2d(const Args& a) {
  using code = decltype(a.output.data[0]);
  const std::int32_t channels = a.output.shape[3];
  for_each_window(a, [&](const window_position& p) {
    for (std::int32_t first = 0; first < channels; first += Backend::block) {
      const std::int32_t n = std::min(Backend::block, channels - first);
      std::array<std::int32_t, Backend::block> highest{};
      highest.fill(std::numeric_limits<code>::min());
      p.for_each_tap([&](std::int32_t, std::int32_t, std::int32_t iy, std::int32_t ix) {
        Backend::maximum(highest.data(), a.input.data + a.input.at(p.n, iy, ix, first), n);
      });
      const auto out = a.output.data + a.output.at(p.n, p.y, p.x, first);
      for (std::size_t i = 0; i < static_cast<std::size_t>(n); ++i) {
        out.store(i, static_cast<code>(clamp_to(highest[i], a.clamp)));
      }
    }
  });
}

}  // namespace octet
