// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// HARD_SWISH in a model: checks and factors; the arithmetic is in kernels/hard_swish.hpp.
#pragma once

#include <cstdint>

#include "octet/kernels/hard_swish.hpp"
#include "octet/model/ops/support.hpp"

namespace octet::ops {

template <class T>
struct hard_swish : entry<builtin::hard_swish, T> {
  struct data {
    std::int32_t input, output;  ///< tensor indices
    std::int32_t count;
    std::int32_t input_zero_point, output_zero_point;
    hard_swish_scaling scaling;
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_elementwise(c)) return r;
    const tensor_info input = c.input(0), output = c.output(0);
    if (refusal r = check_quantized<T>(c, input)) return r;
    if (refusal r = check_quantized<T>(c, output)) return r;
    const auto scaling = hard_swish_scaling::from_real(input.scale(), output.scale());
    // The last step shifts right only.
    if (scaling.output.shift > 0) return c.fail(errc::quantization_mismatch, output.index);
    c.may_overwrite(0);
    return data{.input = input.index,
                .output = output.index,
                .count = static_cast<std::int32_t>(output.shape.count()),
                .input_zero_point = input.zero_point(),
                .output_zero_point = output.zero_point(),
                .scaling = scaling};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    octet::hard_swish<Backend>(hard_swish_args<T>{.input = {c.read<T>(d.input), d.count},
                                                  .output = {c.write<T>(d.output), d.count},
                                                  .input_zero_point = d.input_zero_point,
                                                  .output_zero_point = d.output_zero_point,
                                                  .scaling = d.scaling});
  }
};

}  // namespace octet::ops
