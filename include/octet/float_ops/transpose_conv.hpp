// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// TRANSPOSE_CONV in float.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/float_ops/support.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/transpose_conv.hpp"
#include "octet/model/ops/geometry.hpp"

namespace octet::float_ops {

/// Arguments of transpose_conv.
struct transpose_conv_args {
  tensor<const float> input{};
  tensor<const float> filter{};
  elements<const float> bias{};  ///< may be absent
  tensor<float> output{};
  window_2d window{};  ///< over the output
  clamp_range<float> clamp{};
};

/// Transposed convolution.   out[i * stride - pad + k] = act(bias + sum(input[i] * filter[k]))
///
/// shapes   input (N,H,W,C)  filter (O,Kh,Kw,C)  bias (O)  output (N,Ho,Wo,O)
/// rounding float sums, in the order of the input; the bias last
/// memory   none; input and output must not overlap
/// source   TensorFlow Lite reference kernels, TRANSPOSE_CONV
inline void transpose_conv(const transpose_conv_args& a) {
  const auto depth = static_cast<std::size_t>(a.filter.shape[3]);
  for (std::int32_t n = 0; n < a.output.shape[0]; ++n) {
    for (std::int32_t y = 0; y < a.output.shape[1]; ++y) {
      for (std::int32_t x = 0; x < a.output.shape[2]; ++x) {
        for (std::int32_t o = 0; o < a.output.shape[3]; ++o) {
          float sum = 0.0F;
          for_each_reaching_input(
              a, y, x, [&](std::int32_t ky, std::int32_t kx, std::int32_t iy, std::int32_t ix) {
                const float* in = a.input.data.data() + a.input.at(n, iy, ix, 0);
                const float* weights = a.filter.data.data() + a.filter.at(o, ky, kx, 0);
                for (std::size_t c = 0; c < depth; ++c) sum += in[c] * weights[c];
              });
          const float bias = a.bias ? a.bias[static_cast<std::size_t>(o)] : 0.0F;
          a.output.data.store(a.output.at(n, y, x, o), clamp_to(sum + bias, a.clamp));
        }
      }
    }
  }
}

/// TRANSPOSE_CONV of float tensors in a model.
struct transpose_conv_entry {
  static constexpr builtin code = builtin::transpose_conv;

  struct data {
    std::int32_t input, filter, bias, output;
    ops::conv_geometry geometry;
    clamp_range<float> clamp;
  };

  static constexpr bool accepts(const graph& model, const node& op) {
    return model.tensor(op.input(2)).type == tensor_type::float32;
  }

  static result<data> prepare(prepare_context& c) {
    if (error e = ops::check_arity(c, 3, 4, 1)) return e;
    if (error e = check_floats(c, 0)) return e;
    if (error e = ops::check_constant<float>(c, c.input(1))) return e;
    const result<ops::conv_geometry> geometry = ops::read_transpose_conv_geometry(c);
    if (!geometry) return geometry.error();
    if (error e = ops::check_bias<float>(c, 3, geometry->output[3])) return e;
    const result<activation> act = ops::read_activation(c, field::transpose_conv::activation);
    if (!act) return act.error();
    return data{.input = c.op().input(2),
                .filter = c.op().input(1),
                .bias = c.op().input(3),
                .output = c.op().output(0),
                .geometry = *geometry,
                .clamp = real_range(*act)};
  }

  template <class Backend>
  static void run(const data& d, const run_context& c) {
    float_ops::transpose_conv({
        .input = {c.read<float>(d.input), d.geometry.input},
        .filter = {c.read<float>(d.filter), d.geometry.filter},
        .bias = c.read<float>(d.bias),
        .output = {c.write<float>(d.output), d.geometry.output},
        .window = d.geometry.window,
        .clamp = d.clamp,
    });
  }
};

}  // namespace octet::float_ops
