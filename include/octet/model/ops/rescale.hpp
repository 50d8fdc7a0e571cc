// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What the rectifiers and QUANTIZE between codes share in a model: checks and the factor of
// kernels/rescale.hpp.
#pragma once

#include <cstdint>

#include "octet/kernels/rescale.hpp"
#include "octet/model/ops/support.hpp"

namespace octet::ops {

/// An operator that brings codes of From to codes of To and clamps them to an activation.
template <class From, class To, activation Activation>
struct rescale {
  struct data {
    std::int32_t input, output;  ///< tensor indices
    std::int32_t count;
    std::int32_t input_zero_point, output_zero_point;
    multiplier scaling;
    clamp_range<std::int32_t> clamp;
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_elementwise(c)) return r;
    const tensor_info input = c.input(0), output = c.output(0);
    if (refusal r = check_codes<From>(c, input)) return r;
    if (refusal r = check_codes<To>(c, output)) return r;
    // Differences of 32-bit codes would need 33 bits.
    for (const tensor_info& t : {input, output}) {
      if (t.type == tensor_type::int32 && t.zero_point() != 0)
        return c.fail(errc::bad_zero_point, t.index);
    }
    c.may_overwrite(0);
    return data{.input = input.index,
                .output = output.index,
                .count = static_cast<std::int32_t>(output.shape.count()),
                .input_zero_point = input.zero_point(),
                .output_zero_point = output.zero_point(),
                .scaling = c.encode(factor(input.scale(), output.scale())),
                .clamp = code_range<To>(Activation, output.scale(), output.zero_point())};
  }

  /// The reference divides in double for QUANTIZE, in float for the RELU family.
  static constexpr double factor(float input, float output) {
    return Activation == activation::none ? double{input} / double{output} : double{input / output};
  }

  static constexpr basic_rescale_args<From, To> args(const data& d, const run_context& c) {
    const extents<dynamic> count{d.count};
    return {.input = {c.read<From>(d.input), count},
            .output = {c.write<To>(d.output), count},
            .input_zero_point = d.input_zero_point,
            .output_zero_point = d.output_zero_point,
            .scaling = d.scaling,
            .clamp = d.clamp};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    octet::rescale<Backend>(args(d, c));
  }
};

}  // namespace octet::ops
