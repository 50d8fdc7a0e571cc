// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What CONCATENATION, PACK, SPLIT, SPLIT_V and UNPACK share in a model: one tensor that is made of
// others, or cut into them, along an axis.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/kernels/block_copy.hpp"
#include "octet/model/ops/move.hpp"

namespace octet::ops {

/// A tensor that is a part of the whole.
struct block_part {
  std::int32_t tensor;
  std::int32_t length;  ///< elements in each block
};

/// The whole, made of blocks; each block is one block of every part, side by side.
struct block_layout {
  std::int32_t whole;  ///< tensor index
  std::int32_t bytes;  ///< of an element
  std::int32_t blocks;
  std::int32_t stride;  ///< elements of a block

  /// Along `axis`; an empty tensor has no blocks.
  static constexpr block_layout of(const tensor_info& whole, std::int32_t axis) {
    const bool empty = whole.shape.count() == 0;
    return {.whole = whole.index,
            .bytes = element_bytes(whole),
            .blocks = empty ? 0 : whole.shape.product(0, axis),
            .stride = empty ? 0 : whole.shape.product(axis, whole.shape.rank)};
  }

  /// A part that has `size` of the `whole` places along the axis.
  constexpr block_part part(const tensor_info& t, std::int32_t size, std::int32_t of_all) const {
    return {.tensor = t.index, .length = blocks == 0 ? 0 : stride / of_all * size};
  }
};

/// Parts in the order in which they lie.
struct part_list {
  std::int32_t count;
  std::uint32_t offset;  ///< of what is prepared

  /// Calls visit(part, elements of each block in front of it).
  template <class Visit>
  constexpr void for_each(const run_context& c, Visit visit) const {
    const elements<const block_part> parts = c.prepared<block_part>(offset);
    std::size_t in_front = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
      const block_part p = parts[i];
      visit(p, in_front);
      in_front += static_cast<std::size_t>(p.length);
    }
  }
};

/// Moves a part to its place in the whole.
template <class Backend>
constexpr void join_part(const block_layout& d, const run_context& c, const block_part& p,
                         std::size_t in_front) {
  for_element_of(d.bytes, [&]<class T>() {
    octet::block_copy<Backend>(block_copy_args<T>{.input = c.read<T>(p.tensor),
                                                  .output = c.write<T>(d.whole) + in_front,
                                                  .blocks = d.blocks,
                                                  .length = p.length,
                                                  .input_stride = p.length,
                                                  .output_stride = d.stride});
  });
}

/// An operator with one input that is cut into its outputs.
template <builtin Code>
struct cut_entry : any_type_entry<Code> {
  struct data {
    block_layout layout;
    part_list parts;
  };

  /// Prepares the parts: output i has expected(i) for its shape and size(i) places along the axis.
  template <class Expected, class Size>
  static constexpr outcome<data> prepare_parts(prepare_context& c, const tensor_info& input,
                                               std::int32_t axis, Expected expected, Size size) {
    const block_layout layout = block_layout::of(input, axis);
    const auto parts = c.prepare_array<block_part>(c.output_count());
    for (std::size_t i = 0; i < c.output_count(); ++i) {
      const tensor_info output = c.output(i);
      if (refusal r = check_same_type(c, input, output)) return r;
      if (output.shape != expected(i)) return c.fail(errc::shape_mismatch, output.index);
      parts.store(i, layout.part(output, size(i), input.shape[axis]));
    }
    return data{.layout = layout,
                .parts = {static_cast<std::int32_t>(c.output_count()), parts.offset}};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    d.parts.for_each(c, [&](const block_part& p, std::size_t in_front) {
      for_element_of(d.layout.bytes, [&]<class T>() {
        octet::block_copy<Backend>(block_copy_args<T>{.input = c.read<T>(d.layout.whole) + in_front,
                                                      .output = c.write<T>(p.tensor),
                                                      .blocks = d.layout.blocks,
                                                      .length = p.length,
                                                      .input_stride = d.layout.stride,
                                                      .output_stride = p.length});
      });
    });
  }
};

}  // namespace octet::ops
