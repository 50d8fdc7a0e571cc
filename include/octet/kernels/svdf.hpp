// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SVDF: quantized dense layer of rank-limited filters over a memory of past inputs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

#include "octet/core/tensor.hpp"
#include "octet/fixed/multiplier.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/requantization.hpp"

namespace octet {

/// Sizes of an SVDF: each unit has `rank` filters, each filter remembers `memory` features.
struct svdf_sizes {
  std::int32_t batch, inputs, units, rank, memory;

  constexpr std::int32_t filters() const { return units * rank; }
  /// Elements of a unit's state, and of its time weights.
  constexpr std::int32_t span() const { return rank * memory; }
};

/// One step in time: every filter forgets its oldest feature and takes up a new one.
///
/// shapes   state (batch, filters * memory), the oldest feature first
/// calls    feature(batch, filter) for the new values of a batch, then finish(batch, unit, state of
///          the unit) for its units
template <class State, class Feature, class Finish>
constexpr void for_each_svdf_unit(const svdf_sizes& z, elements<State> state, Feature feature,
                                  Finish finish) {
  const auto memory = static_cast<std::size_t>(z.memory);
  const auto span = static_cast<std::size_t>(z.span());
  const std::size_t all = span * static_cast<std::size_t>(z.units);
  for (std::int32_t n = 0; n < z.batch; ++n, state = state + all) {
    // Of all filters at once; what comes to the end of a filter from the next one goes at once.
    for (std::size_t i = 0; i + 1 < all; ++i) state.store(i, state[i + 1]);
    for (std::int32_t f = 0; f < z.filters(); ++f)
      state.store((static_cast<std::size_t>(f) + 1) * memory - 1, feature(n, f));
    for (std::int32_t u = 0; u < z.units; ++u)
      finish(n, u, elements<const State>(state + static_cast<std::size_t>(u) * span));
  }
}

/// Arguments of svdf.
template <class State>
struct basic_svdf_args {
  svdf_sizes sizes{};
  elements<const std::int8_t> input{};
  elements<const std::int8_t> feature_weights{};
  elements<const State> time_weights{};
  elements<const std::int32_t> bias{};  ///< may be absent
  elements<State> state{};
  elements<std::int8_t> output{};
  std::int32_t input_zero_point = 0, state_zero_point = 0, output_zero_point = 0;
  multiplier feature_scaling{}, output_scaling{};
};

using svdf_args = basic_svdf_args<std::int16_t>;

/// svdf over sums(n, filter), weights times the input, and over_time(unit, state of the unit),
/// weights times the state, zero points taken off.
template <class Backend, class State, class Sums, class OverTime>
constexpr void svdf_of_sums(const basic_svdf_args<State>& a, Sums sums, OverTime over_time) {
  const svdf_sizes& z = a.sizes;
  const auto row = [](std::int32_t i, std::int32_t size) {
    return static_cast<std::size_t>(i) * static_cast<std::size_t>(size);
  };
  using limits = std::numeric_limits<State>;
  const requantization to_state{.zero_point = a.state_zero_point,
                                .clamp = {limits::min(), limits::max()}};
  const requantization to_output{.zero_point = a.output_zero_point, .clamp = {-128, 127}};
  const auto feature = [&](std::int32_t n, std::int32_t filter) {
    return static_cast<State>(
        to_state.code(Backend::requantize(sums(n, filter), a.feature_scaling)));
  };
  const auto finish = [&](std::int32_t n, std::int32_t u, elements<const State> state) {
    std::int64_t sum = a.bias ? a.bias[static_cast<std::size_t>(u)] : 0;
    sum += over_time(u, state);
    const auto wrapped = static_cast<std::int32_t>(sum);
    const std::int32_t code = to_output.code(Backend::requantize(wrapped, a.output_scaling));
    a.output.store(row(n, z.units) + static_cast<std::size_t>(u), static_cast<std::int8_t>(code));
  };
  for_each_svdf_unit(z, a.state, feature, finish);
}

/// Quantized SVDF.   feature = weights * input, state = the last features, in real units
///                   out = bias + sum over rank and time of time_weights * state
///
/// shapes   input (N,I)  feature_weights (F,I)  time_weights (F,M)  bias (U)
///          state (N, F * M)  output (N,U), F = U * rank
/// units    int8 codes, the state and its weights int8 or int16; bias int32 at
///          state.scale * time_weights.scale; feature_scaling is input.scale *
///          feature_weights.scale / state.scale, output_scaling bias scale / output.scale
/// rounding contract A unless the backend is told otherwise, for features and for the output. There
///          is no activation but the range of the output's codes
/// range    a sum over time that leaves int32 wraps modulo 2^32, as in the reference, whose weights
///          over time are meant to have 10 bits; sums of features must stay inside
/// memory   no heap, no scratch; the state stays from call to call, state_zero_point means zero; no
///          overlaps
/// errors   none here: model/ops/svdf.hpp checks
/// exact    every backend returns the codes of svdf<scalar>
/// source   Nakkiran et al. 2015, Compressing deep neural networks using a rank-constrained
///          topology; TensorFlow Lite Micro reference kernel, SVDF
template <class Backend = scalar, class State>
constexpr void svdf(const basic_svdf_args<State>& a) {
  const auto row = [](std::int32_t i, std::int32_t size) {
    return static_cast<std::size_t>(i) * static_cast<std::size_t>(size);
  };
  const std::int32_t inputs = a.sizes.inputs, span = a.sizes.span();
  svdf_of_sums<Backend>(
      a,
      [&](std::int32_t n, std::int32_t filter) {
        return Backend::dot(a.input + row(n, inputs), a.input_zero_point,
                            a.feature_weights + row(filter, inputs), inputs);
      },
      [&](std::int32_t u, elements<const State> state) {
        return Backend::template dot<std::int64_t>(state, a.state_zero_point,
                                                   a.time_weights + row(u, span), span);
      });
}

}  // namespace octet
