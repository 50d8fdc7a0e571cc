// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SELECT and SELECT_V2 in a model, for every element type; the choice is in kernels/select.hpp.
#pragma once

#include <cstdint>

#include "octet/kernels/select.hpp"
#include "octet/model/ops/move.hpp"

namespace octet::ops {

template <builtin Code>
struct select_entry : any_type_entry<Code> {
  struct data {
    std::int32_t condition, input1, input2, output;  ///< tensor indices
    std::int32_t bytes;                              ///< of an element
    shape condition_shape, input1_shape, input2_shape, output_shape;
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_arity(c, 3, 3, 1)) return r;
    const tensor_info condition = c.input(0), input1 = c.input(1), input2 = c.input(2),
                      output = c.output(0);
    if (condition.type != tensor_type::boolean)
      return c.fail(errc::unsupported_type, condition.index);
    if (refusal r = check_same_type(c, input1, output)) return r;
    if (input2.type != input1.type) return c.fail(errc::unsupported_type, input2.index);
    const shape chooser = choices(condition.shape, input1.shape);
    if (!fits(chooser, input1.shape, input2.shape, output.shape))
      return c.fail(errc::shape_mismatch, output.index);
    if (size_of(input1.type) == 1) c.may_overwrite(0);
    c.may_overwrite(1);
    c.may_overwrite(2);
    return data{.condition = condition.index,
                .input1 = input1.index,
                .input2 = input2.index,
                .output = output.index,
                .bytes = element_bytes(input1),
                .condition_shape = chooser,
                .input1_shape = input1.shape,
                .input2_shape = input2.shape,
                .output_shape = output.shape};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    for_element_of(d.bytes, [&]<class T>() {
      octet::select<Backend>(
          select_args<T>{.condition = {c.read<std::uint8_t>(d.condition), d.condition_shape},
                         .input1 = {c.read<T>(d.input1), d.input1_shape},
                         .input2 = {c.read<T>(d.input2), d.input2_shape},
                         .output = {c.write<T>(d.output), d.output_shape}});
    });
  }

 private:
  /// SELECT takes a list of conditions for the first axis, SELECT_V2 matches axes from the last.
  static constexpr shape choices(const shape& condition, const shape& input) {
    if (Code != builtin::select || condition.rank != 1 || condition[0] != input[0])
      return condition;
    shape s{.rank = input.rank};
    s.sizes[0] = condition[0];
    return s;
  }

  static constexpr bool fits(const shape& a, const shape& b, const shape& c, const shape& out) {
    for (std::int32_t i = 0; i < max_rank; ++i) {
      std::int32_t size = 1;
      for (const shape* s : {&a, &b, &c}) {
        const std::int32_t own = size_from_end(*s, i);
        if (own != 1 && size != 1 && own != size) return false;
        if (own != 1) size = own;
      }
      if (size_from_end(out, i) != size) return false;
    }
    return true;
  }
};

struct select : select_entry<builtin::select> {};
struct select_v2 : select_entry<builtin::select_v2> {};

}  // namespace octet::ops
