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

struct resize_nearest_neighbor : any_type_entry<builtin::resize_nearest_neighbor> {
  struct data {
    std::int32_t input, output;  ///< tensor indices
    std::int32_t bytes;
    shape input_shape, output_shape;
    std::uint32_t rows, columns;  ///< offsets of prepared places
  };

  static constexpr result<data> prepare(prepare_context& c) {
    namespace f = field::resize_nearest_neighbor;
    if (error e = check_arity(c, 2, 2, 1)) return e;
    const tensor_info input = c.input(0), output = c.output(0);
    if (error e = check_same_type(c, input, output)) return e;
    for (const tensor_info& t : {input, output}) {
      if (error e = check_rank(c, t, 4)) return e;
    }
    const result<index_list> size = read_indices(c, c.input(1), 2);
    if (!size) return size.error();
    const shape &in = input.shape, &out = output.shape;
    if (out != shape{.sizes = {in[0], (*size)[0], (*size)[1], in[3], 1, 1}, .rank = 4})
      return c.fail(errc::shape_mismatch, output.index);
    // Nothing has no nearest neighbour.
    if (out.count() != 0 && in.count() == 0) return c.fail(errc::shape_mismatch, input.index);
    const resize_alignment align{
        .corners = c.op().options.scalar<std::uint8_t>(f::align_corners, 0) != 0,
        .half_pixels = c.op().options.scalar<std::uint8_t>(f::half_pixel_centers, 0) != 0};
    return data{.input = input.index,
                .output = output.index,
                .bytes = element_bytes(input),
                .input_shape = in,
                .output_shape = out,
                .rows = prepare_places(c, in, out, 1, align),
                .columns = prepare_places(c, in, out, 2, align)};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    for_element_of(d.bytes, [&]<class T>() {
      octet::resize_nearest_neighbor<Backend>(
          resize_nearest_neighbor_args<T>{.input = {c.read<T>(d.input), d.input_shape},
                                          .output = {c.write<T>(d.output), d.output_shape},
                                          .rows = c.prepared<std::int32_t>(d.rows),
                                          .columns = c.prepared<std::int32_t>(d.columns)});
    });
  }

 private:
  static constexpr std::uint32_t prepare_places(prepare_context& c, const shape& in,
                                                const shape& out, std::int32_t axis,
                                                resize_alignment align) {
    // An empty output may have axes of any size.
    const std::int32_t count = out.count() == 0 ? 0 : out[axis];
    const auto places = c.prepare_array<std::int32_t>(static_cast<std::size_t>(count));
    for (std::int32_t i = 0; i < count; ++i)
      places.store(static_cast<std::size_t>(i), nearest_neighbor(i, in[axis], count, align));
    return places.offset;
  }
};

}  // namespace octet::ops
