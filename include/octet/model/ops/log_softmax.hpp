// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// LOG_SOFTMAX in a model: checks and the input's factors; the arithmetic is in
// kernels/log_softmax.hpp.
#pragma once

#include <cstdint>

#include "octet/kernels/log_softmax.hpp"
#include "octet/model/ops/support.hpp"

namespace octet::ops {

template <class T>
struct log_softmax : entry<builtin::log_softmax, T> {
  struct data {
    std::int32_t input, output;  ///< tensor indices
    row_shape shape;
    log_softmax_scaling scaling;
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_elementwise(c)) return r;
    const tensor_info input = c.input(0), output = c.output(0);
    if (refusal r = check_quantized<T>(c, input)) return r;
    if (refusal r = check_fixed_quantization<T>(c, output, 1.0 / 16, 127)) return r;
    if (input.shape.rank < 1) return c.fail(errc::shape_mismatch, input.index);
    const row_shape rows = row_shape::of(input.shape);
    if (rows.depth > softmax_max_depth) return c.fail(errc::accumulator_overflow, input.index);
    // At 1 step of Q5.26 a code or less, as the reference has it, no difference would count.
    if (double{input.scale()} * (1 << 26) <= 1.0)
      return c.fail(errc::quantization_mismatch, input.index);
    c.may_overwrite(0);
    return data{.input = input.index,
                .output = output.index,
                .shape = rows,
                .scaling = log_softmax_scaling::from_real(double{input.scale()})};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    const extents<dynamic, dynamic> rows{d.shape.rows, d.shape.depth};
    octet::log_softmax<Backend>(log_softmax_args<T>{.input = {c.read<T>(d.input), rows},
                                                    .output = {c.write<T>(d.output), rows},
                                                    .scaling = d.scaling});
  }
};

}  // namespace octet::ops
