// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What AVERAGE_POOL_2D and MAX_POOL_2D check and prepare, which is the same.
#pragma once

#include <algorithm>
#include <cstdint>

#include "octet/model/ops/geometry.hpp"

namespace octet::ops {

/// Shapes of a pool that fit together, and its window.
struct pool_2d_geometry {
  extents_4d input, output;
  window_2d window;
};

/// A pool: input (N,H,W,C), output (N,Ho,Wo,C), the window's size from the options.
[[gnu::cold]] constexpr refusal read_pool_2d_geometry(const prepare_context& c,
                                                      pool_2d_geometry& g) {
  namespace f = field::pool_2d;
  if (refusal r = read_4d(c, c.op().input(0), g.input)) return r;
  if (refusal r = read_4d(c, c.op().output(0), g.output)) return r;
  const extents_4d& input = g.input;
  const std::int32_t rows = read_size_or_0(c, f::filter_h, 0);
  const std::int32_t columns = read_size_or_0(c, f::filter_w, 0);
  if (rows == 0 || columns == 0) return c.fail(errc::bad_option);
  const window_fields fields{f::padding, f::stride_h, f::stride_w};
  if (refusal r = read_window(c, fields, input, rows, columns, g.window)) return r;
  const extents_4d expected{input[0], g.window.y.output, g.window.x.output, input[3]};
  if (g.output != expected) return c.fail(errc::shape_mismatch, c.op().output(0));
  // The average adds up to 255 a code of a byte, half a divisor included, in int32.
  const std::int64_t taps = std::int64_t{std::min(rows, input[1])} * std::min(columns, input[2]);
  if (taps >= 1 << 23) return c.fail(errc::accumulator_overflow, c.op().input(0));
  return {};
}

/// Codes pass through a pool unchanged, so both sides must mean the same by them. TensorFlow Lite
/// allows this much between the scales, which some converters round differently.
[[gnu::cold]] constexpr refusal check_same_quantization(const prepare_context& c,
                                                        const tensor_info& input,
                                                        const tensor_info& output) {
  const float difference = input.scale() - output.scale();
  const bool same = difference <= 1e-6F && difference >= -1e-6F;
  return same && input.zero_point() == output.zero_point()
             ? refusal{}
             : c.fail(errc::quantization_mismatch, output.index);
}

/// A pool of codes of type T; Derived::pool<Backend>(Args) calls the kernel.
template <builtin Code, class T, class Args, class Derived>
struct pool_2d_entry : entry<Code, T> {
  struct data {
    std::int32_t input, output;  ///< tensor indices
    pool_2d_geometry geometry;
    clamp_range<std::int32_t> clamp;
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_arity(c, 1, 1, 1)) return r;
    const tensor_info input = c.input(0), output = c.output(0);
    if (refusal r = check_quantized<T>(c, input)) return r;
    if (refusal r = check_quantized<T>(c, output)) return r;
    if (refusal r = check_same_quantization(c, input, output)) return r;
    data d{.input = input.index, .output = output.index, .geometry = {}, .clamp = {}};
    if (refusal r = read_pool_2d_geometry(c, d.geometry)) return r;
    const outcome<activation> act = read_activation(c, field::pool_2d::activation);
    if (!act) return act.error();
    d.clamp = code_range<T>(*act, output.scale(), output.zero_point());
    return d;
  }

  static constexpr Args args(const data& d, const run_context& c) {
    return {.input = {c.template read<T>(d.input), d.geometry.input},
            .output = {c.template write<T>(d.output), d.geometry.output},
            .window = d.geometry.window,
            .clamp = d.clamp};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    Derived::template pool<Backend>(args(d, c));
  }
};

}  // namespace octet::ops
