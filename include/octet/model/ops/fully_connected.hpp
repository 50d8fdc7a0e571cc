// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// FULLY_CONNECTED in a model: shapes; what it shares with others is in weighted.hpp, the arithmetic
// in kernels/fully_connected.hpp.
#pragma once

#include <cstdint>

#include "octet/kernels/conv_2d.hpp"
#include "octet/kernels/fully_connected.hpp"
#include "octet/kernels/hybrid.hpp"
#include "octet/kernels/wide_convolution.hpp"
#include "octet/model/ops/convolution.hpp"
#include "octet/model/ops/geometry.hpp"
#include "octet/model/ops/hybrid.hpp"
#include "octet/model/ops/weighted.hpp"

namespace octet::ops {

/// Sizes of a matrix product that fit together: input (batch, depth), filter (channels, depth).
struct fully_connected_geometry {
  std::int32_t batch, depth, channels;
};

/// Without keep_num_dims the input is a list of elements, `depth` of them a row, whatever its axes
/// are; with it, the axes in front of the last stay as they are.
[[gnu::cold]] constexpr refusal read_fully_connected_geometry(const prepare_context& c,
                                                              fully_connected_geometry& g) {
  const shape input = c.input(0).shape, filter = c.input(1).shape, output = c.output(0).shape;
  if (filter.rank != 2 || filter[1] == 0) return c.fail(errc::shape_mismatch, c.op().input(1));
  const auto elements_of_input = static_cast<std::int32_t>(input.count());
  g = {elements_of_input / filter[1], filter[1], filter[0]};
  if (elements_of_input % g.depth != 0) return c.fail(errc::shape_mismatch, c.op().input(0));
  const std::int32_t last = output.rank - 1;
  if (last < 0 || output[last] != g.channels || output.product(0, last) != g.batch)
    return c.fail(errc::shape_mismatch, c.op().output(0));
  if (c.op().options.scalar<std::uint8_t>(field::fully_connected::keep_num_dims, 0) != 0) {
    shape expected = input;
    expected.sizes[static_cast<std::size_t>(last)] = g.channels;
    if (expected != output) return c.fail(errc::shape_mismatch, c.op().output(0));
  }
  return {};
}

/// The option that reorders the weights for some processors: 0 is row-major.
[[gnu::cold]] constexpr refusal check_weights_format(const prepare_context& c) {
  const auto format = c.op().options.scalar<std::int8_t>(field::fully_connected::weights_format, 0);
  if (format == 0) return {};
  return c.fail(format == 1 ? errc::unsupported_option : errc::bad_option);
}

/// Activations of type T; weights int8, or beside int8 int4 packed two a byte, beside uint8 uint8.
template <class T, class Weight = weight_of<T>>
struct fully_connected : weighted_entry<builtin::fully_connected, T, Weight> {
  struct data {
    weighted_data weighted;
    fully_connected_geometry geometry;
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_weighted<T, Weight>(c, 0)) return r;
    if (refusal r = check_weights_format(c)) return r;
    data d{};
    if (refusal r = read_fully_connected_geometry(c, d.geometry)) return r;
    if (refusal r = prepare_weighted<T, Weight>(c, d.geometry.channels,
                                                field::fully_connected::activation, d.weighted))
      return r;
    return d;
  }

  static constexpr accumulation choice(const data& d) { return d.weighted.accumulator; }

  /// Calls use(args) with the arguments of the kernel.
  template <accumulation... Known>
  static constexpr void with_args(const data& d, const run_context& c, auto use) {
    with_accumulator<T, Known...>(d.weighted.accumulator, [&]<class Bias, class Accumulator>() {
      use(args<Bias, Accumulator>(d, c));
    });
  }

  template <class Backend, accumulation... Known>
  static constexpr void run(const data& d, const run_context& c) {
    constexpr bool is_wide = ((Known == accumulation::in_64) && ...);
    if constexpr (sizeof(T) == 1 && (sizeof...(Known) == 0 || is_wide)) {
      const auto a = convolution(d, c);
      usual_or_wide<Known...>(
          d.weighted.accumulator, [&] { octet::conv_2d<Backend>(a); },
          [&] { wide_convolution<Backend>(a, false); });
    } else {
      with_args<Known...>(d, c, [](const auto& a) { octet::fully_connected<Backend>(a); });
    }
  }

 private:
  template <class Bias, class Accumulator>
  static constexpr auto args(const data& d, const run_context& c) {
    const weighted_data& w = d.weighted;
    const fully_connected_geometry& g = d.geometry;
    return basic_fully_connected_args<T, Weight, Bias, Accumulator>{
        .input = {c.read<T>(w.input), {g.batch, g.depth}},
        .filter = {w.weights<Weight>(c), {g.channels, g.depth}},
        .bias = w.biases<Bias>(c),
        .output = {c.write<T>(w.output), {g.batch, g.channels}},
        .input_zero_point = w.input_zero_point,
        .requantize = w.requantize(c),
    };
  }

  /// The same product as a convolution of single pixels, neighbours in a row.
  static constexpr auto convolution(const data& d, const run_context& c) {
    const auto [batch, depth, channels] = d.geometry;
    const conv_geometry g{.input = {1, 1, batch, depth},
                          .filter = {channels, 1, 1, depth},
                          .output = {1, 1, batch, channels},
                          .window = {.y = {.output = 1}, .x = {.output = batch}}};
    return convolution_args_of<basic_convolution_args<T, Weight, std::int32_t>, T, Weight>(
        {d.weighted, g}, c);
  }
};

/// Real activations, quantized row by row while the model runs; weights int8, or int4 packed two a
/// byte.
template <class Weight>
struct fully_connected<float, Weight> : hybrid_entry<builtin::fully_connected, Weight> {
  struct data {
    hybrid_data hybrid;
    fully_connected_geometry geometry;
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    namespace f = field::fully_connected;
    if (refusal r = check_hybrid<Weight>(c, 0)) return r;
    if (refusal r = check_weights_format(c)) return r;
    fully_connected_geometry geometry{};
    if (refusal r = read_fully_connected_geometry(c, geometry)) return r;
    const outcome<hybrid_data> hybrid =
        prepare_hybrid(c, geometry.channels, static_cast<std::size_t>(geometry.depth),
                       f::activation, read_row_scheme(c, f::asymmetric_quantize_inputs));
    if (!hybrid) return hybrid.error();
    return data{.hybrid = *hybrid, .geometry = geometry};
  }

  static constexpr bool choice(const data& d) { return d.hybrid.wide != 0; }

  static constexpr hybrid_args<Weight, extents<dynamic, dynamic>> args(const data& d,
                                                                       const run_context& c) {
    const hybrid_data& h = d.hybrid;
    const auto [batch, depth, channels] = d.geometry;
    return {
        .input = {c.read<float>(h.input), {batch, depth}},
        .filter = {c.read<Weight>(h.filter), {channels, depth}},
        .output = {c.write<float>(h.output), {batch, channels}},
        .scheme = h.scheme,
        .scaling = h.scaling(c),
        .scratch = c.scratch<std::int8_t>(h.node),
    };
  }

  template <class Backend, bool... Known>
  static constexpr void run(const data& d, const run_context& c) {
    with_sums<Known...>(d.hybrid.wide != 0, [&]<class Accumulator>() {
      for_each_hybrid_row<Accumulator>(args(d, c), [](const auto& row) {
        octet::fully_connected<hybrid_backend<Backend>>(row);
      });
    });
  }
};

}  // namespace octet::ops
