// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SUM in a model, and what MEAN shares with it: checks, axes, multiplier; the arithmetic is in
// kernels/sum.hpp.
#pragma once

#include <cstdint>
#include <limits>

#include "octet/kernels/sum.hpp"
#include "octet/model/ops/reduce.hpp"

namespace octet::ops {

/// SUM or MEAN of codes. Scaling makes the multiplier of the scales' quotient and of how many
/// elements become one.
template <builtin Code, class T, multiplier (*Scaling)(prepare_context&, double, std::int32_t)>
struct sum_entry : entry<Code, T> {
  struct data {
    std::int32_t input, output;  ///< tensor indices
    shape input_shape;
    axis_set axes;
    multiplier scale;
    std::int32_t input_zero_point, output_zero_point;
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_arity(c, 2, 2, 1)) return r;
    const tensor_info input = c.input(0), output = c.output(0);
    if (refusal r = check_quantized<T>(c, input)) return r;
    if (refusal r = check_quantized<T>(c, output)) return r;
    const outcome<axis_set> axes = read_reduced_axes(c);
    if (!axes) return axes.error();
    const std::int32_t count = axes->count(input.shape);
    // Nothing has no mean, and the reference no rule for the code of an empty sum.
    if (count == 0) return c.fail(errc::shape_mismatch, input.index);
    if (count > std::numeric_limits<std::int32_t>::max() / (1 << 8 * sizeof(T)))
      return c.fail(errc::accumulator_overflow, input.index);
    const double quotient = double{input.scale()} / double{output.scale()};
    return data{.input = input.index,
                .output = output.index,
                .input_shape = input.shape,
                .axes = *axes,
                .scale = Scaling(c, quotient, count),
                .input_zero_point = input.zero_point(),
                .output_zero_point = output.zero_point()};
  }

  /// They point into d.
  static constexpr basic_sum_args<T> args(const data& d, const run_context& c) {
    return {
        .input = {c.read<T>(d.input), d.input_shape},
        .axes = d.axes,
        .output = c.write<T>(d.output),
        .input_zero_point = d.input_zero_point,
        .requantize = {.multipliers = &d.scale,
                       .per_channel = false,
                       .zero_point = d.output_zero_point,
                       .clamp = {std::numeric_limits<T>::min(), std::numeric_limits<T>::max()}}};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    octet::sum<Backend>(args(d, c));
  }
};

/// The multiplier of a sum does not depend on how many are summed.
constexpr multiplier sum_scaling(prepare_context& c, double quotient, std::int32_t) {
  return c.encode(quotient);
}

/// Of codes.
template <class T>
struct sum : sum_entry<builtin::sum, T, sum_scaling> {};

template <>
struct sum<float> : reduce_entry<builtin::sum, float, reduce_sum> {};
template <>
struct sum<std::int32_t> : reduce_entry<builtin::sum, std::int32_t, reduce_sum> {};
template <>
struct sum<std::int64_t> : reduce_entry<builtin::sum, std::int64_t, reduce_sum> {};

}  // namespace octet::ops
