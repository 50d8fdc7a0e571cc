// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// RESIZE_NEAREST_NEIGHBOR in a model: the places are found at load; the moves are in
// kernels/resize_nearest_neighbor.hpp.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/kernels/resize_nearest_neighbor.hpp"
#include "octet/model/ops/move.hpp"
#include "octet/model/schema.hpp"

namespace octet::ops {

/// What every operator that resizes checks: images, the constant size, two options.
constexpr outcome<resize_alignment> read_resize(const prepare_context& c, int corners_field,
                                                int half_pixels_field) {
  const tensor_info input = c.input(0), output = c.output(0);
  for (const tensor_info& t : {input, output}) {
    if (refusal r = check_rank(c, t, 4)) return r;
  }
  const outcome<index_list> size = read_indices(c, c.input(1), 2);
  if (!size) return size.error();
  const shape &in = input.shape, &out = output.shape;
  if (out != shape{.sizes = {in[0], (*size)[0], (*size)[1], in[3], 1, 1}, .rank = 4})
    return c.fail(errc::shape_mismatch, output.index);
  // Nothing can be made of nothing.
  if (out.count() != 0 && in.count() == 0) return c.fail(errc::shape_mismatch, input.index);
  return resize_alignment{
      .corners = c.op().options.scalar<std::uint8_t>(corners_field, 0) != 0,
      .half_pixels = c.op().options.scalar<std::uint8_t>(half_pixels_field, 0) != 0};
}

struct resize_nearest_neighbor : any_type_entry<builtin::resize_nearest_neighbor> {
  struct data {
    moved tensors;
    std::uint32_t rows, columns;  ///< offsets of prepared places
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    namespace f = field::resize_nearest_neighbor;
    const outcome<moved> m = read_moved(c, 2);
    if (!m) return m.error();
    const outcome<resize_alignment> align = read_resize(c, f::align_corners, f::half_pixel_centers);
    if (!align) return align.error();
    return data{.tensors = *m,
                .rows = prepare_places(c, *m, 1, *align),
                .columns = prepare_places(c, *m, 2, *align)};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    for_element_of(d.tensors.bytes, [&]<class T>() {
      octet::resize_nearest_neighbor<Backend>(
          resize_nearest_neighbor_args<T>{.input = d.tensors.from<T>(c),
                                          .output = d.tensors.to<T>(c),
                                          .rows = c.prepared<std::int32_t>(d.rows),
                                          .columns = c.prepared<std::int32_t>(d.columns)});
    });
  }

 private:
  static constexpr std::uint32_t prepare_places(prepare_context& c, const moved& m,
                                                std::int32_t axis, resize_alignment align) {
    // An empty output may have axes of any size.
    const std::int32_t count = m.output_shape.count() == 0 ? 0 : m.output_shape[axis];
    const auto places = c.prepare_array<std::int32_t>(static_cast<std::size_t>(count));
    for (std::int32_t i = 0; i < count; ++i) {
      places.store(static_cast<std::size_t>(i),
                   nearest_neighbor(i, m.input_shape[axis], count, align));
    }
    return places.offset;
  }
};

}  // namespace octet::ops
