// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// REDUCE_MAX, REDUCE_MIN, REDUCE_PROD, REDUCE_ALL and REDUCE_ANY in a model, and what all
// reductions share: their axes. The arithmetic is in kernels/reduce.hpp.
#pragma once

#include <cstdint>
#include <type_traits>

#include "octet/kernels/reduce.hpp"
#include "octet/model/ops/support.hpp"
#include "octet/model/schema.hpp"

namespace octet::ops {

/// The axes of a reduction: a constant int32 tensor, negative ones counted from the last, twice the
/// same allowed; and an output of the input's shape without them, or with 1 in their place.
constexpr outcome<axis_set> read_reduced_axes(const prepare_context& c) {
  const tensor_info axes = c.input(1);
  if (refusal r = check_constant<std::int32_t>(c, axes)) return r;
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
  if (c.output(0).shape != expected) return c.fail(errc::shape_mismatch, c.op().output(0));
  return set;
}

/// A reduction of elements of T, by Operation. Codes are compared as they are: the output has the
/// input's scale and zero point.
template <builtin Code, class T, class Operation>
struct reduce_entry : entry<Code, T> {
  struct data {
    std::int32_t input, output;  ///< tensor indices
    shape input_shape;
    axis_set axes;
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_arity(c, 2, 2, 1)) return r;
    const tensor_info input = c.input(0), output = c.output(0);
    if (output.type != type_of<T>) return c.fail(errc::unsupported_type, output.index);
    if constexpr (sizeof(T) <= 2 && !std::is_same_v<T, bool>) {
      for (const tensor_info& t : {input, output}) {
        if (refusal r = check_quantized<T>(c, t)) return r;
      }
      if (input.scale() != output.scale() || input.zero_point() != output.zero_point())
        return c.fail(errc::quantization_mismatch, output.index);
    }
    const outcome<axis_set> axes = read_reduced_axes(c);
    if (!axes) return axes.error();
    return data{input.index, output.index, input.shape, *axes};
  }

  using stored = std::conditional_t<std::is_same_v<T, bool>, std::uint8_t, T>;
  static constexpr reduce_args<stored> args(const data& d, const run_context& c) {
    return {.input = {c.read<stored>(d.input), d.input_shape},
            .axes = d.axes,
            .output = c.write<stored>(d.output)};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    reduce<Operation, Backend>(args(d, c));
  }
};

/// Of codes and numbers.
template <class T>
struct reduce_max : reduce_entry<builtin::reduce_max, T, octet::reduce_max> {};
template <class T>
struct reduce_min : reduce_entry<builtin::reduce_min, T, octet::reduce_min> {};

/// Of numbers.
template <class T>
struct reduce_prod : reduce_entry<builtin::reduce_prod, T, octet::reduce_prod> {};

/// Of truths.
struct reduce_all : reduce_entry<builtin::reduce_all, bool, octet::reduce_all> {};
struct reduce_any : reduce_entry<builtin::reduce_any, bool, octet::reduce_any> {};

}  // namespace octet::ops
