// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What CONV_2D, DEPTHWISE_CONV_2D and TRANSPOSE_CONV have in common in a model.
#pragma once

#include <cstdint>

#include "octet/kernels/convolution_args.hpp"
#include "octet/model/ops/geometry.hpp"
#include "octet/model/ops/weighted.hpp"

namespace octet::ops {

/// The entry of a convolution with activations of type T. Kind has what is its own: code,
/// channel_axis (of the filter's scales), activation (the field's number), geometry(), run().
template <class Kind, class T, class Weight>
struct convolution : weighted_entry<Kind::code, T, Weight> {
  struct data {
    weighted_data weighted;
    conv_geometry geometry;
  };

  static constexpr result<data> prepare(prepare_context& c) {
    if (error e = check_weighted<T, Weight>(c, Kind::channel_axis)) return e;
    const result<conv_geometry> geometry = Kind::geometry(c);
    if (!geometry) return geometry.error();
    const result<weighted_data> weighted =
        prepare_weighted<T, Weight>(c, geometry->output[3], Kind::activation);
    if (!weighted) return weighted.error();
    return data{.weighted = *weighted, .geometry = *geometry};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    const weighted_data& w = d.weighted;
    with_accumulator<T>(w.accumulator, [&]<class Bias, class Accumulator>() {
      Kind::template run<Backend>(basic_convolution_args<T, Weight, Bias, Accumulator>{
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
