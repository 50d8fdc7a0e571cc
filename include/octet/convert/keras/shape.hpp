// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Keras layers that move elements: Flatten, Reshape, Permute, padding, cropping, upsampling.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "octet/convert/keras/layer_call.hpp"
#include "octet/convert/keras/window.hpp"

namespace octet::convert::keras {

namespace detail {

inline std::int64_t count_without_batch(const shape_list& sizes) {
  std::int64_t count = 1;
  for (std::size_t i = 1; i < sizes.size(); ++i) count *= sizes[i];
  return count;
}

/// Borders before and after rows and columns: 1, [1, 2] or [[1, 1], [2, 2]]; of a sequence 1 or
/// [1, 2], before and after.
inline std::array<size_pair, 2> read_borders(const layer_call& c, int axes,
                                             const std::string& key) {
  const json* value = c.what.find(key);
  const auto pair_of = [&](const json& v) -> size_pair {
    if (!v.is_array()) return {to_integer(v, key), to_integer(v, key)};
    if (v.size() != 2) throw convert_error("\"" + key + "\" has not two values for an axis");
    return {to_integer(v[0], key), to_integer(v[1], key)};
  };
  if (value == nullptr) return {size_pair{1, 1}, size_pair{1, 1}};
  if (axes == 1) return {size_pair{}, pair_of(*value)};
  if (!value->is_array()) return {pair_of(*value), pair_of(*value)};
  if (value->size() != 2) throw convert_error("\"" + key + "\" has not one value for each axis");
  return {pair_of((*value)[0]), pair_of((*value)[1])};
}

}  // namespace detail

/// Flatten.
inline std::int32_t read_flatten(const layer_call& c) {
  check_channels_last(c);
  const shape_list sizes = c.out.shape(c.input());
  return c.out.reshape(c.input(),
                       {sizes[0], static_cast<std::int32_t>(detail::count_without_batch(sizes))});
}

/// Reshape; one -1 stands for what is left.
inline std::int32_t read_reshape(const layer_call& c) {
  const shape_list sizes = c.out.shape(c.input());
  const json* target = c.what.find("target_shape");
  if (target == nullptr || !target->is_array())
    throw convert_error("\"target_shape\" is missing or no list");
  shape_list wanted = c.what.integers("target_shape", target->size(), 1);
  const std::int64_t count = detail::count_without_batch(sizes);
  std::int64_t product = 1;
  std::size_t open = 0;
  for (const std::int32_t s : wanted) {
    open += s == -1 ? 1 : 0;
    if (s != -1 && (s < 1 || (product *= s) > count)) product = 0;
    if (product == 0) break;
  }
  if (product == 0 || open > 1 || (open == 0 ? product != count : count % product != 0))
    throw convert_error("its input " + to_text(sizes) + " does not go into the shape " +
                        to_text(wanted));
  for (std::int32_t& s : wanted) {
    if (s == -1) s = static_cast<std::int32_t>(count / product);
  }
  wanted.insert(wanted.begin(), sizes[0]);
  return c.out.reshape(c.input(), wanted);
}

/// Permute: axes counted from 1, the batch apart.
inline std::int32_t read_permute(const layer_call& c) {
  const shape_list sizes = c.out.shape(c.input());
  const std::vector<std::int32_t> axes = c.what.integers("dims", sizes.size() - 1, 0);
  std::vector<std::int32_t> order{0};
  shape_list result{sizes[0]};
  for (const std::int32_t axis : axes) {
    bool is_new = axis >= 1 && static_cast<std::size_t>(axis) < sizes.size();
    for (const std::int32_t earlier : order) is_new = is_new && axis != earlier;
    if (!is_new) throw convert_error("\"dims\" does not name each axis once");
    order.push_back(axis);
    result.push_back(sizes[static_cast<std::size_t>(axis)]);
  }
  const std::int32_t permutation = c.out.add_constant<std::int32_t>(
      c.out.layer_name() + "/permutation", {static_cast<std::int32_t>(order.size())}, order);
  return c.out.append(builtin::transpose, {c.input(), permutation}, result);
}

/// ZeroPadding1D, ZeroPadding2D.
template <int Axes>
std::int32_t read_zero_padding(const layer_call& c) {
  const std::int32_t image = image_of_input(c, Axes);
  const auto [rows, columns] = detail::read_borders(c, Axes, "padding");
  for (const std::int32_t n : {rows[0], rows[1], columns[0], columns[1]}) {
    if (n > (1 << 28)) throw convert_error("a padding is too large");
  }
  return from_image(c, Axes, pad_image(c, image, rows, columns));
}

/// Cropping1D, Cropping2D.
template <int Axes>
std::int32_t read_cropping(const layer_call& c) {
  const std::int32_t image = image_of_input(c, Axes);
  const auto [rows, columns] = detail::read_borders(c, Axes, "cropping");
  const shape_list s = c.out.shape(image);
  for (const std::int32_t n : {rows[0], rows[1], columns[0], columns[1]}) {
    if (n < 0) throw convert_error("a cropping is negative");
  }
  const std::vector<std::int64_t> left{s[0], std::int64_t{s[1]} - rows[0] - rows[1],
                                       std::int64_t{s[2]} - columns[0] - columns[1], s[3]};
  if (left[1] < 1 || left[2] < 1) throw convert_error("it crops more than there is");
  const shape_list sizes(left.begin(), left.end());
  const std::string& name = c.out.layer_name();
  const std::int32_t begin =
      c.out.add_constant<std::int32_t>(name + "/begin", {4}, {0, rows[0], columns[0], 0});
  const std::int32_t size = c.out.add_constant<std::int32_t>(name + "/size", {4}, sizes);
  return from_image(c, Axes, c.out.append(builtin::slice, {image, begin, size}, sizes));
}

/// UpSampling1D, UpSampling2D: every element several times, or a straight line between them.
template <int Axes>
std::int32_t read_up_sampling(const layer_call& c) {
  const std::int32_t image = image_of_input(c, Axes);
  const size_pair factor = read_pair(c, Axes, "size", 2);
  const std::string kind = c.what.text("interpolation", "nearest");
  if (kind != "nearest" && kind != "bilinear")
    throw convert_error("the interpolation \"" + kind + "\" is not supported");
  // Before TensorFlow 2 the corners were the places of reference.
  const bool is_old = !c.version.in_tensorflow && c.version.major == 2 && c.version.minor < 3;
  if (kind == "bilinear" && is_old)
    throw convert_error("bilinear interpolation of Keras before 2.3 is not supported");
  const shape_list s = c.out.shape(image);
  shape_list sizes = s;
  for (std::size_t i = 0; i < 2; ++i) {
    const std::int64_t size = std::int64_t{s[i + 1]} * factor[i];
    if (size > (1 << 28)) throw convert_error("its output is too large");
    sizes[i + 1] = static_cast<std::int32_t>(size);
  }
  const std::int32_t wanted =
      c.out.add_constant<std::int32_t>(c.out.layer_name() + "/size", {2}, {sizes[1], sizes[2]});
  const bool nearest = kind == "nearest";
  const int half_pixel_centers = nearest ? field::resize_nearest_neighbor::half_pixel_centers
                                         : field::resize_bilinear::half_pixel_centers;
  return from_image(
      c, Axes,
      c.out.append(nearest ? builtin::resize_nearest_neighbor : builtin::resize_bilinear,
                   {image, wanted}, sizes, {{half_pixel_centers, true}}));
}

}  // namespace octet::convert::keras
