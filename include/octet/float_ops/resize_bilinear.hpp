// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// RESIZE_BILINEAR in float.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/float_ops/support.hpp"
#include "octet/model/ops/resize_bilinear.hpp"

namespace octet::float_ops {

/// Arguments of resize_bilinear.
struct resize_bilinear_args {
  tensor<const float> input{};
  tensor<float> output{};
  resize_alignment align{};
};

/// Where place i of the output lies between two of the input, along one axis.
struct bilinear_place {
  std::int32_t lower, upper;  ///< the two places of the input, perhaps the same
  float weight;               ///< of upper; 1 less that for lower

  static bilinear_place of(std::int32_t i, std::int32_t input, std::int32_t output,
                           resize_alignment align) {
    const bool inner = align.corners && output > 1;
    const float step = static_cast<float>(inner ? input - 1 : input) /
                       static_cast<float>(inner ? output - 1 : output);
    const float place = align.half_pixels ? (static_cast<float>(i) + 0.5F) * step - 0.5F
                                          : static_cast<float>(i) * step;
    const auto inside = [&](float p) {
      return std::clamp(static_cast<std::int32_t>(p), std::int32_t{0}, input - 1);
    };
    const std::int32_t lower = inside(std::floor(place));
    return {lower, inside(std::ceil(place)), place - static_cast<float>(lower)};
  }
};

/// Resizes.   out = mean of in at four corners, weighted by (1 - dy, dy) and (1 - dx, dx)
///
/// shapes   input (N,H,W,C), output (N,Ho,Wo,C)
/// memory   none; input and output must not overlap
/// source   TensorFlow Lite reference kernels, RESIZE_BILINEAR
inline void resize_bilinear(const resize_bilinear_args& a) {
  const extents_4d &in = a.input.shape, &out = a.output.shape;
  if (a.output.count() == 0) return;
  const auto depth = static_cast<std::size_t>(out[3]);
  for (std::int32_t n = 0; n < out[0]; ++n) {
    for (std::int32_t y = 0; y < out[1]; ++y) {
      const auto row = bilinear_place::of(y, in[1], out[1], a.align);
      for (std::int32_t x = 0; x < out[2]; ++x) {
        const auto column = bilinear_place::of(x, in[2], out[2], a.align);
        const auto pixel = [&](std::int32_t from_y, std::int32_t from_x) {
          return a.input.data.data() + a.input.at(n, from_y, from_x, 0);
        };
        const float* top_left = pixel(row.lower, column.lower);
        const float* top_right = pixel(row.lower, column.upper);
        const float* bottom_left = pixel(row.upper, column.lower);
        const float* bottom_right = pixel(row.upper, column.upper);
        float* to = a.output.data.data() + a.output.at(n, y, x, 0);
        const float down = row.weight, right = column.weight;
        for (std::size_t c = 0; c < depth; ++c) {
          to[c] = top_left[c] * (1 - down) * (1 - right) + bottom_left[c] * down * (1 - right) +
                  top_right[c] * (1 - down) * right + bottom_right[c] * down * right;
        }
      }
    }
  }
}

/// RESIZE_BILINEAR of float tensors in a model.
struct resize_bilinear_entry : ops::entry<builtin::resize_bilinear, float> {
  struct data {
    std::int32_t input, output;
    extents_4d input_shape, output_shape;
    std::int32_t corners, half_pixels;  ///< 0 or 1: see resize_alignment
  };

  static result<data> prepare(prepare_context& c) {
    const result<resize_alignment> align = ops::read_resize_bilinear(c);
    if (!align) return align.error();
    if (error e = check_floats(c, 1)) return e;
    return data{.input = c.op().input(0),
                .output = c.op().output(0),
                .input_shape = c.input(0).shape.as_4d(),
                .output_shape = c.output(0).shape.as_4d(),
                .corners = align->corners ? 1 : 0,
                .half_pixels = align->half_pixels ? 1 : 0};
  }

  template <class Backend>
  static void run(const data& d, const run_context& c) {
    resize_bilinear({.input = {c.read<float>(d.input), d.input_shape},
                     .output = {c.write<float>(d.output), d.output_shape},
                     .align = {d.corners != 0, d.half_pixels != 0}});
  }
};

}  // namespace octet::float_ops
