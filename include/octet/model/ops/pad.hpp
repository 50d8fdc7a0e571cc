// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// PAD and PADV2 in a model, for every element type: checks of the paddings; the moves are in
// kernels/pad.hpp.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "octet/kernels/pad.hpp"
#include "octet/model/ops/move.hpp"

namespace octet::ops {

/// Elements in front of each axis, from a constant (rank, 2): before and after of each.
constexpr outcome<axis_values> read_paddings(const prepare_context& c) {
  const tensor_info paddings = c.input(1), output = c.output(0);
  const shape input = c.input(0).shape;
  if (refusal r = check_indices(c, paddings)) return r;
  if (paddings.shape.rank != 2 || paddings.shape[0] != input.rank || paddings.shape[1] != 2)
    return c.fail(errc::shape_mismatch, paddings.index);
  if (refusal r = check_rank(c, output, input.rank)) return r;
  axis_values in_front{};
  for (std::int32_t axis = 0; axis < input.rank; ++axis) {
    const auto i = static_cast<std::size_t>(axis);
    const std::int32_t before = constant_index(c, paddings, 2 * i),
                       after = constant_index(c, paddings, 2 * i + 1);
    if (before < 0 || after < 0) return c.fail(errc::bad_option, paddings.index);
    if (std::int64_t{before} + input[axis] + after != output.shape[axis])
      return c.fail(errc::shape_mismatch, output.index);
    in_front[i] = before;
  }
  return in_front;
}

/// Input and output of one-byte codes share their parameters; the zero point pads.
constexpr refusal check_padded_codes(const prepare_context& c) {
  const tensor_info input = c.input(0), output = c.output(0);
  if (size_of(input.type) != 1 || !input.is_quantized()) return {};
  for (const tensor_info& t : {input, output}) {
    if (t.scales.size() != 1 || t.zero_points.size() != 1)
      return c.fail(errc::missing_quantization, t.index);
  }
  if (output.scale() != input.scale() || output.zero_point() != input.zero_point())
    return c.fail(errc::quantization_mismatch, output.index);
  return {};
}

/// The code of real zero: codes wider than a byte and other numbers have 0.
constexpr std::int32_t zero_code(const tensor_info& t) {
  return size_of(t.type) == 1 && t.is_quantized() ? t.zero_point() : 0;
}

/// The element whose lowest byte is a code; zero bits in the others.
template <class T>
constexpr T element_of_code(std::int32_t code) {
  T element{};
  element.bytes[0] = static_cast<std::uint8_t>(code);
  return element;
}

/// PAD has no value: real zero pads. PADV2 has one, a tensor of one element.
template <builtin Code>
struct pad_entry : any_type_entry<Code> {
  struct data {
    std::int32_t input, value, output;  ///< tensor indices; value no_tensor for real zero
    std::int32_t bytes;
    shape input_shape, output_shape;
    axis_values before;
    std::int32_t zero;
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    constexpr std::size_t inputs = Code == builtin::padv2 ? 3 : 2;
    if (refusal r = check_arity(c, inputs, inputs, 1)) return r;
    const tensor_info input = c.input(0), output = c.output(0);
    if (refusal r = check_same_type(c, input, output)) return r;
    if (refusal r = check_padded_codes(c)) return r;
    if (inputs == 3) {
      const tensor_info value = c.input(2);
      if (value.type != input.type) return c.fail(errc::unsupported_type, value.index);
      if (value.shape.count() != 1) return c.fail(errc::shape_mismatch, value.index);
    }
    const outcome<axis_values> before = read_paddings(c);
    if (!before) return before.error();
    return data{.input = input.index,
                .value = c.op().input(2),
                .output = output.index,
                .bytes = element_bytes(input),
                .input_shape = input.shape,
                .output_shape = output.shape,
                .before = *before,
                .zero = zero_code(output)};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    for_element_of(d.bytes, [&]<class T>() {
      const T value = d.value == no_tensor ? element_of_code<T>(d.zero) : c.read<T>(d.value)[0];
      octet::pad<Backend>(basic_pad_args<T>{.input = {c.read<T>(d.input), d.input_shape},
                                            .output = {c.write<T>(d.output), d.output_shape},
                                            .before = d.before,
                                            .value = value});
    });
  }
};

struct pad : pad_entry<builtin::pad> {};
struct padv2 : pad_entry<builtin::padv2> {};

}  // namespace octet::ops
