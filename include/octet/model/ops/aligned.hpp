// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What ADD, SUB and SQUARED_DIFFERENCE of codes share in a model: checks and multipliers of
// kernels/aligned.hpp.
#pragma once

#include <cstdint>

#include "octet/kernels/aligned.hpp"
#include "octet/model/ops/elementwise.hpp"

namespace octet::ops {

/// An operator on two tensors of codes; Scaling makes its factors of the three scales.
template <builtin Code, class T, aligned_scaling (*Scaling)(float, float, float), fused Fused>
struct aligned_entry : entry<Code, T> {
  struct data {
    tensor_pair tensors;
    std::int32_t input1_zero_point, input2_zero_point, output_zero_point;
    aligned_scaling scaling;
    clamp_range<std::int32_t> clamp;
  };

  static constexpr result<data> prepare(prepare_context& c) {
    const result<tensor_pair> pair = read_pair<T>(c);
    if (!pair) return pair.error();
    const tensor_info input1 = c.input(0), input2 = c.input(1), output = c.output(0);
    for (const tensor_info& t : {input1, input2, output}) {
      if (error e = check_quantized<T>(c, t)) return e;
    }
    result<activation> act = activation::none;
    if constexpr (Fused == fused::activation) act = read_pair_activation(c);
    if (!act) return act.error();
    return data{.tensors = *pair,
                .input1_zero_point = input1.zero_point(),
                .input2_zero_point = input2.zero_point(),
                .output_zero_point = output.zero_point(),
                .scaling = Scaling(input1.scale(), input2.scale(), output.scale()),
                .clamp = code_range<T>(*act, output.scale(), output.zero_point())};
  }

 protected:
  static constexpr basic_aligned_args<T> args(const data& d, const run_context& c) {
    auto a = pair_args<basic_aligned_args<T>, T>(d.tensors, c);
    a.input1_zero_point = d.input1_zero_point;
    a.input2_zero_point = d.input2_zero_point;
    a.output_zero_point = d.output_zero_point;
    a.scaling = d.scaling;
    a.clamp = d.clamp;
    return a;
  }
};

/// The same for sums and differences.
template <builtin Code, class T, aligned_scaling (*Scaling)(float, float, float)>
struct aligned_sum_entry : aligned_entry<Code, T, Scaling, fused::activation> {
  using base = aligned_entry<Code, T, Scaling, fused::activation>;

  static constexpr result<typename base::data> prepare(prepare_context& c) {
    const auto d = base::prepare(c);
    // The reference knows only factors below 1 here; above, the sum could leave int32.
    if (d && d->scaling.output.shift > 0)
      return c.fail(errc::quantization_mismatch, c.output(0).index);
    return d;
  }
};

}  // namespace octet::ops
