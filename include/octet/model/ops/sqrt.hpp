// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// RSQRT and SQRT of codes in a model; the arithmetic is in kernels/rsqrt.hpp and sqrt.hpp.
#pragma once

#include <cstdint>

#include "octet/kernels/rsqrt.hpp"
#include "octet/kernels/sqrt.hpp"
#include "octet/model/ops/abs.hpp"
#include "octet/model/ops/lookup.hpp"

namespace octet::ops {

/// Of 8-bit codes; run says outside_domain for a code below the zero point.
template <class T>
struct rsqrt : entry<builtin::rsqrt, T> {
  using data = quantized_map;

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    outcome<quantized_map> map = read_quantized_map<T>(c);
    if (!map) return map;
    // The root and the product in float, as the reference takes them.
    const float root = real_sqrt(c.input(0).scale()) * c.output(0).scale();
    map->scaling = multiplier::from_real(1.0 / double{root});
    // Every output would be the zero point, by a shift longer than a multiplier's.
    if (map->scaling.shift < rsqrt_left_shift - 31)
      return c.fail(errc::quantization_mismatch, c.op().output(0));
    return map;
  }

  template <class Backend>
  static constexpr errc run(const data& d, const run_context& c) {
    return octet::rsqrt<Backend>(quantized_map_args<T>(d, c));
  }
};

/// Of 16-bit codes by table. What has no root gives the highest code.
template <>
struct rsqrt<std::int16_t> : lookup_entry<builtin::rsqrt, std::int16_t> {
  static constexpr auto prepare(prepare_context& c) {
    const tensor_info output = c.output(0);
    // prepare_table refuses what has no parameters.
    const float highest = output.is_quantized() ? 32767.0F * output.scale() : 0.0F;
    return prepare_table(c,
                         [highest](float x) { return x > 0.0F ? 1.0F / real_sqrt(x) : highest; });
  }
};

template <class T>
struct sqrt : entry<builtin::sqrt, T> {
  struct data {
    tensor_map tensors;
    affine input, output;
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    const outcome<quantized_map> map = read_quantized_map<T>(c);
    if (!map) return map.error();
    return data{.tensors = map->tensors,
                .input = {c.input(0).scale(), map->input_zero_point},
                .output = {c.output(0).scale(), map->output_zero_point}};
  }

  template <class Backend>
  static constexpr errc run(const data& d, const run_context& c) {
    auto args = map_args<sqrt_args<T>, T>(d.tensors, c);
    args.input_params = d.input;
    args.output_params = d.output;
    return octet::sqrt<Backend>(args);
  }
};

}  // namespace octet::ops
