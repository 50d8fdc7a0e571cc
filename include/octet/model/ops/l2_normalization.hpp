// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// L2_NORMALIZATION in a model: checks; the arithmetic is in kernels/l2_normalization.hpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "octet/kernels/l2_normalization.hpp"
#include "octet/model/ops/support.hpp"
#include "octet/model/schema.hpp"

namespace octet::ops {

/// What every l2_normalization checks besides types: shapes, and that nothing is fused.
constexpr refusal check_l2_normalization(const prepare_context& c) {
  if (refusal r = check_elementwise(c)) return r;
  if (c.input(0).shape.rank < 1) return c.fail(errc::shape_mismatch, c.op().input(0));
  const outcome<activation> act = read_activation(c, field::l2_normalization::activation);
  if (!act) return act.error();
  if (*act != activation::none) return c.fail(errc::unsupported_option);
  return {};
}

template <class T>
struct l2_normalization : entry<builtin::l2_normalization, T> {
  struct data {
    std::int32_t input, output;  ///< tensor indices
    row_shape shape;
    std::int32_t zero_point;
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_l2_normalization(c)) return r;
    const tensor_info input = c.input(0), output = c.output(0);
    if (refusal r = check_quantized<T>(c, input)) return r;
    if (refusal r = check_fixed_quantization<T>(c, output, 1.0 / 128, 0)) return r;
    using limits = std::numeric_limits<T>;
    const std::int64_t largest = std::max(input.zero_point() - std::int64_t{limits::min()},
                                          std::int64_t{limits::max()} - input.zero_point());
    const row_shape rows = row_shape::of(input.shape);
    if (rows.depth * largest * largest > std::numeric_limits<std::int32_t>::max())
      return c.fail(errc::accumulator_overflow, input.index);
    c.may_overwrite(0);
    return data{.input = input.index,
                .output = output.index,
                .shape = rows,
                .zero_point = input.zero_point()};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    const extents<dynamic, dynamic> rows{d.shape.rows, d.shape.depth};
    octet::l2_normalization<Backend>(
        l2_normalization_args<T>{.input = {c.read<T>(d.input), rows},
                                 .output = {c.write<T>(d.output), rows},
                                 .zero_point = d.zero_point});
  }
};

}  // namespace octet::ops
