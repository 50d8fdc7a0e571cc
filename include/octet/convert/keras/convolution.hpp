// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Keras convolutions: Conv, DepthwiseConv, SeparableConv over images and sequences, and
// Conv2DTranspose.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "octet/convert/keras/activation.hpp"
#include "octet/convert/keras/layer_call.hpp"
#include "octet/convert/keras/window.hpp"

namespace octet::convert::keras {

namespace detail {

/// (A,B) -> (B,A) of a matrix.
inline std::vector<float> transposed(const std::vector<float>& matrix, std::size_t rows) {
  const std::size_t columns = matrix.size() / rows;
  std::vector<float> out(matrix.size());
  for (std::size_t i = 0; i < matrix.size(); ++i) out[i % columns * rows + i / columns] = matrix[i];
  return out;
}

inline std::vector<std::int64_t> kernel_shape(int axes, const sliding_window& w,
                                              std::int64_t before_last, std::int64_t last) {
  if (axes == 1) return {w.size[1], before_last, last};
  return {w.size[0], w.size[1], before_last, last};
}

inline std::int32_t positive(const layer_call& c, const char* key, std::int32_t otherwise) {
  const std::int32_t value = c.what.integer(key, otherwise);
  if (value < 1) throw convert_error("\"" + std::string(key) + "\" is missing or below 1");
  return value;
}

/// The layer's bias, zeros where it has none: later scales need one to go to.
inline std::int32_t bias(const layer_call& c, std::int32_t channels) {
  const std::vector<float> values = c.what.flag("use_bias", true)
                                        ? c.weight("bias", {channels})
                                        : std::vector<float>(static_cast<std::size_t>(channels));
  return c.out.add_constant<float>(c.out.layer_name() + "/bias", {channels}, values);
}

/// The window without padding, which wants the image.
inline sliding_window read_sizes(const layer_call& c, int axes) {
  return {.size = read_pair(c, axes, "kernel_size"),
          .stride = read_pair(c, axes, "strides"),
          .dilation = read_pair(c, axes, "dilation_rate")};
}

/// kernel   (Kh,Kw,C/groups,O), as Keras has it
inline std::int32_t conv_2d(const layer_call& c, std::int32_t image, const sliding_window& w,
                            std::int32_t depth, const std::vector<float>& kernel,
                            std::int32_t bias_index) {
  namespace f = field::conv_2d;
  const std::int32_t filters = c.out.shape(bias_index)[0];
  const auto taps = static_cast<std::size_t>(w.size[0]) * static_cast<std::size_t>(w.size[1]) *
                    static_cast<std::size_t>(depth);
  const std::int32_t filter =
      c.out.add_constant<float>(c.out.layer_name() + "/kernel",
                                {filters, w.size[0], w.size[1], depth}, transposed(kernel, taps));
  return c.out.append(builtin::conv_2d, {image, filter, bias_index},
                      shape_after(c, image, w, filters),
                      {{f::padding, static_cast<std::int8_t>(w.padding)},
                       {f::stride_w, w.stride[1]},
                       {f::stride_h, w.stride[0]},
                       {f::dilation_w, w.dilation[1]},
                       {f::dilation_h, w.dilation[0]}});
}

/// The layer's depthwise kernel (Kh,Kw,C,multiplier) at work; the bias is of C * multiplier.
inline std::int32_t depthwise_conv_2d(const layer_call& c, int axes, std::int32_t image,
                                      const sliding_window& w, std::int32_t multiplier,
                                      std::int32_t bias_index) {
  namespace f = field::depthwise_conv_2d;
  const std::int32_t channels = c.out.shape(bias_index)[0];
  const std::vector<float> kernel = c.weight(
      {"depthwise_kernel", "kernel"}, kernel_shape(axes, w, c.out.shape(image)[3], multiplier));
  const std::int32_t filter = c.out.add_constant<float>(
      c.out.layer_name() + "/depthwise_kernel", {1, w.size[0], w.size[1], channels}, kernel);
  const std::int32_t output = c.out.append(builtin::depthwise_conv_2d, {image, filter, bias_index},
                                           shape_after(c, image, w, channels),
                                           {{f::padding, static_cast<std::int8_t>(w.padding)},
                                            {f::stride_w, w.stride[1]},
                                            {f::stride_h, w.stride[0]},
                                            {f::depth_multiplier, multiplier},
                                            {f::dilation_w, w.dilation[1]},
                                            {f::dilation_h, w.dilation[0]}});
  if (w.dilation != size_pair{1, 1}) c.out.net().nodes.back().version = 2;
  return output;
}

/// Channels of an image times the layer's multiplier.
inline std::int32_t multiplied(const layer_call& c, std::int32_t image, std::int32_t multiplier) {
  const std::int64_t channels = std::int64_t{c.out.shape(image)[3]} * multiplier;
  if (channels > (1 << 28)) throw convert_error("it has too many channels");
  return static_cast<std::int32_t>(channels);
}

}  // namespace detail

/// Conv1D, Conv2D. Axes: 1, 2.
template <int Axes>
std::int32_t read_conv(const layer_call& c) {
  std::int32_t image = image_of_input(c, Axes);
  sliding_window w = detail::read_sizes(c, Axes);
  w.padding = read_padding(c, Axes, w, image);
  const std::int32_t channels = c.out.shape(image)[3];
  const std::int32_t filters = detail::positive(c, "filters", 0);
  const std::int32_t groups = detail::positive(c, "groups", 1);
  if (channels % groups != 0 || filters % groups != 0)
    throw convert_error("its channels do not divide into " + std::to_string(groups) + " groups");
  const std::int32_t depth = channels / groups;
  const std::vector<float> kernel =
      c.weight("kernel", detail::kernel_shape(Axes, w, depth, filters));
  const std::int32_t bias = detail::bias(c, filters);
  const std::int32_t output = detail::conv_2d(c, image, w, depth, kernel, bias);
  return from_image(c, Axes, activate(c, output));
}

/// DepthwiseConv1D, DepthwiseConv2D.
template <int Axes>
std::int32_t read_depthwise_conv(const layer_call& c) {
  std::int32_t image = image_of_input(c, Axes);
  sliding_window w = detail::read_sizes(c, Axes);
  w.padding = read_padding(c, Axes, w, image);
  const std::int32_t multiplier = detail::positive(c, "depth_multiplier", 1);
  const std::int32_t bias = detail::bias(c, detail::multiplied(c, image, multiplier));
  const std::int32_t output = detail::depthwise_conv_2d(c, Axes, image, w, multiplier, bias);
  return from_image(c, Axes, activate(c, output));
}

/// SeparableConv1D, SeparableConv2D: a depthwise convolution, then one over points.
template <int Axes>
std::int32_t read_separable_conv(const layer_call& c) {
  std::int32_t image = image_of_input(c, Axes);
  sliding_window w = detail::read_sizes(c, Axes);
  w.padding = read_padding(c, Axes, w, image);
  const std::int32_t multiplier = detail::positive(c, "depth_multiplier", 1);
  const std::int32_t filters = detail::positive(c, "filters", 0);
  const std::int32_t depth = detail::multiplied(c, image, multiplier);
  const sliding_window point;
  const std::vector<float> kernel =
      c.weight("pointwise_kernel", detail::kernel_shape(Axes, point, depth, filters));
  const std::int32_t bias = detail::bias(c, filters);
  const std::int32_t no_bias =
      c.out.add_constant<float>(c.out.layer_name() + "/depthwise_bias", {depth},
                                std::vector<float>(static_cast<std::size_t>(depth)));
  image = detail::depthwise_conv_2d(c, Axes, image, w, multiplier, no_bias);
  const std::int32_t output = detail::conv_2d(c, image, point, depth, kernel, bias);
  return from_image(c, Axes, activate(c, output));
}

/// Conv2DTranspose.
inline std::int32_t read_conv_2d_transpose(const layer_call& c) {
  namespace f = field::transpose_conv;
  std::int32_t image = image_of_input(c, 2);
  sliding_window w = detail::read_sizes(c, 2);
  w.padding = read_padding(c, 2, w, image);
  if (w.dilation != size_pair{1, 1}) throw convert_error("a dilation is not supported");
  if (c.what.find("output_padding") != nullptr)
    throw convert_error("an output padding is not supported");
  const shape_list s = c.out.shape(image);
  const std::int32_t filters = detail::positive(c, "filters", 0);
  shape_list sizes{s[0], 0, 0, filters};
  for (std::size_t i = 0; i < 2; ++i) {
    const std::int32_t more =
        w.padding == octet::padding::same ? 0 : std::max(w.size[i] - w.stride[i], 0);
    const std::int64_t size = std::int64_t{s[i + 1]} * w.stride[i] + more;
    if (size > (1 << 28)) throw convert_error("its output is too large");
    sizes[i + 1] = static_cast<std::int32_t>(size);
  }
  // (Kh,Kw,O,C) -> (O,Kh,Kw,C): rows of C stay.
  const std::vector<float> kernel = c.weight("kernel", {w.size[0], w.size[1], filters, s[3]});
  const auto depth = static_cast<std::size_t>(s[3]);
  const auto count = static_cast<std::size_t>(filters);
  const std::size_t taps = kernel.size() / depth / count;
  std::vector<float> filter(kernel.size());
  for (std::size_t tap = 0; tap < taps; ++tap) {
    for (std::size_t o = 0; o < count; ++o)
      std::copy_n(kernel.data() + (tap * count + o) * depth, depth,
                  filter.data() + (o * taps + tap) * depth);
  }
  const std::string& name = c.out.layer_name();
  const std::int32_t output_shape =
      c.out.add_constant<std::int32_t>(name + "/output_shape", {4}, sizes);
  const std::int32_t filter_index =
      c.out.add_constant<float>(name + "/kernel", {filters, w.size[0], w.size[1], s[3]}, filter);
  const std::int32_t bias = detail::bias(c, filters);
  const std::int32_t output =
      c.out.append(builtin::transpose_conv, {output_shape, filter_index, image, bias}, sizes,
                   {{f::padding, static_cast<std::int8_t>(w.padding)},
                    {f::stride_w, w.stride[1]},
                    {f::stride_h, w.stride[0]}});
  c.out.net().nodes.back().version = 3;  // the first that has a bias
  return activate(c, output);
}

}  // namespace octet::convert::keras
