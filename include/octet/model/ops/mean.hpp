// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// MEAN in a model: checks, axes, multiplier; the arithmetic is in kernels/mean.hpp.
#pragma once

#include <cstdint>
#include <limits>

#include "octet/kernels/mean.hpp"
#include "octet/model/ops/support.hpp"
#include "octet/model/schema.hpp"

namespace octet::ops {

/// The axes of a reduction: a constant int32 tensor, negative ones counted from the last, twice the
/// same allowed; and an output of the input's shape without them, or with 1 in their place.
constexpr result<axis_set> read_reduced_axes(const prepare_context& c) {
  const tensor_info axes = c.input(1);
  if (error e = check_constant<std::int32_t>(c, axes)) return e;
  const shape input = c.input(0).shape;
  const auto values = c.constant<std::int32_t>(axes);
  axis_set set;
  for (std::size_t i = 0; i < axes.shape.count(); ++i) {
    const std::int32_t axis = values[i];
    if (axis < -input.rank || axis >= input.rank) return c.fail(errc::bad_option, axes.index);
    set.add(axis < 0 ? axis + input.rank : axis);
  }
  const bool keep = c.op().options.scalar<std::uint8_t>(field::reducer::keep_dims, 0) != 0;
  shape expected;
  for (std::int32_t i = 0; i < input.rank; ++i) {
    if (set.has(i) && !keep) continue;
    expected.sizes[static_cast<std::size_t>(expected.rank++)] = set.has(i) ? 1 : input[i];
  }
  if (c.output(0).shape != expected) return c.fail(errc::shape_mismatch, c.output(0).index);
  return set;
}

template <class T>
struct mean;

template <>
struct mean<std::int8_t> : entry<builtin::mean, std::int8_t> {
  struct data {
    std::int32_t input, output;  ///< tensor indices
    shape input_shape;
    axis_set axes;
    multiplier scale;
    std::int32_t input_zero_point, output_zero_point;
  };

  static constexpr result<data> prepare(prepare_context& c) {
    if (error e = check_arity(c, 2, 2, 1)) return e;
    const tensor_info input = c.input(0), output = c.output(0);
    if (error e = check_quantized<std::int8_t>(c, input)) return e;
    if (error e = check_quantized<std::int8_t>(c, output)) return e;
    const result<axis_set> axes = read_reduced_axes(c);
    if (!axes) return axes.error();
    const std::int32_t count = axes->count(input.shape);
    // Nothing has no mean.
    if (count == 0) return c.fail(errc::shape_mismatch, input.index);
    if (count > std::numeric_limits<std::int32_t>::max() / 256)
      return c.fail(errc::accumulator_overflow, input.index);
    const auto scale = multiplier::from_real(double{input.scale()} / double{output.scale()});
    return data{.input = input.index,
                .output = output.index,
                .input_shape = input.shape,
                .axes = *axes,
                .scale = mean_multiplier(scale, count),
                .input_zero_point = input.zero_point(),
                .output_zero_point = output.zero_point()};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    octet::mean<Backend>(mean_args{
        .input = {c.read<std::int8_t>(d.input), d.input_shape},
        .axes = d.axes,
        .output = c.write<std::int8_t>(d.output),
        .input_zero_point = d.input_zero_point,
        .requantize = {.multipliers = &d.scale,
                       .per_channel = false,
                       .zero_point = d.output_zero_point,
                       .clamp = {std::numeric_limits<std::int8_t>::min(),
                                 std::numeric_limits<std::int8_t>::max()}},
    });
  }
};

}  // namespace octet::ops
