// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// FULLY_CONNECTED in a model: checks, multipliers; the arithmetic is in
// kernels/fully_connected.hpp.
#pragma once

#include <cstdint>

#include "octet/kernels/fully_connected.hpp"
#include "octet/model/ops/geometry.hpp"

namespace octet::ops {

/// Sizes of a matrix product that fit together: input (batch, depth), filter (channels, depth).
struct fully_connected_geometry {
  std::int32_t batch, depth, channels;
};

/// Without keep_num_dims the input is a list of elements, `depth` of them a row, whatever its axes
/// are; with it, the axes in front of the last stay as they are.
constexpr result<fully_connected_geometry> read_fully_connected_geometry(const prepare_context& c) {
  const shape input = c.input(0).shape, filter = c.input(1).shape, output = c.output(0).shape;
  if (filter.rank != 2 || filter[1] == 0) return c.fail(errc::shape_mismatch, c.input(1).index);
  const auto elements_of_input = static_cast<std::int32_t>(input.count());
  const fully_connected_geometry g{elements_of_input / filter[1], filter[1], filter[0]};
  if (elements_of_input % g.depth != 0) return c.fail(errc::shape_mismatch, c.input(0).index);
  const std::int32_t last = output.rank - 1;
  if (last < 0 || output[last] != g.channels || output.product(0, last) != g.batch)
    return c.fail(errc::shape_mismatch, c.output(0).index);
  if (c.op().options.scalar<std::uint8_t>(field::fully_connected::keep_num_dims, 0) != 0) {
    shape expected = input;
    expected.sizes[static_cast<std::size_t>(last)] = g.channels;
    if (expected != output) return c.fail(errc::shape_mismatch, c.output(0).index);
  }
  return g;
}

/// The option that reorders the weights for some processors: 0 is row-major.
constexpr error check_weights_format(const prepare_context& c) {
  const auto format = c.op().options.scalar<std::int8_t>(field::fully_connected::weights_format, 0);
  if (format == 0) return {};
  return c.fail(format == 1 ? errc::unsupported_option : errc::bad_option);
}

template <class T>
struct fully_connected;

template <>
struct fully_connected<std::int8_t> : entry<builtin::fully_connected, std::int8_t> {
  struct data {
    std::int32_t input, filter, bias, output;  ///< tensor indices
    fully_connected_geometry geometry;
    std::uint32_t multipliers;
    std::uint32_t per_channel;  ///< 0 or 1
    std::int32_t input_zero_point, output_zero_point;
    clamp_range<std::int32_t> clamp;
  };

  static constexpr result<data> prepare(prepare_context& c) {
    if (error e = check_arity(c, 2, 3, 1)) return e;
    const tensor_info input = c.input(0), filter = c.input(1), output = c.output(0);
    if (error e = check_quantized<std::int8_t>(c, input)) return e;
    if (error e = check_quantized<std::int8_t>(c, output)) return e;
    if (error e = check_constant<std::int8_t>(c, filter)) return e;
    if (error e = check_weight_scales(c, filter, 0)) return e;
    if (error e = check_weights_format(c)) return e;
    const result<fully_connected_geometry> geometry = read_fully_connected_geometry(c);
    if (!geometry) return geometry.error();
    const auto [batch, depth, channels] = *geometry;
    if (error e = check_bias<std::int32_t>(c, 2, channels)) return e;
    const auto weight_of = [taps = depth](std::int32_t o, std::int32_t k) { return o * taps + k; };
    if (error e = check_accumulators<std::int8_t, std::int8_t>(c, channels, depth, weight_of))
      return e;
    const result<activation> act = read_activation(c, field::fully_connected::activation);
    if (!act) return act.error();
    const bool per_channel = filter.scales.size() > 1;
    return data{
        .input = input.index,
        .filter = filter.index,
        .bias = c.op().input(2),
        .output = output.index,
        .geometry = *geometry,
        .multipliers = per_channel
                           ? prepare_channel_multipliers(c, input, filter, output, channels).offset
                           : prepare_multiplier(c, input, filter, output),
        .per_channel = per_channel,
        .input_zero_point = input.zero_point(),
        .output_zero_point = output.zero_point(),
        .clamp = code_range<std::int8_t>(*act, output.scale(), output.zero_point())};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    const auto [batch, depth, channels] = d.geometry;
    octet::fully_connected<Backend>(fully_connected_args{
        .input = {c.read<std::int8_t>(d.input), {batch, depth}},
        .filter = {c.read<std::int8_t>(d.filter), {channels, depth}},
        .bias = c.read<std::int32_t>(d.bias),
        .output = {c.write<std::int8_t>(d.output), {batch, channels}},
        .input_zero_point = d.input_zero_point,
        .requantize = {.multipliers = c.prepared<multiplier>(d.multipliers),
                       .per_channel = d.per_channel != 0,
                       .zero_point = d.output_zero_point,
                       .clamp = d.clamp},
    });
  }

 private:
  /// With one scale TensorFlow Lite multiplies input and filter scale in float, unlike per channel.
  static constexpr std::uint32_t prepare_multiplier(prepare_context& c, const tensor_info& input,
                                                    const tensor_info& filter,
                                                    const tensor_info& output) {
    const float product = input.scale() * filter.scale();
    const prepared_array<multiplier> out = c.prepare_array<multiplier>(1);
    out.store(0, multiplier::from_real(double{product} / double{output.scale()}));
    return out.offset;
  }
};

}  // namespace octet::ops
