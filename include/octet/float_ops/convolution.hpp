// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What CONV_2D, DEPTHWISE_CONV_2D and TRANSPOSE_CONV have in common in float.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/float_ops/support.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/window.hpp"
#include "octet/model/ops/geometry.hpp"

namespace octet::float_ops {

/// Arguments of a convolution. Groups and depth multiplier follow from the shapes.
struct convolution_args {
  tensor<const float> input{};
  tensor<const float> filter{};
  elements<const float> bias{};  ///< may be absent
  tensor<float> output{};
  window_2d window{};  ///< over the input; of transpose_conv over the output
  clamp_range<float> clamp{};
};

/// A convolution of float tensors in a model. Kind has what is its own: code, input (its position
/// among the node's inputs; the bias stands behind input and filter), activation (the field's
/// number), geometry(), run().
template <class Kind>
struct convolution_entry {
  static constexpr builtin code = Kind::code;
  static constexpr tensor_type type = tensor_type::float32;
  static constexpr std::uint8_t input_index = Kind::input;
  static constexpr std::size_t bias_input = Kind::input == 0 ? 2 : Kind::input + 1;

  struct data {
    std::int32_t input, filter, bias, output;
    ops::conv_geometry geometry;
    clamp_range<float> clamp;
  };

  static constexpr bool accepts(const graph& model, const node& op) {
    return model.tensor(op.input(Kind::input)).type == tensor_type::float32;
  }

  static result<data> prepare(prepare_context& c) {
    if (error e = ops::check_arity(c, bias_input, bias_input + 1, 1)) return e;
    for (const tensor_info& t : {c.input(Kind::input), c.output(0)}) {
      if (t.type != tensor_type::float32) return c.fail(errc::unsupported_type, t.index);
    }
    if (error e = ops::check_weights<float>(c, c.input(1))) return e;
    ops::conv_geometry geometry{};
    if (error e = Kind::geometry(c, geometry)) return e;
    if (error e = ops::check_bias<float>(c, bias_input, geometry.output[3])) return e;
    const result<activation> act = ops::read_activation(c, Kind::activation);
    if (!act) return act.error();
    return data{.input = c.op().input(Kind::input),
                .filter = c.op().input(1),
                .bias = c.op().input(bias_input),
                .output = c.op().output(0),
                .geometry = geometry,
                .clamp = real_range(*act)};
  }

  static convolution_args args(const data& d, const run_context& c) {
    return {
        .input = {c.read<float>(d.input), d.geometry.input},
        .filter = {c.read<float>(d.filter), d.geometry.filter},
        .bias = c.read<float>(d.bias),
        .output = {c.write<float>(d.output), d.geometry.output},
        .window = d.geometry.window,
        .clamp = d.clamp,
    };
  }

  template <class Backend>
  static void run(const data& d, const run_context& c) {
    Kind::run(args(d, c));
  }
};

}  // namespace octet::float_ops
