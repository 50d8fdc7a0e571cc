// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// RESIZE_BILINEAR in a model: checks; the arithmetic is in kernels/resize_bilinear.hpp.
#pragma once

#include <cstdint>

#include "octet/kernels/resize_bilinear.hpp"
#include "octet/model/ops/resize_nearest_neighbor.hpp"
#include "octet/model/schema.hpp"

namespace octet::ops {

/// What every resize_bilinear checks besides the types of its elements.
constexpr outcome<resize_alignment> read_resize_bilinear(const prepare_context& c) {
  namespace f = field::resize_bilinear;
  if (refusal r = check_arity(c, 2, 2, 1)) return r;
  const outcome<resize_alignment> align = read_resize(c, f::align_corners, f::half_pixel_centers);
  if (!align) return align;
  for (const tensor_info& t : {c.input(0), c.output(0)}) {
    for (const std::int32_t axis : {1, 2}) {
      if (t.shape[axis] > bilinear_max_size) return c.fail(errc::shape_too_large, t.index);
    }
  }
  if (align->corners && align->half_pixels) return c.fail(errc::bad_option);
  return align;
}

template <class T>
struct resize_bilinear : entry<builtin::resize_bilinear, T> {
  struct data {
    std::int32_t input, output;  ///< tensor indices
    extents_4d input_shape, output_shape;
    std::int32_t corners, half_pixels;  ///< 0 or 1: see resize_alignment
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    const outcome<resize_alignment> align = read_resize_bilinear(c);
    if (!align) return align.error();
    const tensor_info input = c.input(0), output = c.output(0);
    if (refusal r = check_quantized<T>(c, input)) return r;
    if (refusal r = check_quantized<T>(c, output)) return r;
    return data{.input = input.index,
                .output = output.index,
                .input_shape = input.shape.as_4d(),
                .output_shape = output.shape.as_4d(),
                .corners = align->corners ? 1 : 0,
                .half_pixels = align->half_pixels ? 1 : 0};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    octet::resize_bilinear<Backend>(
        resize_bilinear_args<T>{.input = {c.read<T>(d.input), d.input_shape},
                                .output = {c.write<T>(d.output), d.output_shape},
                                .align = {d.corners != 0, d.half_pixels != 0}});
  }
};

}  // namespace octet::ops
