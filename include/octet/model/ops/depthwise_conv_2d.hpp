// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// DEPTHWISE_CONV_2D in a model: checks, window, multipliers; the arithmetic is in
// kernels/depthwise_conv_2d.hpp.
#pragma once

#include <cstdint>

#include "octet/kernels/depthwise_conv_2d.hpp"
#include "octet/model/ops/geometry.hpp"

namespace octet::ops {

template <class T>
struct depthwise_conv_2d;

template <>
struct depthwise_conv_2d<std::int8_t> : entry<builtin::depthwise_conv_2d, std::int8_t> {
  struct data {
    std::int32_t input, filter, bias, output;  ///< tensor indices
    conv_geometry geometry;
    std::uint32_t multipliers;
    std::int32_t input_zero_point, output_zero_point;
    clamp_range<std::int32_t> clamp;
  };

  static constexpr result<data> prepare(prepare_context& c) {
    if (error e = check_arity(c, 2, 3, 1)) return e;
    const tensor_info input = c.input(0), filter = c.input(1), output = c.output(0);
    if (error e = check_quantized<std::int8_t>(c, input)) return e;
    if (error e = check_quantized<std::int8_t>(c, output)) return e;
    if (error e = check_constant<std::int8_t>(c, filter)) return e;
    if (error e = check_weight_scales(c, filter, 3)) return e;
    const result<conv_geometry> geometry = read_depthwise_conv_2d_geometry(c);
    if (!geometry) return geometry.error();
    const std::int32_t channels = geometry->output[3];
    if (error e = check_bias<std::int32_t>(c, 2, channels)) return e;
    const std::int32_t taps = filter.shape.product(1, 3);
    const auto weight_of = [&](std::int32_t o, std::int32_t k) { return k * channels + o; };
    if (error e = check_accumulators<std::int8_t, std::int8_t>(c, channels, taps, weight_of))
      return e;
    const result<activation> act = read_activation(c, field::depthwise_conv_2d::activation);
    if (!act) return act.error();
    return data{
        .input = input.index,
        .filter = filter.index,
        .bias = c.op().input(2),
        .output = output.index,
        .geometry = *geometry,
        .multipliers = prepare_channel_multipliers(c, input, filter, output, channels).offset,
        .input_zero_point = input.zero_point(),
        .output_zero_point = output.zero_point(),
        .clamp = code_range<std::int8_t>(*act, output.scale(), output.zero_point())};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    octet::depthwise_conv_2d<Backend>(depthwise_conv_2d_args{
        .input = {c.read<std::int8_t>(d.input), d.geometry.input},
        .filter = {c.read<std::int8_t>(d.filter), d.geometry.filter},
        .bias = c.read<std::int32_t>(d.bias),
        .output = {c.write<std::int8_t>(d.output), d.geometry.output},
        .input_zero_point = d.input_zero_point,
        .window = d.geometry.window,
        .requantize = {.multipliers = c.prepared<multiplier>(d.multipliers),
                       .zero_point = d.output_zero_point,
                       .clamp = d.clamp},
    });
  }
};

}  // namespace octet::ops
