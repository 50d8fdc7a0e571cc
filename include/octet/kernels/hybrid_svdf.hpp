// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SVDF of real activations, quantized row by row, with weights that are codes and a real state.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/kernels/activation.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/hybrid.hpp"
#include "octet/kernels/svdf.hpp"

namespace octet {

/// Arguments of hybrid_svdf.
struct hybrid_svdf_args {
  svdf_sizes sizes{};
  elements<const float> input{};
  elements<const std::int8_t> feature_weights{}, time_weights{};
  float feature_scale = 1, time_scale = 1;  ///< of the weights
  elements<const float> bias{};             ///< may be absent
  elements<float> state{}, output{};
  clamp_range<float> clamp{};
  row_scheme scheme = row_scheme::symmetric;
  elements<std::int8_t> scratch{};  ///< sizes.inputs codes
};

/// The weighted sum of what a filter remembers, from the oldest feature on.
constexpr float hybrid_svdf_over_time(const hybrid_svdf_args& a, std::int32_t filter,
                                      elements<const float> past) {
  const auto memory = static_cast<std::size_t>(a.sizes.memory);
  const auto weights = a.time_weights + static_cast<std::size_t>(filter) * memory;
  float sum = 0;
  for (std::size_t i = 0; i < memory; ++i)
    sum += detail::rounded_product(a.time_scale * static_cast<float>(weights[i]), past[i]);
  return sum;
}

/// hybrid_svdf over the features of input n, features(n) makes them and feature(filter) is one, and
/// over_time(filter, its state).
template <class Features, class OverTime>
constexpr void hybrid_svdf_of_features(const hybrid_svdf_args& a, Features features,
                                       OverTime over_time) {
  svdf_sizes z = a.sizes;
  z.batch = 1;
  const auto row = [](std::int32_t i, std::int32_t size) {
    return static_cast<std::size_t>(i) * static_cast<std::size_t>(size);
  };
  for (std::int32_t n = 0; n < a.sizes.batch; ++n) {
    const auto feature = features(n);
    const auto finish = [&](std::int32_t, std::int32_t u, elements<const float> state) {
      float sum = 0;
      for (std::int32_t r = 0; r < z.rank; ++r)
        sum += over_time(u * z.rank + r, state + row(r, z.memory));
      if (a.bias) sum += a.bias[static_cast<std::size_t>(u)];
      a.output.store(row(n, z.units) + static_cast<std::size_t>(u), clamp_to(sum, a.clamp));
    };
    for_each_svdf_unit(
        z, a.state + row(n, z.filters() * z.memory),
        [&](std::int32_t, std::int32_t filter) { return feature(filter); }, finish);
  }
}

/// Dense layer of rank-limited filters over a memory of past inputs.
///                   feature = weights * input, state = the last features
///                   out = act(bias + sum over rank and time of time_weights * state)
///
/// shapes   input (N,I)  feature_weights (F,I)  time_weights (F,M)  bias (U)
///          state (N, F * M)  output (N,U), F = U * rank
/// units    weights symmetric codes, all else real
/// rounding of the input as quantize_row says; the integer sums of the features are exact, the rest
///          is float: over time, then over the rank, then the bias
/// memory   scratch sizes.inputs bytes; the state stays from call to call; no overlaps
/// errors   none here: model/ops/svdf.hpp checks
/// source   TensorFlow Lite reference kernel, SVDF, dynamic range
template <class Backend = scalar, class Accumulator = accumulator_32>
constexpr void hybrid_svdf(const hybrid_svdf_args& a) {
  using sum_type = typename Accumulator::sum;
  const std::int32_t inputs = a.sizes.inputs;
  const auto row = [&](std::int32_t i) {
    return static_cast<std::size_t>(i) * static_cast<std::size_t>(inputs);
  };
  const elements<const std::int8_t> codes = a.scratch;
  const auto features = [&](std::int32_t n) {
    const affine params = quantize_row(a.scheme, a.input + row(n), row(1), 1, a.scratch);
    const float scale = params.scale * a.feature_scale;
    return [=, &a](std::int32_t filter) {
      return scale * static_cast<float>(Backend::template dot<sum_type>(
                         codes, params.zero_point, a.feature_weights + row(filter), inputs));
    };
  };
  hybrid_svdf_of_features(a, features, [&](std::int32_t filter, elements<const float> past) {
    return hybrid_svdf_over_time(a, filter, past);
  });
}

}  // namespace octet
