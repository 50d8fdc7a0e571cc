// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SPACE_TO_BATCH_ND and BATCH_TO_SPACE_ND in a model: checks of the blocks; the moves are in
// kernels/space_to_batch_nd.hpp.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/kernels/space_to_batch_nd.hpp"
#include "octet/model/ops/pad.hpp"

namespace octet::ops {

/// What both operators prepare.
template <builtin Code>
struct batch_space_entry : any_type_entry<Code> {
  struct data {
    std::int32_t input, output;  ///< tensor indices
    std::int32_t bytes;
    std::int32_t zero;
    batch_blocks blocks;
  };

  /// Inputs: the tensor, the block along each spatial axis, and before and after of each, which are
  /// padded on the way to the batches and cropped on the way back.
  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_arity(c, 3, 3, 1)) return r;
    const tensor_info input = c.input(0), borders = c.input(2), output = c.output(0);
    if (refusal r = check_same_type(c, input, output)) return r;
    const std::int32_t rank = input.shape.rank;
    if (refusal r = check_rank(c, output, rank)) return r;
    const outcome<index_list> block = read_indices(c, c.input(1));
    if (!block) return block.error();
    const std::int32_t axes = block->count;
    if (axes >= rank) return c.fail(errc::shape_mismatch, c.op().input(1));
    const outcome<index_list> border = read_indices(c, borders, 2 * axes);
    if (!border) return border.error();
    const bool to_batch = Code == builtin::space_to_batch_nd;
    const tensor_info &space = to_batch ? input : output, &batch = to_batch ? output : input;
    data d{.input = input.index,
           .output = output.index,
           .bytes = element_bytes(input),
           .zero = zero_code(output),
           .blocks = {.space = space.shape, .batch = batch.shape, .spatial_axes = axes}};
    std::int64_t batches = space.shape[0];
    for (std::int32_t i = 0; i < axes; ++i) {
      const auto a = static_cast<std::size_t>(i);
      const std::int64_t size = (*block)[i], before = (*border)[2 * i],
                         after = (*border)[2 * i + 1];
      if (size < 1) return c.fail(errc::bad_option, c.op().input(1));
      if (before < 0 || after < 0) return c.fail(errc::bad_option, borders.index);
      if (size * batch.shape[i + 1] != before + space.shape[i + 1] + after)
        return c.fail(errc::shape_mismatch, output.index);
      // Compared at every step: the product of what a file may say leaves int64.
      batches *= size;
      if (batches > batch.shape[0]) return c.fail(errc::shape_mismatch, output.index);
      d.blocks.block[a] = static_cast<std::int32_t>(size);
      d.blocks.before[a] = static_cast<std::int32_t>(before);
    }
    bool fits = batches == batch.shape[0];
    for (std::int32_t axis = axes + 1; axis < rank; ++axis)
      fits = fits && space.shape[axis] == batch.shape[axis];
    if (!fits) return c.fail(errc::shape_mismatch, output.index);
    return d;
  }

  template <class T>
  static constexpr batch_space_args<T> args(const data& d, const run_context& c) {
    return {.input = c.read<T>(d.input),
            .output = c.write<T>(d.output),
            .blocks = d.blocks,
            .value = element_of_code<T>(d.zero)};
  }
};

struct space_to_batch_nd : batch_space_entry<builtin::space_to_batch_nd> {
  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    for_element_of(d.bytes, [&]<class T>() { octet::space_to_batch_nd<Backend>(args<T>(d, c)); });
  }
};

struct batch_to_space_nd : batch_space_entry<builtin::batch_to_space_nd> {
  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    for_element_of(d.bytes, [&]<class T>() { octet::batch_to_space_nd<Backend>(args<T>(d, c)); });
  }
};

}  // namespace octet::ops
