// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// BATCH_MATMUL in a model: checks, multiplier; the arithmetic is in kernels/batch_matmul.hpp.
#pragma once

#include <cstdint>
#include <limits>

#include "octet/kernels/batch_matmul.hpp"
#include "octet/model/ops/accumulator.hpp"
#include "octet/model/ops/support.hpp"
#include "octet/model/schema.hpp"

namespace octet::ops {

/// Shapes of a product of stacks of matrices that fit together.
struct batch_matmul_geometry {
  shape x, y, output;
  std::uint32_t adjoint_x, adjoint_y;  ///< 0 or 1
};

constexpr result<batch_matmul_geometry> read_batch_matmul_geometry(const prepare_context& c) {
  namespace f = field::batch_matmul;
  for (const tensor_info& t : {c.input(0), c.input(1), c.output(0)}) {
    if (t.shape.rank < 2) return c.fail(errc::shape_mismatch, t.index);
  }
  const auto option = [&](int field) -> std::uint32_t {
    return c.op().options.scalar<std::uint8_t>(field, 0) != 0;
  };
  const batch_matmul_geometry g{c.input(0).shape, c.input(1).shape, c.output(0).shape,
                                option(f::adjoint_x), option(f::adjoint_y)};
  const auto x = matrix_layout::of(g.x, g.adjoint_x != 0);
  const auto y = matrix_layout::of(g.y, g.adjoint_y != 0);
  const auto out = matrix_layout::of(g.output, false);
  if (x.columns != y.rows) return c.fail(errc::shape_mismatch, c.input(1).index);
  if (out.rows != x.rows || out.columns != y.columns ||
      !broadcasts_to(batch_of(g.x), batch_of(g.y), batch_of(g.output)))
    return c.fail(errc::shape_mismatch, c.output(0).index);
  return g;
}

/// Both matrices of codes of type T.
template <class T>
struct batch_matmul : entry<builtin::batch_matmul, T> {
  struct data {
    std::int32_t x, y, output;  ///< tensor indices
    batch_matmul_geometry geometry;
    std::int32_t x_zero_point, y_zero_point, output_zero_point;
    multiplier scale;
    std::uint32_t wide;  ///< 0 or 1: int32 sums of int8 products could overflow
  };

  static constexpr result<data> prepare(prepare_context& c) {
    if (error e = check_arity(c, 2, 2, 1)) return e;
    const tensor_info x = c.input(0), y = c.input(1), output = c.output(0);
    for (const tensor_info& t : {x, y, output}) {
      if (error e = check_quantized<T>(c, t)) return e;
    }
    const result<batch_matmul_geometry> geometry = read_batch_matmul_geometry(c);
    if (!geometry) return geometry.error();
    const std::uint64_t bound = accumulator_bound(c.model(), c.op());
    // Contract C is not defined past it.
    if (bound >= std::uint64_t{1} << 47) return c.fail(errc::accumulator_overflow, y.index);
    // TensorFlow Lite multiplies the scales of the inputs in float here.
    const float product = x.scale() * y.scale();
    return data{.x = x.index,
                .y = y.index,
                .output = output.index,
                .geometry = *geometry,
                .x_zero_point = x.zero_point(),
                .y_zero_point = y.zero_point(),
                .output_zero_point = output.zero_point(),
                .scale = multiplier::from_real(double{product} / double{output.scale()}),
                .wide = bound > std::numeric_limits<std::int32_t>::max()};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    if constexpr (sizeof(T) == 1) {
      d.wide != 0 ? multiply<Backend, accumulator_64>(d, c)
                  : multiply<Backend, accumulator_32>(d, c);
    } else {
      multiply<Backend, accumulator_16x8>(d, c);
    }
  }

 private:
  template <class Backend, class Accumulator>
  static constexpr void multiply(const data& d, const run_context& c) {
    using limits = std::numeric_limits<T>;
    octet::batch_matmul<Backend>(basic_batch_matmul_args<T, Accumulator>{
        .x = {c.read<T>(d.x), d.geometry.x},
        .y = {c.read<T>(d.y), d.geometry.y},
        .output = {c.write<T>(d.output), d.geometry.output},
        .adjoint_x = d.geometry.adjoint_x != 0,
        .adjoint_y = d.geometry.adjoint_y != 0,
        .x_zero_point = d.x_zero_point,
        .y_zero_point = d.y_zero_point,
        .requantize = {.multipliers = &d.scale,
                       .per_channel = false,
                       .zero_point = d.output_zero_point,
                       .clamp = {limits::min(), limits::max()}},
    });
  }
};

}  // namespace octet::ops
