// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SOFTMAX in a model: checks and the input's factor; the arithmetic is in kernels/softmax.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

#include "octet/kernels/softmax.hpp"
#include "octet/model/ops/support.hpp"
#include "octet/model/schema.hpp"

namespace octet::ops {

template <class T>
struct softmax;

template <>
struct softmax<std::int8_t> : entry<builtin::softmax, std::int8_t> {
  struct data {
    std::int32_t input, output;  ///< tensor indices
    std::int32_t rows, depth;
    softmax_scaling scaling;
  };

  static constexpr result<data> prepare(prepare_context& c) {
    if (error e = check_arity(c, 1, 1, 1)) return e;
    const tensor_info input = c.input(0), output = c.output(0);
    if (error e = check_quantized<std::int8_t>(c, input)) return e;
    if (error e = check_quantized<std::int8_t>(c, output)) return e;
    if (input.shape.rank < 1) return c.fail(errc::shape_mismatch, input.index);
    if (output.shape != input.shape) return c.fail(errc::shape_mismatch, output.index);
    if (output.scale() != 1.0F / 256 || output.zero_point() != -128)
      return c.fail(errc::quantization_mismatch, output.index);
    const float beta = c.op().options.scalar<float>(field::softmax::beta, 0.0F);
    // Written so that NaN fails.
    if (!(beta > 0.0F && beta <= std::numeric_limits<float>::max()))
      return c.fail(errc::bad_option);
    // At 1 step of Q5.26 a code or less, as the reference has it, no difference would count.
    if (double{beta} * double{input.scale()} * (1 << 26) <= 1.0)
      return c.fail(errc::quantization_mismatch, input.index);
    const std::int32_t depth = input.shape[input.shape.rank - 1];
    if (depth > softmax_max_depth) return c.fail(errc::accumulator_overflow, input.index);
    const auto count = static_cast<std::int32_t>(input.shape.count());
    c.may_overwrite(0);
    return data{.input = input.index,
                .output = output.index,
                .rows = depth == 0 ? 0 : count / depth,
                .depth = depth,
                .scaling = softmax_scaling::from_real(double{beta}, double{input.scale()})};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    const extents<dynamic, dynamic> rows{d.rows, d.depth};
    octet::softmax<Backend>(softmax_args{.input = {c.read<std::int8_t>(d.input), rows},
                                         .output = {c.write<std::int8_t>(d.output), rows},
                                         .scaling = d.scaling});
  }
};

}  // namespace octet::ops
