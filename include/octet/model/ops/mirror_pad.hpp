// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// MIRROR_PAD in a model: checks of the paddings; the moves are in kernels/mirror_pad.hpp.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/kernels/mirror_pad.hpp"
#include "octet/model/ops/pad.hpp"
#include "octet/model/schema.hpp"

namespace octet::ops {

struct mirror_pad : any_type_entry<builtin::mirror_pad> {
  struct data {
    std::int32_t input, output;  ///< tensor indices
    std::int32_t bytes;
    shape input_shape, output_shape;
    axis_values before;
    std::int32_t repeat;
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_arity(c, 2, 2, 1)) return r;
    const tensor_info input = c.input(0), output = c.output(0);
    if (refusal r = check_same_type(c, input, output)) return r;
    const auto mode = c.op().options.scalar<std::int8_t>(field::mirror_pad::mode, 0);
    if (mode != 0 && mode != 1) return c.fail(errc::bad_option);
    const outcome<axis_values> before = read_paddings(c);
    if (!before) return before.error();
    for (std::int32_t axis = 0; axis < input.shape.rank; ++axis) {
      // Mirrored is what there is, without the element at the edge in mode reflect (0).
      const std::int32_t size = input.shape[axis], most = size - 1 + mode;
      const std::int32_t front = (*before)[static_cast<std::size_t>(axis)];
      const std::int32_t behind = output.shape[axis] - size - front;
      if ((front > most && front > 0) || (behind > most && behind > 0))
        return c.fail(errc::bad_option, c.op().input(1));
    }
    return data{.input = input.index,
                .output = output.index,
                .bytes = element_bytes(input),
                .input_shape = input.shape,
                .output_shape = output.shape,
                .before = *before,
                .repeat = mode};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    for_element_of(d.bytes, [&]<class T>() {
      octet::mirror_pad<Backend>(
          mirror_pad_args<T>{.input = {c.read<T>(d.input), d.input_shape},
                             .output = {c.write<T>(d.output), d.output_shape},
                             .before = d.before,
                             .repeat = d.repeat});
    });
  }
};

}  // namespace octet::ops
