// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// PAD folded into the convolution behind it, where that can pad as much itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "octet/convert/fold/edit.hpp"
#include "octet/kernels/window.hpp"

namespace octet::convert {

namespace detail {

/// Zeros in front of and behind each axis; empty where they are not known.
inline std::vector<std::int64_t> read_paddings(graph_editor& g, std::size_t n) {
  const node& op = g.at(n);
  if (op.code != builtin::pad || op.inputs.size() != 2 || op.outputs.size() != 1) return {};
  const tensor& t = g.input(n, 1);
  if (t.count() != 2 * g.input(n, 0).shape.size()) return {};
  if (t.type == tensor_type::int64) return t.values<std::int64_t>();
  if (t.type != tensor_type::int32) return {};
  const std::vector<std::int32_t> values = t.values<std::int32_t>();
  return {values.begin(), values.end()};
}

/// Strides and dilations of a convolution: of the rows, then of the columns.
struct convolution_steps {
  std::int32_t stride[2], dilation[2];
};

inline convolution_steps steps_of(const node& n) {
  const auto get = [&](int field) { return n.option<std::int32_t>(field); };
  namespace c = field::conv_2d;
  namespace d = field::depthwise_conv_2d;
  if (n.code == builtin::conv_2d)
    return {{get(c::stride_h), get(c::stride_w)}, {get(c::dilation_h), get(c::dilation_w)}};
  return {{get(d::stride_h), get(d::stride_w)}, {get(d::dilation_h), get(d::dilation_w)}};
}

}  // namespace detail

/// Folds a PAD of height and width into the convolution that alone reads it, if that then starts at
/// the same place with padding SAME; returns a line for the log, empty where it cannot be done.
inline std::string fold_pad(graph_editor& g, std::size_t n) {
  const std::vector<std::int64_t> pads = detail::read_paddings(g, n);
  if (pads.size() != 8 || pads[0] != 0 || pads[1] != 0 || pads[6] != 0 || pads[7] != 0) return "";
  const std::int32_t padded = g.at(n).outputs[0];
  const std::optional<std::size_t> reader = g.only_reader(padded);
  if (!reader || g.is_kept(*reader) || !g.is_float_activation(padded)) return "";
  node& conv = g.at(*reader);
  if ((conv.code != builtin::conv_2d && conv.code != builtin::depthwise_conv_2d) ||
      conv.input(0) != padded || conv.input(1) == no_tensor)
    return "";
  // The first field of both convolutions' options.
  std::int8_t& kind = std::get<std::int8_t>(conv.options.at(field::conv_2d::padding));
  const std::vector<std::int32_t>&image = g.input(n, 0).shape, &filter = g.input(*reader, 1).shape,
        &output = g.output(*reader).shape;
  if (kind != static_cast<std::int8_t>(padding::valid) || filter.size() != 4 || output.size() != 4)
    return "";
  const detail::convolution_steps steps = detail::steps_of(conv);
  for (std::size_t axis : {std::size_t{1}, std::size_t{2}}) {
    const std::int32_t stride = steps.stride[axis - 1], dilation = steps.dilation[axis - 1];
    if (stride < 1 || dilation < 1) return "";
    const window_axis same =
        window_axis::over(image[axis], filter[axis], stride, dilation, padding::same);
    if (same.pad != pads[2 * axis] || same.output != output[axis]) return "";
  }
  const std::string line = g.title(n) + " folded into " + g.title(*reader);
  kind = static_cast<std::int8_t>(padding::same);
  conv.inputs[0] = g.at(n).inputs[0];
  g.merge(*reader, n);
  return line;
}

}  // namespace octet::convert
