// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// DEQUANTIZE in a model: checks; the arithmetic is in kernels/dequantize.hpp, and for halves, which
// are no codes, in kernels/cast.hpp.
#pragma once

#include <cstdint>

#include "octet/core/float16.hpp"
#include "octet/kernels/cast.hpp"
#include "octet/kernels/dequantize.hpp"
#include "octet/model/ops/support.hpp"

namespace octet::ops {

template <class T>
struct dequantize : entry<builtin::dequantize, T> {
  struct data {
    std::int32_t input, output;  ///< tensor indices
    std::int32_t count;
    affine params;
  };

  static constexpr result<data> prepare(prepare_context& c) {
    if (error e = check_elementwise(c)) return e;
    const tensor_info input = c.input(0), output = c.output(0);
    if (error e = check_codes<T>(c, input)) return e;
    if (output.type != tensor_type::float32) return c.fail(errc::unsupported_type, output.index);
    return data{.input = input.index,
                .output = output.index,
                .count = static_cast<std::int32_t>(output.shape.count()),
                .params = {input.scale(), input.zero_point()}};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    const extents<dynamic> count{d.count};
    octet::dequantize<Backend>(basic_dequantize_args<T>{.input = {c.read<T>(d.input), count},
                                                        .output = {c.write<float>(d.output), count},
                                                        .params = d.params});
  }
};

template <>
struct dequantize<float16> : entry<builtin::dequantize, float16> {
  struct data {
    std::int32_t input, output;  ///< tensor indices
    std::int32_t count;
  };

  static constexpr result<data> prepare(prepare_context& c) {
    if (error e = check_elementwise(c)) return e;
    const tensor_info input = c.input(0), output = c.output(0);
    if (output.type != tensor_type::float32) return c.fail(errc::unsupported_type, output.index);
    return data{.input = input.index,
                .output = output.index,
                .count = static_cast<std::int32_t>(output.shape.count())};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    octet::cast<Backend>(cast_args<float16, float>{.input = {c.read<float16>(d.input), d.count},
                                                   .output = {c.write<float>(d.output), d.count}});
  }
};

}  // namespace octet::ops
