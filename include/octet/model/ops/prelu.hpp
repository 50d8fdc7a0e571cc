// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// PRELU in a model: checks and factors; the arithmetic is in kernels/prelu.hpp.
#pragma once

#include <cstdint>
#include <type_traits>

#include "octet/kernels/prelu.hpp"
#include "octet/model/ops/support.hpp"

namespace octet::ops {

template <class T>
struct prelu : entry<builtin::prelu, T> {
  /// 16-bit codes have slopes in 8 bits.
  using alpha_code = std::conditional_t<sizeof(T) == 1, T, std::int8_t>;

  struct data {
    std::int32_t input, alpha, output;  ///< tensor indices
    shape input_shape, alpha_shape, output_shape;
    std::int32_t input_zero_point, alpha_zero_point, output_zero_point;
    multiplier identity, slope;
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_arity(c, 2, 2, 1)) return r;
    const tensor_info input = c.input(0), alpha = c.input(1), output = c.output(0);
    if (refusal r = check_quantized<T>(c, input)) return r;
    if (refusal r = check_quantized<alpha_code>(c, alpha)) return r;
    if (refusal r = check_quantized<T>(c, output)) return r;
    if (!broadcasts_to(input.shape, alpha.shape, output.shape))
      return c.fail(errc::shape_mismatch, output.index);
    c.may_overwrite(0);
    const double identity = double{input.scale()} / double{output.scale()};
    const double slope = double{input.scale()} * double{alpha.scale()} / double{output.scale()};
    return data{.input = input.index,
                .alpha = alpha.index,
                .output = output.index,
                .input_shape = input.shape,
                .alpha_shape = alpha.shape,
                .output_shape = output.shape,
                .input_zero_point = input.zero_point(),
                .alpha_zero_point = alpha.zero_point(),
                .output_zero_point = output.zero_point(),
                .identity = c.encode(identity),
                .slope = c.encode(slope, alpha.index)};
  }

  static constexpr prelu_args<T, alpha_code> args(const data& d, const run_context& c) {
    return {.input = {c.read<T>(d.input), d.input_shape},
            .alpha = {c.read<alpha_code>(d.alpha), d.alpha_shape},
            .output = {c.write<T>(d.output), d.output_shape},
            .input_zero_point = d.input_zero_point,
            .alpha_zero_point = d.alpha_zero_point,
            .output_zero_point = d.output_zero_point,
            .identity = d.identity,
            .slope = d.slope};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    octet::prelu<Backend>(args(d, c));
  }
};

}  // namespace octet::ops
