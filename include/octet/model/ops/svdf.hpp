// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SVDF in a model: shapes, state, scales; the arithmetic is in kernels/svdf.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

#include "octet/kernels/hybrid_svdf.hpp"
#include "octet/kernels/svdf.hpp"
#include "octet/model/ops/accumulator.hpp"
#include "octet/model/ops/geometry.hpp"
#include "octet/model/ops/hybrid.hpp"
#include "octet/model/ops/state.hpp"

namespace octet::ops {

/// The inputs of SVDF.
struct svdf_inputs {
  static constexpr std::size_t input = 0, feature_weights = 1, time_weights = 2, bias = 3,
                               state = 4, count = 5;
};

/// Everything about an SVDF that does not depend on scales: arity, types, shapes, state.
template <class T, class Weight, class State, class Bias, class Time = State>
constexpr outcome<svdf_sizes> check_svdf(const prepare_context& c) {
  using at = svdf_inputs;
  if (c.input_count() != at::count || c.output_count() != 1 || !c.has_input(at::input) ||
      !c.has_input(at::feature_weights) || !c.has_input(at::time_weights) ||
      !c.has_input(at::state))
    return c.fail(errc::missing_tensor);
  const tensor_info input = c.input(at::input), feature = c.input(at::feature_weights);
  const tensor_info time = c.input(at::time_weights), output = c.output(0);
  if (input.type != type_of<T>) return c.fail(errc::unsupported_type, input.index);
  if (output.type != type_of<T>) return c.fail(errc::unsupported_type, output.index);
  const outcome<std::int32_t> rank = read_size(c, field::svdf::rank, 0);
  if (!rank) return rank.error();
  if (input.shape.rank != 2) return c.fail(errc::shape_mismatch, input.index);
  if (feature.shape.rank != 2 || feature.shape[0] % *rank != 0)
    return c.fail(errc::shape_mismatch, feature.index);
  if (time.shape.rank != 2 || time.shape[1] == 0) return c.fail(errc::shape_mismatch, time.index);
  const std::int32_t filters = feature.shape[0];
  const svdf_sizes z{.batch = input.shape[0],
                     .inputs = input.shape[1],
                     .units = filters / *rank,
                     .rank = *rank,
                     .memory = time.shape[1]};
  if (refusal r = check_matrix<Weight>(c, feature, filters, z.inputs)) return r;
  if (refusal r = check_matrix<Time>(c, time, filters, z.memory)) return r;
  if (refusal r = check_bias<Bias>(c, at::bias, z.units)) return r;
  // The time weights have filters * memory elements, so that the product stays inside int32.
  if (refusal r = check_state<State>(c, c.input(at::state), z.batch, filters * z.memory)) return r;
  if (output.shape.rank != 2 || output.shape[0] != z.batch || output.shape[1] != z.units)
    return c.fail(errc::shape_mismatch, output.index);
  return z;
}

/// int8 activations with a state, and weights over time, of type State: int8 or int16.
template <class State>
struct svdf : entry<builtin::svdf, std::int8_t> {
  struct data {
    svdf_sizes sizes;
    std::int32_t input, feature_weights, time_weights, bias, state, output;  ///< tensor indices
    std::int32_t input_zero_point, state_zero_point, output_zero_point;
    multiplier feature_scaling, output_scaling;
  };

  /// Weights of a type that no entry has go to the one for int16, which names them in its error.
  static constexpr bool accepts(const graph& model, const node& op) {
    const tensor_type time = model.tensor(op.input(svdf_inputs::time_weights)).type;
    return model.tensor(op.input(svdf_inputs::input)).type == tensor_type::int8 &&
           (time == tensor_type::int8) == (sizeof(State) == 1);
  }

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    using at = svdf_inputs;
    const outcome<svdf_sizes> sizes = check_svdf<std::int8_t, std::int8_t, State, std::int32_t>(c);
    if (!sizes) return sizes.error();
    const tensor_info input = c.input(at::input), feature = c.input(at::feature_weights);
    const tensor_info time = c.input(at::time_weights), state = c.input(at::state);
    const tensor_info output = c.output(0);
    if (refusal r = check_quantized<std::int8_t>(c, input)) return r;
    if (refusal r = check_symmetric<std::int8_t>(c, feature)) return r;
    if (refusal r = check_symmetric<State>(c, time)) return r;
    if (refusal r = check_quantized<State>(c, state)) return r;
    if (refusal r = check_quantized<std::int8_t>(c, output)) return r;
    if (const auto act = read_activation(c, field::svdf::activation); !act) return act.error();
    const std::uint64_t bound = detail::largest_accumulator(
        c.model(), input, feature, {}, weight_layout::of(c.op().code, feature.shape));
    if (bound > std::numeric_limits<std::int32_t>::max())
      return c.fail(errc::accumulator_overflow, feature.index);
    // In float, as the reference: each step rounds.
    const float to_feature = input.scale() * feature.scale();
    const float to_sum = state.scale() * time.scale();
    return data{.sizes = *sizes,
                .input = input.index,
                .feature_weights = feature.index,
                .time_weights = time.index,
                .bias = c.op().input(at::bias),
                .state = state.index,
                .output = output.index,
                .input_zero_point = input.zero_point(),
                .state_zero_point = state.zero_point(),
                .output_zero_point = output.zero_point(),
                .feature_scaling = c.encode(double{to_feature / state.scale()}, state.index),
                .output_scaling = c.encode(double{to_sum / output.scale()})};
  }

