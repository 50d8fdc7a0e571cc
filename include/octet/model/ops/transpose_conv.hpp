// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// TRANSPOSE_CONV in a model: shapes and window; what it shares with others is in weighted.hpp, the
// arithmetic in kernels/transpose_conv.hpp.
#pragma once

#include <cstdint>

#include "octet/kernels/transpose_conv.hpp"
#include "octet/model/ops/geometry.hpp"
#include "octet/model/ops/weighted.hpp"

namespace octet::ops {

/// Activations of type T; weights int8, or int4 packed two a byte, or with uint8 activations uint8.
template <class T, class Weight = weight_of<T>>
struct transpose_conv : weighted_entry<builtin::transpose_conv, T, Weight> {
  struct data {
    weighted_data weighted;
    conv_geometry geometry;
  };

  static constexpr result<data> prepare(prepare_context& c) {
    if (error e = check_weighted<T, Weight>(c, 0)) return e;
    const result<conv_geometry> geometry = read_transpose_conv_geometry(c);
    if (!geometry) return geometry.error();
    const result<weighted_data> weighted =
        prepare_weighted<T, Weight>(c, geometry->output[3], field::transpose_conv::activation);
    if (!weighted) return weighted.error();
    return data{.weighted = *weighted, .geometry = *geometry};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    const weighted_data& w = d.weighted;
    with_accumulator<T>(w.accumulator, [&]<class Bias, class Accumulator>() {
      octet::transpose_conv<Backend>(basic_transpose_conv_args<T, Weight, Bias, Accumulator>{
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
