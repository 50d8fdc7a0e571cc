// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What operators that move elements share at load: element types, constant indices, axes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "octet/core/tensor.hpp"
#include "octet/kernels/strided_copy.hpp"
#include "octet/model/ops/support.hpp"

namespace octet::ops {

/// The beginning of an entry that serves every element type.
template <builtin Code>
struct any_type_entry {
  static constexpr builtin code = Code;
  static constexpr bool accepts(const graph&, const node&) { return true; }
};

/// Output of the input's element type, one that octet holds in tensors.
constexpr refusal check_same_type(const prepare_context& c, const tensor_info& input,
                                  const tensor_info& output) {
  if (size_of(input.type) == 0) return c.fail(errc::unsupported_type, input.index);
  if (output.type != input.type) return c.fail(errc::unsupported_type, output.index);
  return {};
}

/// Bytes of an element of a tensor that check_same_type has accepted.
constexpr std::int32_t element_bytes(const tensor_info& t) {
  return static_cast<std::int32_t>(size_of(t.type));
}

/// The first input and the output of an operator that moves elements from one to the other.
struct moved {
  std::int32_t input, output;  ///< tensor indices
  std::int32_t bytes;          ///< of an element
  shape input_shape, output_shape;

  template <class T>
  constexpr tensor<const T, shape> from(const run_context& c) const {
    return {c.read<T>(input), input_shape};
  }
  template <class T>
  constexpr tensor<T, shape> to(const run_context& c) const {
    return {c.write<T>(output), output_shape};
  }
};

/// Checks of a node of `inputs` inputs, of which the first is moved.
constexpr outcome<moved> read_moved(const prepare_context& c, std::size_t inputs) {
  if (refusal r = check_arity(c, inputs, inputs, 1)) return r;
  const tensor_info input = c.input(0), output = c.output(0);
  if (refusal r = check_same_type(c, input, output)) return r;
  return moved{input.index, output.index, element_bytes(input), input.shape, output.shape};
}

/// Calls run.operator()<raw_element<bytes>>(): one instance of a kernel for each size of element.
template <class Run>
constexpr auto for_element_of(std::int32_t bytes, Run run) {
  switch (bytes) {
    case 1:
      return run.template operator()<raw_element<1>>();
    case 2:
      return run.template operator()<raw_element<2>>();
    case 4:
      return run.template operator()<raw_element<4>>();
    default:
      return run.template operator()<raw_element<8>>();
  }
}

/// Constant numbers that say what to move: axes, sizes, places. Past int32, its ends.
struct index_list {
  std::array<std::int32_t, 2 * max_rank> values{};
  std::int32_t count = 0;

  constexpr std::int32_t operator[](std::int32_t i) const {
    return values[static_cast<std::size_t>(i)];
  }
};

/// Element i of a constant int32 or int64 tensor.
constexpr std::int32_t constant_index(const prepare_context& c, const tensor_info& t,
                                      std::size_t i) {
  if (t.type == tensor_type::int32) return c.constant<std::int32_t>(t)[i];
  using limits = std::numeric_limits<std::int32_t>;
  const std::int64_t value = c.constant<std::int64_t>(t)[i];
  if (value < limits::min()) return limits::min();
  return value > limits::max() ? limits::max() : static_cast<std::int32_t>(value);
}

/// Constant int32 or int64 with elements, or empty.
constexpr refusal check_indices(const prepare_context& c, const tensor_info& t) {
  if (t.type != tensor_type::int32 && t.type != tensor_type::int64)
    return c.fail(errc::unsupported_type, t.index);
  if (t.shape.count() != 0 && !t.is_constant()) return c.fail(errc::constant_expected, t.index);
  return {};
}

/// All numbers of a constant int32 or int64 tensor, twice max_rank at most.
constexpr outcome<index_list> read_indices(const prepare_context& c, const tensor_info& t) {
  if (refusal r = check_indices(c, t)) return r;
  index_list list;
  if (t.shape.count() > list.values.size()) return c.fail(errc::shape_mismatch, t.index);
  for (std::size_t i = 0; i < t.shape.count(); ++i) list.values[i] = constant_index(c, t, i);
  list.count = static_cast<std::int32_t>(t.shape.count());
  return list;
}

/// The same, of exactly `count` numbers.
constexpr outcome<index_list> read_indices(const prepare_context& c, const tensor_info& t,
                                           std::int32_t count) {
  const outcome<index_list> list = read_indices(c, t);
  if (list && list->count != count) return c.fail(errc::shape_mismatch, t.index);
  return list;
}

/// An axis of `rank`; negative ones are counted from the last.
constexpr outcome<std::int32_t> check_axis(const prepare_context& c, std::int32_t axis,
                                           std::int32_t rank) {
  if (axis < -rank || axis >= rank) return c.fail(errc::bad_option);
  return axis < 0 ? axis + rank : axis;
}

/// The constant axis that an input holds.
constexpr outcome<std::int32_t> read_axis(const prepare_context& c, const tensor_info& t,
                                          std::int32_t rank) {
  const outcome<index_list> list = read_indices(c, t, 1);
  if (!list) return list.error();
  return check_axis(c, (*list)[0], rank);
}

/// A shape with one more axis in front of the given one; rank below max_rank.
constexpr shape with_axis(const shape& s, std::int32_t axis, std::int32_t size) {
  shape out{.rank = s.rank + 1};
  for (std::int32_t i = 0; i < out.rank; ++i) {
    out.sizes[static_cast<std::size_t>(i)] = i < axis ? s[i] : i == axis ? size : s[i - 1];
  }
  return out;
}

/// A shape without one of its axes.
constexpr shape without_axis(const shape& s, std::int32_t axis) {
  shape out{.rank = s.rank - 1};
  for (std::int32_t i = 0; i < out.rank; ++i)
    out.sizes[static_cast<std::size_t>(i)] = s[i < axis ? i : i + 1];
  return out;
}

}  // namespace octet::ops
