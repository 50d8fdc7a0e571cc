// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Keras pooling: MaxPooling, AveragePooling, and the global ones.
#pragma once

#include <cstdint>

#include "octet/convert/keras/layer_call.hpp"
#include "octet/convert/keras/window.hpp"

namespace octet::convert::keras {

namespace detail {

inline std::int32_t pool_2d(const layer_call& c, builtin code, std::int32_t image,
                            const sliding_window& w) {
  namespace f = field::pool_2d;
  return c.out.append(code, {image}, shape_after(c, image, w, c.out.shape(image)[3]),
                      {{f::padding, static_cast<std::int8_t>(w.padding)},
                       {f::stride_w, w.stride[1]},
                       {f::stride_h, w.stride[0]},
                       {f::filter_w, w.size[1]},
                       {f::filter_h, w.size[0]}});
}

/// (N,H,W,C) with H = W = 1 as the layer gives it: its axes are gone unless they are to be kept.
inline std::int32_t without_axes(const layer_call& c, int axes, std::int32_t image) {
  const shape_list s = c.out.shape(image);
  return c.what.flag("keepdims", false) ? from_image(c, axes, image)
                                        : c.out.reshape(image, {s[0], s[3]});
}

}  // namespace detail

/// MaxPooling1D, MaxPooling2D, AveragePooling1D, AveragePooling2D.
template <builtin Code, int Axes>
std::int32_t read_pooling(const layer_call& c) {
  std::int32_t image = image_of_input(c, Axes);
  sliding_window w;
  w.size = read_pair(c, Axes, "pool_size", 2);
  w.stride = c.what.find("strides") == nullptr ? w.size : read_pair(c, Axes, "strides");
  w.padding = read_padding(c, Axes, w, image);
  return from_image(c, Axes, detail::pool_2d(c, Code, image, w));
}

/// GlobalMaxPooling1D, GlobalMaxPooling2D: a window as large as the image.
template <int Axes>
std::int32_t read_global_max_pooling(const layer_call& c) {
  const std::int32_t image = image_of_input(c, Axes);
  const shape_list s = c.out.shape(image);
  const std::int32_t output =
      detail::pool_2d(c, builtin::max_pool_2d, image, {.size = {s[1], s[2]}});
  return detail::without_axes(c, Axes, output);
}

/// GlobalAveragePooling1D, GlobalAveragePooling2D.
template <int Axes>
std::int32_t read_global_average_pooling(const layer_call& c) {
  const std::int32_t image = image_of_input(c, Axes);
  const shape_list s = c.out.shape(image);
  const std::int32_t axes =
      c.out.add_constant<std::int32_t>(c.out.layer_name() + "/axes", {2}, {1, 2});
  const bool keep = c.what.flag("keepdims", false);
  const std::int32_t output = c.out.append(
      builtin::mean, {image, axes}, keep ? shape_list{s[0], 1, 1, s[3]} : shape_list{s[0], s[3]},
      {{field::reducer::keep_dims, keep}});
  return keep ? from_image(c, Axes, output) : output;
}

}  // namespace octet::convert::keras
