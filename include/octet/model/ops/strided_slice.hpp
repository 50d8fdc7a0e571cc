// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// STRIDED_SLICE in a model: the masks become one range an axis; the moves are in
// kernels/strided_slice.hpp.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/kernels/strided_slice.hpp"
#include "octet/model/ops/move.hpp"
#include "octet/model/schema.hpp"

namespace octet::ops {

/// What SLICE, STRIDED_SLICE and REVERSE_V2 prepare and how they run.
template <builtin Code>
struct slice_entry : any_type_entry<Code> {
  struct data {
    std::int32_t input, output;  ///< tensor indices
    std::int32_t bytes;
    shape input_shape;
    shape taken;  ///< the output's, with the axes of the input
    axis_values begin, strides;
  };

  /// The whole input, in steps of 1.
  static constexpr data whole(const tensor_info& input, const tensor_info& output) {
    data d{.input = input.index,
           .output = output.index,
           .bytes = element_bytes(input),
           .input_shape = input.shape,
           .taken = input.shape,
           .begin = {},
           .strides = {}};
    d.strides.fill(1);
    return d;
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    for_element_of(d.bytes, [&]<class T>() {
      octet::strided_slice<Backend>(
          strided_slice_args<T>{.input = {c.read<T>(d.input), d.input_shape},
                                .output = {c.write<T>(d.output), d.taken},
                                .begin = d.begin,
                                .strides = d.strides});
    });
  }
};

/// One axis of a slice as the model gives it.
struct slice_range {
  std::int32_t begin, end, stride;
  bool from_edge, to_edge;  ///< begin or end is not looked at: the slice starts or ends at the edge
  bool end_is_length;       ///< end is counted from begin

  /// The first element taken from an axis of `size`; past the axis where there is none.
  constexpr std::int64_t first(std::int64_t size) const {
    if (from_edge) return stride > 0 ? 0 : size - 1;
    return clamped(begin < 0 ? begin + size : std::int64_t{begin}, size);
  }

  /// How many are taken from `start` on.
  constexpr std::int64_t count(std::int64_t start, std::int64_t size) const {
    std::int64_t stop = std::int64_t{end} + (end_is_length ? start : 0);
    stop = clamped(stop < 0 ? stop + size : stop, size);
    if (to_edge) stop = stride > 0 ? size : -1;
    const std::int64_t distance = stride > 0 ? stop - start : start - stop;
    const std::int64_t step = stride > 0 ? stride : -std::int64_t{stride};
    return distance > 0 ? (distance + step - 1) / step : 0;
  }

 private:
  constexpr std::int64_t clamped(std::int64_t place, std::int64_t size) const {
    const std::int64_t low = stride > 0 ? 0 : -1, high = stride > 0 ? size : size - 1;
    return place < low ? low : place > high ? high : place;
  }
};

struct strided_slice : slice_entry<builtin::strided_slice> {
  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    namespace f = field::strided_slice;
    if (refusal r = check_arity(c, 4, 4, 1)) return r;
    const tensor_info input = c.input(0), output = c.output(0);
    if (refusal r = check_same_type(c, input, output)) return r;
    const outcome<index_list> begin = read_indices(c, c.input(1));
    if (!begin) return begin.error();
    const outcome<index_list> end = read_indices(c, c.input(2), begin->count);
    if (!end) return end.error();
    const outcome<index_list> strides = read_indices(c, c.input(3), begin->count);
    if (!strides) return strides.error();
    const auto mask = [&](int number, std::int32_t i) {
      const auto bits = static_cast<std::uint32_t>(c.op().options.scalar<std::int32_t>(number, 0));
      return (bits >> i & 1u) != 0;
    };
    // Axes that no entry speaks of are taken whole: by the ellipsis, or else at the end.
    std::int32_t unnamed = input.shape.rank;
    for (std::int32_t i = 0; i < begin->count; ++i)
      unnamed -= !mask(f::ellipsis_mask, i) && !mask(f::new_axis_mask, i);
    if (unnamed < 0) return c.fail(errc::shape_mismatch, c.op().input(1));

    data d = whole(input, output);
    std::int32_t axis = 0, out = 0;
    bool fits = true, ellipsis = false;
    const auto next_is = [&](std::int32_t size) {
      fits = fits && out < output.shape.rank && output.shape[out] == size;
      ++out;
    };
    const auto take_unnamed = [&] {
      for (std::int32_t k = 0; k < unnamed; ++k) next_is(input.shape[axis++]);
    };
    for (std::int32_t i = 0; i < begin->count; ++i) {
      if (mask(f::ellipsis_mask, i)) {
        if (ellipsis) return c.fail(errc::bad_option, c.op().input(1));
        ellipsis = true;
        take_unnamed();
        continue;
      }
      if (mask(f::new_axis_mask, i)) {
        next_is(1);
        continue;
      }
      const slice_range range{
          .begin = (*begin)[i],
          .end = (*end)[i],
          .stride = (*strides)[i],
          .from_edge = mask(f::begin_mask, i),
          .to_edge = mask(f::end_mask, i),
          .end_is_length = c.op().options.scalar<std::uint8_t>(f::offset, 0) != 0};
      if (range.stride == 0) return c.fail(errc::bad_option, c.op().input(3));
      const std::int64_t size = input.shape[axis], first = range.first(size);
      const bool shrink = mask(f::shrink_axis_mask, i);
      // One element is taken where the axis goes: it must be there.
      if (shrink && (first < 0 || first >= size)) return c.fail(errc::bad_option, c.op().input(1));
      const std::int64_t count = shrink ? 1 : range.count(first, size);
      const auto a = static_cast<std::size_t>(axis++);
      d.begin[a] = static_cast<std::int32_t>(first);
      d.strides[a] = range.stride;
      d.taken.sizes[a] = static_cast<std::int32_t>(count);
      if (!shrink) next_is(d.taken.sizes[a]);
    }
    if (!ellipsis) take_unnamed();
    if (!fits || out != output.shape.rank) return c.fail(errc::shape_mismatch, output.index);
    return d;
  }
};

}  // namespace octet::ops
