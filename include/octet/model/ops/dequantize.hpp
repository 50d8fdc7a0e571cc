// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// DEQUANTIZE in a model: checks; the arithmetic is in kernels/dequantize.hpp, and for halves, which
// are no codes, in kernels/cast.hpp.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/core/float16.hpp"
#include "octet/kernels/cast.hpp"
#include "octet/kernels/dequantize.hpp"
#include "octet/kernels/weights.hpp"
#include "octet/model/ops/accumulator.hpp"
#include "octet/model/ops/support.hpp"

namespace octet::ops {

/// Codes of type T, int4 too, with one scale and zero point, or one for each index of an axis.
template <class T>
struct dequantize : entry<builtin::dequantize, T> {
  struct data {
    std::int32_t input, output;  ///< tensor indices
    std::int32_t count, run;     ///< `run` neighbours have the same parameters
    std::uint32_t params;
    std::int32_t params_count;
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_elementwise(c)) return r;
    const tensor_info input = c.input(0), output = c.output(0);
    if (output.type != tensor_type::float32) return c.fail(errc::unsupported_type, output.index);
    const std::size_t scales = input.scales.size();
    if (scales == 0 || input.zero_points.size() != scales)
      return c.fail(errc::missing_quantization, input.index);
    const std::int32_t axis = input.quantized_dimension, rank = input.shape.rank;
    if (scales > 1) {
      if (axis < 0 || axis >= rank) return c.fail(errc::shape_mismatch, input.index);
      if (scales != static_cast<std::size_t>(input.shape[axis]))
        return c.fail(errc::missing_quantization, input.index);
    }
    const auto params = c.prepare_array<affine>(scales);
    for (std::size_t i = 0; i < scales; ++i)
      params.store(i, {input.scales[i], static_cast<std::int32_t>(input.zero_points[i])});
    return data{.input = input.index,
                .output = output.index,
                .count = static_cast<std::int32_t>(output.shape.count()),
                .run = input.shape.product(scales > 1 ? axis + 1 : 0, rank),
                .params = params.offset,
                .params_count = static_cast<std::int32_t>(scales)};
  }

  /// Calls visit(arguments of the kernel) for every run of neighbours.
  static constexpr void for_each_part(const data& d, const run_context& c, auto visit) {
    const elements<const affine> params = c.prepared<affine>(d.params);
    const extents<dynamic> count{d.run};
    for (std::int32_t first = 0; first < d.count; first += d.run) {
      const auto at = static_cast<std::size_t>(first);
      visit(basic_dequantize_args<T>{
          .input = {c.read<T>(d.input) + at, count},
          .output = {c.write<float>(d.output) + at, count},
          .params = params[static_cast<std::size_t>(first / d.run % d.params_count)]});
    }
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    for_each_part(d, c, [](const auto& args) { octet::dequantize<Backend>(args); });
  }
};

template <>
struct dequantize<float16> : entry<builtin::dequantize, float16> {
  struct data {
    std::int32_t input, output;  ///< tensor indices
    std::int32_t count;
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_elementwise(c)) return r;
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
