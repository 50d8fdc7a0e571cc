// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// RSQRT and SQRT of codes in a model; the arithmetic is in kernels/rsqrt.hpp and sqrt.hpp.
#pragma once

#include <cstdint>

#include "octet/kernels/rsqrt.hpp"
#include "octet/kernels/sqrt.hpp"
#include "octet/model/ops/abs.hpp"

namespace octet::ops {

template <class T>
struct rsqrt : entry<builtin::rsqrt, T> {
  using data = quantized_map;

  static constexpr result<data> prepare(prepare_context& c) {
    result<quantized_map> map = read_quantized_map<T>(c);
    if (!map) return map;
    map->scaling = multiplier::from_real(
        1.0 / (real_sqrt(double{c.input(0).scale()}) * double{c.output(0).scale()}));
    // Every output would be the zero point, by a shift longer than a multiplier's.
    if (map->scaling.shift < rsqrt_left_shift - 31)
      return c.fail(errc::quantization_mismatch, c.output(0).index);
    return map;
  }

  template <class Backend>
  static constexpr errc run(const data& d, const run_context& c) {
    return octet::rsqrt<Backend>(quantized_map_args<T>(d, c));
  }
};

template <class T>
struct sqrt : entry<builtin::sqrt, T> {
  struct data {
    tensor_map tensors;
    affine input, output;
  };

  static constexpr result<data> prepare(prepare_context& c) {
    const result<quantized_map> map = read_quantized_map<T>(c);
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
