// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Shapes and windows of convolutions and pools, checked once for every element type.
#pragma once

#include <cstdint>

#include "octet/model/ops/support.hpp"
#include "octet/model/schema.hpp"

namespace octet::ops {

/// Field numbers of a window's options; dilation -1 where the operator has none.
struct window_fields {
  int padding, stride_h, stride_w, dilation_h = -1, dilation_w = -1;
};

/// A window of `rows` x `columns` taps over the height and width of `input`, from the node's
/// options.
[[gnu::cold]] constexpr refusal read_window(const prepare_context& c, const window_fields& f,
                                            const extents_4d& input, std::int32_t rows,
                                            std::int32_t columns, window_2d& window) {
  const outcome<padding> pad = read_padding(c, f.padding);
  if (!pad) return pad.error();
  const std::int32_t stride_h = read_size_or_0(c, f.stride_h, 1);
  const std::int32_t stride_w = read_size_or_0(c, f.stride_w, 1);
  const std::int32_t dilation_h = f.dilation_h < 0 ? 1 : read_size_or_0(c, f.dilation_h, 1);
  const std::int32_t dilation_w = f.dilation_w < 0 ? 1 : read_size_or_0(c, f.dilation_w, 1);
  // Positions, padding included, stay inside int32.
  constexpr std::int64_t most = 1 << 30;
  if (stride_h == 0 || stride_w == 0 || dilation_h == 0 || dilation_w == 0 ||
      std::int64_t{rows} * dilation_h > most || std::int64_t{columns} * dilation_w > most) {
    return c.fail(errc::bad_option);
  }
  window.y = window_axis::over(input[1], rows, stride_h, dilation_h, *pad);
  window.x = window_axis::over(input[2], columns, stride_w, dilation_w, *pad);
  return {};
}

/// The four axes of a tensor that has as many.
[[gnu::cold]] constexpr refusal read_4d(const prepare_context& c, std::int32_t tensor,
                                        extents_4d& extents) {
  const tensor_info t = c.model().tensor(tensor);
  extents = t.shape.as_4d();
  return check_rank(c, t, 4);
}

/// Shapes of a convolution that fit together, and its window.
struct conv_geometry {
  extents_4d input, filter, output;
  window_2d window;
};

namespace detail {

/// Of an operator whose output channels are the filter's axis `channel_axis`.
[[gnu::cold]] constexpr refusal read_conv_geometry(const prepare_context& c, const window_fields& f,
                                                   std::size_t channel_axis, conv_geometry& g) {
  if (refusal r = read_4d(c, c.op().input(0), g.input)) return r;
  if (refusal r = read_4d(c, c.op().input(1), g.filter)) return r;
  if (refusal r = read_4d(c, c.op().output(0), g.output)) return r;
  if (refusal r = read_window(c, f, g.input, g.filter[1], g.filter[2], g.window)) return r;
  const extents_4d expected{g.input[0], g.window.y.output, g.window.x.output,
                            g.filter[channel_axis]};
  if (g.output != expected) return c.fail(errc::shape_mismatch, c.op().output(0));
  return {};
}

}  // namespace detail

/// CONV_2D: filter (O,Kh,Kw,C/groups), output (N,Ho,Wo,O).
[[gnu::cold]] constexpr refusal read_conv_2d_geometry(const prepare_context& c, conv_geometry& g) {
  namespace f = field::conv_2d;
  constexpr window_fields fields{f::padding, f::stride_h, f::stride_w, f::dilation_h,
                                 f::dilation_w};
  if (refusal r = detail::read_conv_geometry(c, fields, 0, g)) return r;
  const std::int32_t depth = g.filter[3];
  const std::int32_t groups = depth == 0 ? 0 : g.input[3] / depth;
  if (groups == 0 || groups * depth != g.input[3] || g.filter[0] % groups != 0) {
    return c.fail(errc::shape_mismatch, c.op().input(1));
  }
  return {};
}

/// DEPTHWISE_CONV_2D: filter (1,Kh,Kw,C*M), output (N,Ho,Wo,C*M); M is the depth multiplier. It
/// follows from the shapes: some converters write 0 into the option.
[[gnu::cold]] constexpr refusal read_depthwise_conv_2d_geometry(const prepare_context& c,
                                                                conv_geometry& g) {
  namespace f = field::depthwise_conv_2d;
  constexpr window_fields fields{f::padding, f::stride_h, f::stride_w, f::dilation_h,
                                 f::dilation_w};
  if (refusal r = detail::read_conv_geometry(c, fields, 3, g)) return r;
  if (g.filter[0] != 1 || g.input[3] == 0 || g.filter[3] % g.input[3] != 0) {
    return c.fail(errc::shape_mismatch, c.op().input(1));
  }
  return {};
}

/// TRANSPOSE_CONV: filter (O,Kh,Kw,C), output (N,Ho,Wo,O). The window moves over the output, whose
/// shape is that of the output tensor: the input that tells it may be computed. Inputs that the
/// padding pushes outside reach nothing, outputs that no input reaches are the bias.
[[gnu::cold]] constexpr refusal read_transpose_conv_geometry(const prepare_context& c,
                                                             conv_geometry& g) {
  namespace f = field::transpose_conv;
  if (refusal r = read_4d(c, c.op().input(2), g.input)) return r;
  if (refusal r = read_4d(c, c.op().input(1), g.filter)) return r;
  if (refusal r = read_4d(c, c.op().output(0), g.output)) return r;
  if (refusal r = read_window(c, {f::padding, f::stride_h, f::stride_w}, g.output, g.filter[1],
                              g.filter[2], g.window))
    return r;
  if (g.filter[3] != g.input[3]) return c.fail(errc::shape_mismatch, c.op().input(1));
  if (g.output[0] != g.input[0] || g.output[3] != g.filter[0])
    return c.fail(errc::shape_mismatch, c.op().output(0));
  return {};
}

/// Weights or biases of type T. Integers are constant, because they bound accumulators; real values
/// may be computed, as where DEQUANTIZE makes them of halves.
template <class T>
[[gnu::cold]] constexpr refusal check_weights(const prepare_context& c, const tensor_info& t) {
  if (t.type != type_of<T>) return c.fail(errc::unsupported_type, t.index);
  if (type_of<T> != tensor_type::float32 && !t.is_constant())
    return c.fail(errc::constant_expected, t.index);
  return {};
}

/// The bias of an operator with `channels` outputs: absent, or of type T and as many elements.
template <class T>
[[gnu::cold]] constexpr refusal check_bias(const prepare_context& c, std::size_t input,
                                           std::int32_t channels) {
  if (!c.has_input(input)) return {};
  const tensor_info bias = c.input(input);
  if (refusal r = check_weights<T>(c, bias)) return r;
  if (bias.shape.count() != static_cast<std::size_t>(channels))
    return c.fail(errc::shape_mismatch, bias.index);
  return {};
}

}  // namespace octet::ops
