// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// MUL in a model, and what DIV shares with it; the arithmetic is in kernels/mul.hpp.
#pragma once

#include <cstdint>

#include "octet/kernels/mul.hpp"
#include "octet/model/ops/elementwise.hpp"

namespace octet::ops {

/// MUL or DIV of codes; Scaling makes the factor of the three scales.
template <builtin Code, class T, double (*Scaling)(float, float, float)>
struct mul_entry : entry<Code, T> {
  struct data {
    tensor_pair tensors;
    std::int32_t input1_zero_point, input2_zero_point, output_zero_point;
    multiplier scaling;
    clamp_range<std::int32_t> clamp;
  };

  static constexpr result<data> prepare(prepare_context& c) {
    const result<tensor_pair> pair = read_pair<T>(c);
    if (!pair) return pair.error();
    const tensor_info input1 = c.input(0), input2 = c.input(1), output = c.output(0);
    for (const tensor_info& t : {input1, input2, output}) {
      if (error e = check_quantized<T>(c, t)) return e;
    }
    const result<activation> act = read_pair_activation(c);
    if (!act) return act.error();
    const double scaling = Scaling(input1.scale(), input2.scale(), output.scale());
    return data{.tensors = *pair,
                .input1_zero_point = input1.zero_point(),
                .input2_zero_point = input2.zero_point(),
                .output_zero_point = output.zero_point(),
                .scaling = multiplier::from_real(scaling),
                .clamp = code_range<T>(*act, output.scale(), output.zero_point())};
  }

 protected:
  static constexpr basic_mul_args<T> args(const data& d, const run_context& c) {
    auto a = pair_args<basic_mul_args<T>, T>(d.tensors, c);
    a.input1_zero_point = d.input1_zero_point;
    a.input2_zero_point = d.input2_zero_point;
    a.output_zero_point = d.output_zero_point;
    a.scaling = d.scaling;
    a.clamp = d.clamp;
    return a;
  }
};

/// The factor of a product, in double.
constexpr double mul_scaling(float input1, float input2, float output) {
  return double{input1} * double{input2} / double{output};
}

/// Of codes.
template <class T>
struct mul : mul_entry<builtin::mul, T, mul_scaling> {
  using base = mul_entry<builtin::mul, T, mul_scaling>;

  template <class Backend>
  static constexpr void run(const typename base::data& d, const run_context& c) {
    octet::mul<Backend>(base::args(d, c));
  }
};

template <>
struct mul<std::int32_t> : plain_entry<builtin::mul, std::int32_t, plain::mul, fused::activation> {
};
template <>
struct mul<std::int64_t> : plain_entry<builtin::mul, std::int64_t, plain::mul, fused::activation> {
};

}  // namespace octet::ops
