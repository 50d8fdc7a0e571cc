// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// LEAKY_RELU in a model: checks and factors; the arithmetic is in kernels/leaky_relu.hpp.
#pragma once

#include <cstdint>
#include <limits>

#include "octet/kernels/leaky_relu.hpp"
#include "octet/model/ops/support.hpp"
#include "octet/model/schema.hpp"

namespace octet::ops {

/// Reads the slope below zero: any finite number.
constexpr outcome<float> read_alpha(const prepare_context& c) {
  const float alpha = c.op().options.scalar<float>(field::leaky_relu::alpha, 0.0F);
  constexpr float largest = std::numeric_limits<float>::max();
  // Written so that NaN fails.
  if (!(alpha >= -largest && alpha <= largest)) return c.fail(errc::bad_option);
  return alpha;
}

template <class T>
struct leaky_relu : entry<builtin::leaky_relu, T> {
  struct data {
    std::int32_t input, output;  ///< tensor indices
    std::int32_t count;
    std::int32_t input_zero_point, output_zero_point;
    multiplier identity, slope;
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_elementwise(c)) return r;
    const tensor_info input = c.input(0), output = c.output(0);
    if (refusal r = check_quantized<T>(c, input)) return r;
    if (refusal r = check_quantized<T>(c, output)) return r;
    const outcome<float> alpha = read_alpha(c);
    if (!alpha) return alpha.error();
    c.may_overwrite(0);
    // Products and quotients of floats, as in the reference.
    const float identity = input.scale() / output.scale();
    const float slope = input.scale() * *alpha / output.scale();
    return data{.input = input.index,
                .output = output.index,
                .count = static_cast<std::int32_t>(output.shape.count()),
                .input_zero_point = input.zero_point(),
                .output_zero_point = output.zero_point(),
                .identity = c.encode(double{identity}),
                .slope = c.encode(double{slope})};
  }

  static constexpr leaky_relu_args<T> args(const data& d, const run_context& c) {
    return {.input = {c.read<T>(d.input), d.count},
            .output = {c.write<T>(d.output), d.count},
            .input_zero_point = d.input_zero_point,
            .output_zero_point = d.output_zero_point,
            .identity = d.identity,
            .slope = d.slope};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    octet::leaky_relu<Backend>(args(d, c));
  }
};

}  // namespace octet::ops
