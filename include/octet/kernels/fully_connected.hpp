// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// FULLY_CONNECTED: quantized product of a matrix of weights with each input row.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/kernels/accumulator.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/column_product.hpp"
#include "octet/kernels/requantization.hpp"
#include "octet/kernels/weights.hpp"

namespace octet {

/// Arguments of fully_connected.
template <class T, class Weight, class Bias, class Accumulator = accumulator_32,
          class Extents = extents<dynamic, dynamic>>
struct basic_fully_connected_args {
  using accumulator = Accumulator;

  tensor<const T, Extents> input{};
  tensor<const Weight, Extents> filter{};
  elements<const Bias> bias{};  ///< may be absent
  tensor<T, Extents> output{};
  std::int32_t input_zero_point = 0;
  requantization requantize{};
};

using fully_connected_args = basic_fully_connected_args<std::int8_t, std::int8_t, std::int32_t>;

/// Quantized matrix product.   out = act(bias + input * filter^T), in real units
///
/// shapes   input (N,C)  filter (O,C)  bias (O)  output (N,O)
/// units    codes; bias at input.scale * filter.scales[o]
/// rounding the accumulator's, see accumulator.hpp: contract A unless the backend is told otherwise
/// memory   no heap, no scratch, the columns of column_product on the stack; input and output must
///          not overlap
/// errors   none here: shapes and ranges are checked where the arguments are made
///          (model/ops/fully_connected.hpp)
/// exact    every backend returns the codes of fully_connected<scalar>
/// source   TensorFlow Lite 8-bit specification, FULLY_CONNECTED
template <class Backend = scalar, class Args>
constexpr void fully_connected(const Args& a) {
  const std::int32_t depth = a.filter.shape[1];
  const std::int32_t channels = a.filter.shape[0];
  const auto row = [](std::int32_t i, std::int32_t size) {
    return static_cast<std::size_t>(i) * static_cast<std::size_t>(size);
  };
  const auto biases = [&](std::int32_t first, auto...) {
    return start_of<typename Args::accumulator::sum>(a.bias, first);
  };
  for (std::int32_t n = 0; n < a.output.shape[0]; n += Backend::columns_at_once) {
    const std::int32_t count = std::min(Backend::columns_at_once, a.output.shape[0] - n);
    column_product<Backend>(a, biases, count, filter_rows{a.filter.data, depth, 0, channels},
                            a.output.data + row(n, channels), channels,
                            [&](auto& column, std::int32_t c, std::int32_t k, std::int32_t taps) {
                              Backend::fill_column(column,
                                                   a.input.data + (row(n + c, depth) + row(k, 1)),
                                                   a.input_zero_point, taps);
                            });
  }
}

}  // namespace octet
