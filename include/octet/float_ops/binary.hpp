// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Operators on two tensors, element by element with broadcasting: the loop, and their entry.
#pragma once

#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/float_ops/support.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/broadcast.hpp"
#include "octet/model/schema.hpp"

namespace octet::float_ops {

/// Arguments of an operator on two tensors; octet::broadcasts_to says which shapes go together.
/// Output may lie on an input of its shape.
struct binary_args {
  tensor<const float, shape> a{}, b{};
  tensor<float, shape> output{};
  clamp_range<float> clamp{};
};

/// output = act(f(a, b)), where f maps two floats.
template <class F>
void combine(const binary_args& args, F f) {
  broadcast(args.a.shape, args.b.shape)
      .for_each_row([&](std::int32_t first, const auto& at, const auto& step, std::int32_t n) {
        const float* a = args.a.data.data() + at[0];
        const float* b = args.b.data.data() + at[1];
        float* out = args.output.data.data() + first;
        for (std::int32_t i = 0; i < n; ++i, a += step[0], b += step[1]) {
          *out++ = clamp_to(f(*a, *b), args.clamp);
        }
      });
}

/// The same without an activation: infinities stay.
template <class F>
void combine_unclamped(binary_args args, F f) {
  args.clamp = unclamped<float>;
  combine(args, f);
}

/// An operator on two float tensors in a model. The option tables of all these operators begin with
/// the activation, as that of ADD does.
template <builtin Code, void (*Kernel)(const binary_args&)>
struct binary_entry : ops::entry<Code, float> {
  struct data {
    std::int32_t a, b, output;
    shape a_shape, b_shape, output_shape;
    clamp_range<float> clamp;
  };

  static result<data> prepare(prepare_context& c) {
    if (error e = ops::check_arity(c, 2, 2, 1)) return e;
    if (error e = check_floats(c, 2)) return e;
    const shape a = c.input(0).shape, b = c.input(1).shape, output = c.output(0).shape;
    if (!broadcasts_to(a, b, output)) return c.fail(errc::shape_mismatch, c.output(0).index);
    const result<activation> act = ops::read_activation(c, field::add::activation);
    if (!act) return act.error();
    c.may_overwrite(0);
    c.may_overwrite(1);
    return data{.a = c.op().input(0),
                .b = c.op().input(1),
                .output = c.op().output(0),
                .a_shape = a,
                .b_shape = b,
                .output_shape = output,
                .clamp = real_range(*act)};
  }

  static binary_args args(const data& d, const run_context& c) {
    return {.a = {c.read<float>(d.a), d.a_shape},
            .b = {c.read<float>(d.b), d.b_shape},
            .output = {c.write<float>(d.output), d.output_shape},
            .clamp = d.clamp};
  }

  template <class Backend>
  static void run(const data& d, const run_context& c) {
    Kernel(args(d, c));
  }
};

}  // namespace octet::float_ops
