// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// FULLY_CONNECTED in float: the product of a matrix of weights with each input row.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/float_ops/support.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/model/ops/fully_connected.hpp"

namespace octet::float_ops {

/// Arguments of fully_connected.
struct fully_connected_args {
  tensor<const float, extents<dynamic, dynamic>> input{};
  tensor<const float, extents<dynamic, dynamic>> filter{};
  elements<const float> bias{};  ///< may be absent
  tensor<float, extents<dynamic, dynamic>> output{};
  clamp_range<float> clamp{};
};

/// Matrix product.   out = act(bias + input * filter^T)
///
/// shapes   input (N,C)  filter (O,C)  bias (O)  output (N,O)
/// rounding float sums, channel by channel, in the order of the source
/// memory   none; input and output must not overlap
/// source   TensorFlow Lite reference kernels, FULLY_CONNECTED
inline void fully_connected(const fully_connected_args& a) {
  // Several sums side by side: each waits for its own last addition only.
  constexpr std::size_t lanes = 8;
  const auto rows = static_cast<std::size_t>(a.output.shape[0]);
  const auto channels = static_cast<std::size_t>(a.filter.shape[0]);
  const auto depth = static_cast<std::size_t>(a.filter.shape[1]);
  for (std::size_t n = 0; n < rows; ++n) {
    const float* row = a.input.data.data() + n * depth;
    for (std::size_t o = 0; o < channels; o += lanes) {
      const std::size_t count = std::min(lanes, channels - o);
      const float* filters = a.filter.data.data() + o * depth;
      std::array<float, lanes> sums{};
      const auto add_products = [&](std::size_t used) {
        for (std::size_t i = 0; i < depth; ++i) {
          for (std::size_t j = 0; j < used; ++j) sums[j] += row[i] * filters[j * depth + i];
        }
      };
      // A constant count becomes straight code.
      count == lanes ? add_products(lanes) : add_products(count);
      for (std::size_t j = 0; j < count; ++j) {
        const float bias = a.bias ? a.bias[o + j] : 0.0F;
        a.output.data.store(n * channels + o + j, clamp_to(sums[j] + bias, a.clamp));
      }
    }
  }
}

/// FULLY_CONNECTED of float tensors in a model.
struct fully_connected_entry : ops::entry<builtin::fully_connected, float> {
  struct data {
    std::int32_t input, filter, bias, output;
    ops::fully_connected_geometry geometry;
    clamp_range<float> clamp;
  };

  static result<data> prepare(prepare_context& c) {
    if (error e = ops::check_arity(c, 2, 3, 1)) return e;
    if (error e = check_floats(c, 1)) return e;
    if (error e = ops::check_weights<float>(c, c.input(1))) return e;
    if (error e = ops::check_weights_format(c)) return e;
    ops::fully_connected_geometry geometry{};
    if (error e = ops::read_fully_connected_geometry(c, geometry)) return e;
    if (error e = ops::check_bias<float>(c, 2, geometry.channels)) return e;
    const result<activation> act = ops::read_activation(c, field::fully_connected::activation);
    if (!act) return act.error();
    return data{.input = c.op().input(0),
                .filter = c.op().input(1),
                .bias = c.op().input(2),
                .output = c.op().output(0),
                .geometry = geometry,
                .clamp = real_range(*act)};
  }

  static fully_connected_args args(const data& d, const run_context& c) {
    const auto [batch, depth, channels] = d.geometry;
    return {
        .input = {c.read<float>(d.input), {batch, depth}},
        .filter = {c.read<float>(d.filter), {channels, depth}},
        .bias = c.read<float>(d.bias),
        .output = {c.write<float>(d.output), {batch, channels}},
        .clamp = d.clamp,
    };
  }

  template <class Backend>
  static void run(const data& d, const run_context& c) {
    float_ops::fully_connected(args(d, c));
  }
};

}  // namespace octet::float_ops
