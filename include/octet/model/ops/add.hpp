// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// ADD in a model: checks and multipliers; the arithmetic is in kernels/add.hpp.
#pragma once

#include <cstdint>

#include "octet/kernels/add.hpp"
#include "octet/model/ops/support.hpp"
#include "octet/model/schema.hpp"

namespace octet::ops {

template <class T>
struct add;

template <>
struct add<std::int8_t> : entry<builtin::add, std::int8_t> {
  struct data {
    std::int32_t input1, input2, output;  ///< tensor indices
    shape input1_shape, input2_shape, output_shape;
    std::int32_t input1_zero_point, input2_zero_point, output_zero_point;
    add_scaling scaling;
    clamp_range<std::int32_t> clamp;
  };

  static constexpr result<data> prepare(prepare_context& c) {
    if (error e = check_arity(c, 2, 2, 1)) return e;
    const tensor_info input1 = c.input(0), input2 = c.input(1), output = c.output(0);
    for (const tensor_info& t : {input1, input2, output}) {
      if (error e = check_quantized<std::int8_t>(c, t)) return e;
    }
    if (!broadcasts_to(input1.shape, input2.shape, output.shape))
      return c.fail(errc::shape_mismatch, output.index);
    const result<activation> act = read_activation(c, field::add::activation);
    if (!act) return act.error();
    const auto scaling = add_scaling::from_scales(input1.scale(), input2.scale(), output.scale());
    // The reference knows only factors below 1 here; above, the sum could leave int32.
    if (scaling.output.shift > 0) return c.fail(errc::quantization_mismatch, output.index);
    c.may_overwrite(0);
    c.may_overwrite(1);
    return data{.input1 = input1.index,
                .input2 = input2.index,
                .output = output.index,
                .input1_shape = input1.shape,
                .input2_shape = input2.shape,
                .output_shape = output.shape,
                .input1_zero_point = input1.zero_point(),
                .input2_zero_point = input2.zero_point(),
                .output_zero_point = output.zero_point(),
                .scaling = scaling,
                .clamp = code_range<std::int8_t>(*act, output.scale(), output.zero_point())};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    octet::add<Backend>(add_args{.input1 = {c.read<std::int8_t>(d.input1), d.input1_shape},
                                 .input2 = {c.read<std::int8_t>(d.input2), d.input2_shape},
                                 .output = {c.write<std::int8_t>(d.output), d.output_shape},
                                 .input1_zero_point = d.input1_zero_point,
                                 .input2_zero_point = d.input2_zero_point,
                                 .output_zero_point = d.output_zero_point,
                                 .scaling = d.scaling,
                                 .clamp = d.clamp});
  }
};

}  // namespace octet::ops
