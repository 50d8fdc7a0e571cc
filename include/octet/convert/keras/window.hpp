// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Sliding windows of Keras layers over images, and over sequences, which are images of one row.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "octet/convert/keras/layer_call.hpp"

namespace octet::convert::keras {

/// Rows, columns.
using size_pair = std::array<std::int32_t, 2>;

struct sliding_window {
  size_pair size{1, 1}, stride{1, 1}, dilation{1, 1};
  octet::padding padding = octet::padding::valid;
};

inline void check_channels_last(const layer_call& c) {
  if (c.what.text("data_format", "channels_last") != "channels_last")
    throw convert_error("the data format " + c.what.text("data_format", "") +
                        " is not supported; only channels_last is");
}

/// A size of the window; a layer over sequences has one for the columns.
///
/// errors   convert_error: not a positive number for each axis
inline size_pair read_pair(const layer_call& c, int axes, const std::string& key,
                           std::int32_t otherwise = 1) {
  const std::vector<std::int32_t> values =
      c.what.integers(key, static_cast<std::size_t>(axes), otherwise);
  for (const std::int32_t v : values) {
    if (v < 1) throw convert_error("\"" + key + "\" is below 1");
  }
  return axes == 1 ? size_pair{1, values[0]} : size_pair{values[0], values[1]};
}

/// The layer's input as (N,H,W,C). axes: 1 for sequences, 2 for images.
inline std::int32_t image_of_input(const layer_call& c, int axes) {
  check_channels_last(c);
  if (axes == 2) return c.input_of_rank(4);
  const std::int32_t input = c.input_of_rank(3);
  const shape_list s = c.out.shape(input);
  return c.out.reshape(input, {s[0], 1, s[1], s[2]});
}

/// What came of it, with as many axes as the input had.
inline std::int32_t from_image(const layer_call& c, int axes, std::int32_t image) {
  const shape_list s = c.out.shape(image);
  return axes == 2 ? image : c.out.reshape(image, {s[0], s[2], s[3]});
}

/// Zeros around rows and columns: {before, after} of each.
inline std::int32_t pad_image(const layer_call& c, std::int32_t image, size_pair rows,
                              size_pair columns) {
  const shape_list s = c.out.shape(image);
  const std::vector<std::int32_t> all{0, 0, rows[0], rows[1], columns[0], columns[1], 0, 0};
  for (const std::int32_t n : all) {
    if (n < 0) throw convert_error("a padding is negative");
  }
  if (rows == size_pair{} && columns == size_pair{}) return image;
  const std::int32_t paddings =
      c.out.add_constant<std::int32_t>(c.out.layer_name() + "/paddings", {4, 2}, all);
  return c.out.append(builtin::pad, {image, paddings},
                      {s[0], s[1] + rows[0] + rows[1], s[2] + columns[0] + columns[1], s[3]});
}

/// How the layer pads; an image that is to be padded in front alone ("causal") is padded here.
inline octet::padding read_padding(const layer_call& c, int axes, const sliding_window& w,
                                   std::int32_t& image) {
  const std::string name = c.what.text("padding", "valid");
  if (name == "same") return octet::padding::same;
  if (name == "causal" && axes == 1) {
    const std::int64_t reach = std::int64_t{w.size[1] - 1} * w.dilation[1];
    if (reach > (1 << 28)) throw convert_error("its window is too large");
    image = pad_image(c, image, {}, {static_cast<std::int32_t>(reach), 0});
  } else if (name != "valid") {
    throw convert_error("the padding \"" + name + "\" is not supported");
  }
  return octet::padding::valid;
}

/// The shape of what a window makes of an image, with so many channels.
inline shape_list shape_after(const layer_call& c, std::int32_t image, const sliding_window& w,
                              std::int32_t channels) {
  const shape_list& s = c.out.shape(image);
  const auto size = [&](std::size_t i) {
    const std::int32_t n =
        window_axis::over(s[i + 1], w.size[i], w.stride[i], w.dilation[i], w.padding).output;
    if (n < 1) throw convert_error("its window is larger than its input " + to_text(s));
    return n;
  };
  return {s[0], size(0), size(1), channels};
}

}  // namespace octet::convert::keras
