// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// BATCH_MATMUL in a model: checks, multiplier; the arithmetic is in kernels/batch_matmul.hpp.
#pragma once

#include <cstdint>
#include <limits>

#include "octet/kernels/batch_matmul.hpp"
#include "octet/kernels/hybrid_batch_matmul.hpp"
#include "octet/model/ops/accumulator.hpp"
#include "octet/model/ops/hybrid.hpp"
#include "octet/model/ops/support.hpp"
#include "octet/model/schema.hpp"

namespace octet::ops {

/// Shapes of a product of stacks of matrices that fit together.
struct batch_matmul_geometry {
  shape x, y, output;
  std::uint32_t adjoint_x, adjoint_y;  ///< 0 or 1
};

constexpr outcome<batch_matmul_geometry> read_batch_matmul_geometry(const prepare_context& c) {
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
  if (x.columns != y.rows) return c.fail(errc::shape_mismatch, c.op().input(1));
  if (out.rows != x.rows || out.columns != y.columns ||
      !broadcasts_to(batch_of(g.x), batch_of(g.y), batch_of(g.output)))
    return c.fail(errc::shape_mismatch, c.op().output(0));
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

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_arity(c, 2, 2, 1)) return r;
    const tensor_info x = c.input(0), y = c.input(1), output = c.output(0);
    for (const tensor_info& t : {x, y, output}) {
      if (refusal r = check_quantized<T>(c, t)) return r;
    }
    const outcome<batch_matmul_geometry> geometry = read_batch_matmul_geometry(c);
    if (!geometry) return geometry.error();
    const std::uint64_t bound = accumulator_bound(c.model(), c.op());
    // Contract C is not defined past it.
    if (bound >= std::uint64_t{1} << 47) return c.fail(errc::accumulator_overflow, y.index);
    const decomposed product = scale_product(c, x.scale(), y.scale(), true);
    return data{.x = x.index,
                .y = y.index,
                .output = output.index,
                .geometry = *geometry,
                .x_zero_point = x.zero_point(),
                .y_zero_point = y.zero_point(),
                .output_zero_point = output.zero_point(),
                .scale = c.encode(product / decompose(output.scale())),
                .wide = bound > std::numeric_limits<std::int32_t>::max()};
  }

  static constexpr bool choice(const data& d) { return d.wide != 0; }

  template <class Backend, bool... Known>
  static constexpr void run(const data& d, const run_context& c) {
    if constexpr (sizeof(T) == 1) {
      with_sums<Known...>(d.wide != 0,
                          [&]<class Accumulator>() { multiply<Backend, Accumulator>(d, c); });
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

/// A real matrix x, quantized row by row while the model runs, and a matrix y of symmetric int8
/// codes with one scale, or one for each of its columns.
template <>
struct batch_matmul<float> {
  static constexpr builtin code = builtin::batch_matmul;
  static constexpr tensor_type type = tensor_type::float32;
  static constexpr tensor_type weight_type = tensor_type::int8;

  struct data {
    std::int32_t node, x, y, output;  ///< indices of the node and of tensors
    batch_matmul_geometry geometry;
    std::uint32_t scales;
    std::uint32_t per_channel;  ///< 0 or 1
    std::uint32_t wide;         ///< 0 or 1: int32 sums could overflow
    row_scheme scheme;
  };

  static constexpr bool accepts(const graph& model, const node& op) {
    return model.tensor(op.input(0)).type == type &&
           model.tensor(op.input(1)).type == tensor_type::int8;
  }

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_arity(c, 2, 2, 1)) return r;
    const tensor_info x = c.input(0), y = c.input(1), output = c.output(0);
    if (output.type != type) return c.fail(errc::unsupported_type, output.index);
    const outcome<batch_matmul_geometry> geometry = read_batch_matmul_geometry(c);
    if (!geometry) return geometry.error();
    const auto [x_shape, y_shape, output_shape, adjoint_x, adjoint_y] = *geometry;
    const std::int32_t columns = y_shape.rank - (adjoint_y != 0 ? 2 : 1);
    if (refusal r = check_weight_scales(c, y, columns)) return r;
    reserve_row(c, static_cast<std::size_t>(matrix_layout::of(x_shape, adjoint_x != 0).columns));
    return data{.node = c.op().index,
                .x = x.index,
                .y = y.index,
                .output = output.index,
                .geometry = *geometry,
                .scales = prepare_scales(c, y),
                .per_channel = y.scales.size() > 1,
                .wide = needs_wide_sums(c),
                .scheme = read_row_scheme(c, field::batch_matmul::asymmetric_quantize_inputs)};
  }

  static constexpr bool choice(const data& d) { return d.wide != 0; }

  template <class Backend, bool... Known>
  static constexpr void run(const data& d, const run_context& c) {
    const hybrid_batch_matmul_args args{
        .x = {c.read<float>(d.x), d.geometry.x},
        .y = {c.read<std::int8_t>(d.y), d.geometry.y},
        .output = {c.write<float>(d.output), d.geometry.output},
        .adjoint_x = d.geometry.adjoint_x != 0,
        .adjoint_y = d.geometry.adjoint_y != 0,
        .scheme = d.scheme,
        .scaling = {.scales = c.prepared<float>(d.scales),
                    .per_channel = d.per_channel != 0,
                    .clamp = unclamped<float>},
        .scratch = c.scratch<std::int8_t>(d.node),
    };
    with_sums<Known...>(d.wide != 0, [&]<class Accumulator>() {
      octet::hybrid_batch_matmul<Backend, Accumulator>(args);
    });
  }
};

}  // namespace octet::ops
