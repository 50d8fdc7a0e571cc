// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// CONV_2D: quantized 2-D convolution.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "octet/kernels/accumulator.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/column_product.hpp"
#include "octet/kernels/convolution_args.hpp"
#include "octet/kernels/in_place.hpp"
#include "octet/kernels/requantization.hpp"
#include "octet/kernels/weights.hpp"
#include "octet/kernels/window.hpp"

namespace octet {

/// Arguments of the int8 kernel.
using conv_2d_args = basic_convolution_args<std::int8_t, std::int8_t, std::int32_t>;

namespace detail {

/// Makes a column of activations [k, k + taps), less zero_point, of the window at output (y, x);
/// the input's zero point where it leaves the image.
template <class Backend, class Column, class Args>
constexpr void fill_from_window(Column& column, const Args& a, std::int32_t zero_point,
                                std::int32_t n, std::int32_t y, std::int32_t x,
                                std::int32_t first_channel, std::int32_t k, std::int32_t taps) {
  using code = std::remove_cvref_t<decltype(a.input.data[0])>;
  static_assert(Backend::columns_at_once <= positions_at_once);
  const window_axis &rows = a.window.y, &columns = a.window.x;
  const std::int32_t depth = a.filter.shape[3];
  if (a.filter.shape[1] * a.filter.shape[2] == 1 && rows.pad == 0 && columns.pad == 0) {
    Backend::fill_column(
        column, a.input.data + a.input.at(n, rows.at(y, 0), columns.at(x, 0), first_channel + k),
        zero_point, taps);
    return;
  }
  const auto inside_y = rows.inside(y, a.input.shape[1]);
  const auto inside_x = columns.inside(x, a.input.shape[2]);
  const std::int32_t across = inside_x.last - inside_x.first;
  std::array<code, Backend::column_length> codes;
  if (inside_y.last - inside_y.first < a.filter.shape[1] || across < a.filter.shape[2]) {
    std::fill_n(codes.begin(), taps, static_cast<code>(a.input_zero_point));
  }
  const auto size = [](std::int32_t i) { return static_cast<std::size_t>(i); };
  const std::size_t pixel = size(a.input.shape[3]), column_step = size(columns.dilation) * pixel;
  const std::size_t row_step = size(rows.dilation) * size(a.input.shape[2]) * pixel;
  const elements<const code> input = a.input.data;
  // The part of a run that lies in the column. It begins in front of it if it is the end of one.
  const auto copy = [&](std::int32_t to, std::size_t from, std::int32_t length) {
    const std::int32_t first = std::max<std::int32_t>(to, 0);
    const std::int32_t last = std::min(to + length, taps);
    if (first >= last) return;
    Backend::copy(codes.data() + first, input + (from + size(first - to)), last - first);
  };
  // Neighbouring taps of a row lie side by side in both tensors: a run takes them all.
  const bool joined = columns.dilation == 1 && depth == a.input.shape[3];
  const std::int32_t row = a.filter.shape[2] * depth;
  std::int32_t to = inside_y.first * row + inside_x.first * depth - k;
  std::size_t from =
      a.input.at(n, rows.at(y, inside_y.first), columns.at(x, inside_x.first), first_channel);
  for (std::int32_t left = inside_y.last - inside_y.first; left > 0; --left) {
    if (joined) {
      copy(to, from, across * depth);
    } else {
      for (std::int32_t i = 0; i < across; ++i) {
        copy(to + i * depth, from + size(i) * column_step, depth);
      }
    }
    to += row;
    from += row_step;
  }
  Backend::fill_column(column, elements<const code>(codes.data()), zero_point, taps);
}

}  // namespace detail

/// Quantized 2-D convolution.   out = act(bias + sum(input * filter)), in real units
///
/// shapes   input (N,H,W,C)  filter (O,Kh,Kw,C/groups)  bias (O)  output (N,Ho,Wo,O)
/// units    codes; bias at input.scale * filter.scales[o]
/// rounding the accumulator's, see accumulator.hpp: contract A unless the backend is told otherwise
/// memory   no heap, no scratch, the columns of column_product on the stack; the output may overlap
///          the input as in_place.hpp says
/// errors   none here: shapes and ranges are checked where the arguments are made
///          (model/ops/conv_2d.hpp)
/// exact    every backend returns the codes of conv_2d<scalar>
/// source   Jacob et al. 2018, sec. 2; TensorFlow Lite 8-bit specification, CONV_2D
template <class Backend = scalar, class Args>
constexpr void conv_2d(const Args& a) {
  const std::int32_t depth = a.filter.shape[3];
  const std::int32_t length = a.filter.shape[1] * a.filter.shape[2] * depth;
  const std::int32_t channels = a.output.shape[3];
  const std::int32_t groups = depth == 0 ? 1 : a.input.shape[3] / depth;
  const std::int32_t in_group = channels / groups;
  const std::int32_t width = a.output.shape[2];
  const std::int32_t positions = a.output.shape[1] * width;
  const bool backward = walks_backward(a);
  starting_sums<Backend, Args> starts(a, positions);
  for (std::int32_t n = 0; n < a.output.shape[0]; ++n) {
    for (std::int32_t done = 0; done < positions; done += Backend::columns_at_once) {
      const std::int32_t count = std::min(Backend::columns_at_once, positions - done);
      const std::int32_t p = backward ? positions - done - count : done;
      for (std::int32_t group = 0; group < groups; ++group) {
        const std::int32_t first = group * in_group;
        column_product<Backend>(
            a, starts, count,
            filter_rows{a.filter.data + a.filter.at(first, 0, 0, 0), length, first, in_group},
            a.output.data + a.output.at(n, 0, p, first), channels,
            [&](auto& column, std::int32_t c, std::int32_t k, std::int32_t taps) {
              const std::int32_t y = (p + c) / width;
              detail::fill_from_window<Backend>(column, a, starts.column_zero_point(), n, y,
                                                p + c - y * width, group * depth, k, taps);
            });
      }
    }
  }
}

}  // namespace octet
