// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What LOGISTIC and TANH share in a model: checks and the input's factor; the arithmetic is in
// kernels/sigmoid.hpp.
#pragma once

#include <cstdint>

#include "octet/kernels/sigmoid.hpp"
#include "octet/model/ops/support.hpp"

namespace octet::ops {

/// An operator on codes of T whose output's quantization is fixed.
template <builtin Code, class T>
struct sigmoid_entry : entry<Code, T> {
  struct data {
    std::int32_t input, output;  ///< tensor indices
    std::int32_t count;
    sigmoid_scaling<T> scaling;
  };

  static constexpr outcome<data> prepare_scaling(prepare_context& c, float output_scale,
                                                 std::int32_t output_zero_point) {
    if (refusal r = check_elementwise(c)) return r;
    const tensor_info input = c.input(0), output = c.output(0);
    if (refusal r = check_quantized<T>(c, input)) return r;
    if (refusal r = check_fixed_quantization<T>(c, output, output_scale, output_zero_point))
      return r;
    data d{.input = input.index,
           .output = output.index,
           .count = static_cast<std::int32_t>(output.shape.count()),
           .scaling = {}};
    if constexpr (sizeof(T) == 1) {
      d.scaling = sigmoid_scaling<T>::from_real(input.scale(), input.zero_point());
    } else {
      d.scaling = sigmoid_scaling<T>::from_real(input.scale(), Code == builtin::tanh);
      if (d.scaling.factor > 65535) return c.fail(errc::quantization_mismatch, input.index);
    }
    c.may_overwrite(0);
    return d;
  }

  static constexpr sigmoid_args<T> args(const data& d, const run_context& c) {
    return {.input = {c.read<T>(d.input), d.count},
            .output = {c.write<T>(d.output), d.count},
            .scaling = d.scaling};
  }
};

}  // namespace octet::ops
