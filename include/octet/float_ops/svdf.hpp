// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SVDF in float.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/float_ops/support.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/svdf.hpp"
#include "octet/model/ops/svdf.hpp"

namespace octet::float_ops {

/// Arguments of svdf.
struct svdf_args {
  svdf_sizes sizes{};
  elements<const float> input{}, feature_weights{}, time_weights{};
  elements<const float> bias{};  ///< may be absent
  elements<float> state{}, output{};
  clamp_range<float> clamp{};
};

/// Dense layer of rank-limited filters over a memory of past inputs.
///                   feature = weights * input, state = the last features
///                   out = act(bias + sum over rank and time of time_weights * state)
///
/// shapes   input (N,I)  feature_weights (F,I)  time_weights (F,M)  bias (U)
///          state (N, F * M)  output (N,U), F = U * rank
/// memory   none; the state stays from call to call; no overlaps
/// source   TensorFlow Lite Micro reference kernel, SVDF
inline void svdf(const svdf_args& a) {
  const svdf_sizes& z = a.sizes;
  const auto row = [](std::int32_t i, std::int32_t size) {
    return static_cast<std::size_t>(i) * static_cast<std::size_t>(size);
  };
  const auto dot = [](elements<const float> x, elements<const float> w, std::int32_t n) {
    float sum = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(n); ++i) sum += x[i] * w[i];
    return sum;
  };
  const auto feature = [&](std::int32_t n, std::int32_t filter) {
    return dot(a.input + row(n, z.inputs), a.feature_weights + row(filter, z.inputs), z.inputs);
  };
  const auto finish = [&](std::int32_t n, std::int32_t u, elements<const float> state) {
    const float bias = a.bias ? a.bias[static_cast<std::size_t>(u)] : 0.0F;
    const float sum = bias + dot(state, a.time_weights + row(u, z.span()), z.span());
    a.output.store(row(n, z.units) + static_cast<std::size_t>(u), clamp_to(sum, a.clamp));
  };
  for_each_svdf_unit(z, a.state, feature, finish);
}

/// SVDF of float tensors in a model.
struct svdf_entry : ops::entry<builtin::svdf, float> {
  struct data {
    svdf_sizes sizes;
    std::int32_t input, feature_weights, time_weights, bias, state, output;  ///< tensor indices
    clamp_range<float> clamp;
  };

  static result<data> prepare(prepare_context& c) {
    using at = ops::svdf_inputs;
    const result<svdf_sizes> sizes = ops::check_svdf<float, float, float, float>(c);
    if (!sizes) return sizes.error();
    const result<activation> act = ops::read_activation(c, field::svdf::activation);
    if (!act) return act.error();
    return data{.sizes = *sizes,
                .input = c.op().input(at::input),
                .feature_weights = c.op().input(at::feature_weights),
                .time_weights = c.op().input(at::time_weights),
                .bias = c.op().input(at::bias),
                .state = c.op().input(at::state),
                .output = c.op().output(0),
                .clamp = *act == activation::none ? unclamped<float> : real_range(*act)};
  }

  template <class Backend>
  static void run(const data& d, const run_context& c) {
    float_ops::svdf({
        .sizes = d.sizes,
        .input = c.read<float>(d.input),
        .feature_weights = c.read<float>(d.feature_weights),
        .time_weights = c.read<float>(d.time_weights),
        .bias = c.read<float>(d.bias),
        .state = c.write<float>(d.state),
        .output = c.write<float>(d.output),
        .clamp = d.clamp,
    });
  }
};

}  // namespace octet::float_ops