  static constexpr basic_svdf_args<State> args(const data& d, const run_context& c) {
    return {
        .sizes = d.sizes,
        .input = c.read<std::int8_t>(d.input),
        .feature_weights = c.read<std::int8_t>(d.feature_weights),
        .time_weights = c.read<State>(d.time_weights),
        .bias = c.read<std::int32_t>(d.bias),
        .state = c.write<State>(d.state),
        .output = c.write<std::int8_t>(d.output),
        .input_zero_point = d.input_zero_point,
        .state_zero_point = d.state_zero_point,
        .output_zero_point = d.output_zero_point,
        .feature_scaling = d.feature_scaling,
        .output_scaling = d.output_scaling,
    };
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    octet::svdf<Backend>(args(d, c));
  }
};

/// Real activations, quantized row by row while the model runs, and a real state; int8 weights.
template <>
struct svdf<float> {
  static constexpr builtin code = builtin::svdf;
  static constexpr tensor_type type = tensor_type::float32;
  static constexpr tensor_type weight_type = tensor_type::int8;

  struct data {
    svdf_sizes sizes;
    std::int32_t node;
    std::int32_t input, feature_weights, time_weights, bias, state, output;  ///< tensor indices
    float feature_scale, time_scale;
    std::uint32_t wide;  ///< 0 or 1: int32 sums could overflow
    row_scheme scheme;
    clamp_range<float> clamp;
  };

  static constexpr bool accepts(const graph& model, const node& op) {
    using at = svdf_inputs;
    return model.tensor(op.input(at::input)).type == type &&
           model.tensor(op.input(at::feature_weights)).type == tensor_type::int8;
  }

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    using at = svdf_inputs;
    const outcome<svdf_sizes> sizes = check_svdf<float, std::int8_t, float, float, std::int8_t>(c);
    if (!sizes) return sizes.error();
    const tensor_info feature = c.input(at::feature_weights), time = c.input(at::time_weights);
    if (refusal r = check_symmetric<std::int8_t>(c, feature)) return r;
    if (refusal r = check_symmetric<std::int8_t>(c, time)) return r;
    const outcome<activation> act = read_activation(c, field::svdf::activation);
    if (!act) return act.error();
    reserve_row(c, static_cast<std::size_t>(sizes->inputs));
    return data{.sizes = *sizes,
                .node = c.op().index,
                .input = c.op().input(at::input),
                .feature_weights = feature.index,
                .time_weights = time.index,
                .bias = c.op().input(at::bias),
                .state = c.op().input(at::state),
                .output = c.op().output(0),
                .feature_scale = feature.scale(),
                .time_scale = time.scale(),
                .wide = needs_wide_sums(c),
                .scheme = read_row_scheme(c, field::svdf::asymmetric_quantize_inputs),
                .clamp = *act == activation::none ? unclamped<float> : real_range(*act)};
  }

  static constexpr bool choice(const data& d) { return d.wide != 0; }

  static constexpr hybrid_svdf_args args(const data& d, const run_context& c) {
    return {
        .sizes = d.sizes,
        .input = c.read<float>(d.input),
        .feature_weights = c.read<std::int8_t>(d.feature_weights),
        .time_weights = c.read<std::int8_t>(d.time_weights),
        .feature_scale = d.feature_scale,
        .time_scale = d.time_scale,
        .bias = c.read<float>(d.bias),
        .state = c.write<float>(d.state),
        .output = c.write<float>(d.output),
        .clamp = d.clamp,
        .scheme = d.scheme,
        .scratch = c.scratch<std::int8_t>(d.node),
    };
  }

  template <class Backend, bool... Known>
  static constexpr void run(const data& d, const run_context& c) {
    with_sums<Known...>(d.wide != 0, [&]<class Accumulator>() {
      octet::hybrid_svdf<Backend, Accumulator>(args(d, c));
    });
  }
};

}  // namespace octet::ops
