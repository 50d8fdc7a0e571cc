// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// DEPTHWISE_CONV_2D in a model: shapes and window; what it shares with others is in weighted.hpp,
// the arithmetic in kernels/depthwise_conv_2d.hpp.
#pragma once

#include <cstdint>

#include "octet/kernels/depthwise_conv_2d.hpp"
#include "octet/model/ops/geometry.hpp"
#include "octet/model/ops/weighted.hpp"

namespace octet::ops {

/// Activations of type T; weights int8, or int4 packed two a byte, or with uint8 activations uint8.
template <class T, class Weight = weight_of<T>>
struct depthwise_conv_2d : weighted_entry<builtin::depthwise_conv_2d, T, Weight> {
  struct data {
    weighted_data weighted;
    conv_geometry geometry;
  };

  static constexpr result<data> prepare(prepare_context& c) {
    if (error e = check_weighted<T, Weight>(c, 3)) return e;
    const result<conv_geometry> geometry = read_depthwise_conv_2d_geometry(c);
    if (!geometry) return geometry.error();
    const result<weighted_data> weighted =
        prepare_weighted<T, Weight>(c, geometry->output[3], field::depthwise_conv_2d::activation);
    if (!weighted) return weighted.error();
    return data{.weighted = *weighted, .geometry = *geometry};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    const weighted_data& w = d.weighted;
    with_accumulator<T>(w.accumulator, [&]<class Bias, class Accumulator>() {
      octet::depthwise_conv_2d<Backend>(basic_depthwise_conv_2d_args<T, Weight, Bias, Accumulator>{
          .input = {c.read<T>(w.input), d.geometry.input},
          .filter = {w.weights<Weight>(c), d.geometry.filter},
          .bias = c.read<Bias>(w.bias),
          .output = {c.write<T>(w.output), d.geometry.output},
          .input_zero_point = w.input_zero_point,
          .window = d.geometry.window,
          .requantize = w.requantize(c),
      });
    });
  }
};

}  // namespace octet::ops
