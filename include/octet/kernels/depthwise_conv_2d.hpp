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
#include "octet/kernels/column_product.hpp"
#include "octet/kernels/convolution_args.hpp"
#include "octet/kernels/for_each_window.hpp"
#include "octet/kernels/requantization.hpp"
#include "octet/kernels/weights.hpp"

namespace octet {

/// Arguments of the int8 kernel.
using depthwise_conv_2d_args = basic_convolution_args<std::int8_t, std::int8_t, std::int32_t>;

namespace detail {

/// Taps of a window that lie inside the image, relative to the first of them in the input. Windows
/// away from the border share a list.
struct tap_list {
  std::array<tap, 32> taps{};
  std::int32_t count = 0;

  /// The taps from number `begin` on, as many as there is room for.
  template <class Args>
  constexpr void list(const Args& a, const window_position& p, std::int32_t begin) {
    if (begin == begin_ && p.rows == rows_ && p.columns == columns_) return;
    begin_ = begin, rows_ = p.rows, columns_ = p.columns;
    count = std::min(static_cast<std::int32_t>(taps.size()), p.count() - begin);
    const std::int32_t across = p.columns.last - p.columns.first;
    const std::int32_t channels = a.input.shape[3], outputs = a.filter.shape[3];
    const tap beside{a.window.x.dilation * channels, outputs};
    const tap below{a.window.y.dilation * a.input.shape[2] * channels, a.filter.shape[2] * outputs};
    const std::int32_t y = begin / across;
    std::int32_t x = begin - y * across;
    tap at{y * below.input + x * beside.input,
           (p.rows.first + y) * below.filter + (p.columns.first + x) * beside.filter};
    for (std::int32_t i = 0; i < count; ++i) {
      taps[static_cast<std::size_t>(i)] = at;
      at.input += beside.input, at.filter += beside.filter;
      if (++x < across) continue;
      x = 0;
      at.input += below.input - across * beside.input;
      at.filter += below.filter - across * beside.filter;
    }
  }

 private:
  std::int32_t begin_ = -1;
  window_axis::taps rows_{}, columns_{};
};

}  // namespace detail

/// Quantized depthwise convolution; output channel c * M + m belongs to input channel c.
///   out = act(bias + sum(input * filter)), in real units
///
/// shapes   input (N,H,W,C)  filter (1,Kh,Kw,C*M)  bias (C*M)  output (N,Ho,Wo,C*M); C >= 1
/// units    codes; bias at input.scale * filter.scales[o]
/// rounding the accumulator's, see accumulator.hpp: contract A unless the backend is told otherwise
/// memory   no heap, no scratch, Backend::block accumulators and a list of taps on the stack; the
///          output may overlap the input as in_place.hpp says
/// errors   none here: shapes and ranges are checked where the arguments are made
///          (model/ops/depthwise_conv_2d.hpp)
/// exact    every backend returns the codes of depthwise_conv_2d<scalar>
/// source   TensorFlow Lite 8-bit specification, DEPTHWISE_CONV_2D
template <class Backend = scalar, class Args>
constexpr void depthwise_conv_2d(const Args& a) {
  using accumulator = typename Args::accumulator;
  const std::int32_t multiplier = a.output.shape[3] / a.input.shape[3];
  const std::int32_t channels = a.output.shape[3];
  // Whole input channels, or parts of one.
  const std::int32_t most =
      multiplier < Backend::block ? Backend::block / multiplier * multiplier : Backend::block;
  detail::tap_list taps;
  for_each_window(a, [&](const window_position& p) {
    for (std::int32_t first = 0, n = 0; first < channels; first += n) {
      const std::int32_t in = first / multiplier;
      // One block where they fit, which a compiler that knows the shape then knows too.
      n = channels <= most ? channels : std::min(most, channels - first);
      if (multiplier > most) n = std::min(n, (in + 1) * multiplier - first);
      std::array<typename accumulator::sum, Backend::block> sums;
      const auto* start = start_of<typename accumulator::sum>(a.bias, first);
      if (start == nullptr || p.count() == 0) start_sums(sums.data(), a.bias, first, n);
      for (std::int32_t done = 0; done < p.count(); done += taps.count) {
        taps.list(a, p, done);
        Backend::multiply_taps(done == 0 ? start : nullptr, sums.data(),
                               a.input.data + a.input.at(p.n, a.window.y.at(p.y, p.rows.first),
                                                         a.window.x.at(p.x, p.columns.first), in),
                               a.input_zero_point, a.filter.data + static_cast<std::size_t>(first),
                               taps.taps.data(), taps.count, n, multiplier);
      }
      Backend::template requantize_row<accumulator>(
          sums.data(), a.requantize, first, a.output.data + a.output.at(p.n, p.y, p.x, first), n);
    }
  });
}

}  // namespace octet
