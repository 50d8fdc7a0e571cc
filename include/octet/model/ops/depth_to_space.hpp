// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// DEPTH_TO_SPACE and SPACE_TO_DEPTH in a model: checks of the shapes; the moves are in
// kernels/depth_to_space.hpp.
#pragma once

#include <cstdint>

#include "octet/kernels/depth_to_space.hpp"
#include "octet/model/ops/move.hpp"
#include "octet/model/schema.hpp"

namespace octet::ops {

/// What both operators prepare.
template <builtin Code>
struct depth_space_entry : any_type_entry<Code> {
  struct data {
    std::int32_t input, output;  ///< tensor indices
    std::int32_t bytes;
    std::int32_t block;
    extents_4d input_shape, output_shape;
  };

  /// Whether squares of `block` pixels of `wide` make `deep`.
  static constexpr bool folds(const shape& wide, const shape& deep, std::int64_t block) {
    return wide[0] == deep[0] && wide[1] == block * deep[1] && wide[2] == block * deep[2] &&
           block * block * wide[3] == deep[3];
  }

  static constexpr outcome<data> prepare_block(const prepare_context& c, int field) {
    if (refusal r = check_arity(c, 1, 1, 1)) return r;
    const tensor_info input = c.input(0), output = c.output(0);
    if (refusal r = check_same_type(c, input, output)) return r;
    for (const tensor_info& t : {input, output}) {
      if (refusal r = check_rank(c, t, 4)) return r;
    }
    const outcome<std::int32_t> block = read_size(c, field, 0);
    if (!block) return block.error();
    const bool deepens = Code == builtin::space_to_depth;
    if (!folds(deepens ? input.shape : output.shape, deepens ? output.shape : input.shape, *block))
      return c.fail(errc::shape_mismatch, output.index);
    return data{.input = input.index,
                .output = output.index,
                .bytes = element_bytes(input),
                .block = *block,
                .input_shape = input.shape.as_4d(),
                .output_shape = output.shape.as_4d()};
  }

  template <class T>
  static constexpr depth_space_args<T> args(const data& d, const run_context& c) {
    return {.input = {c.read<T>(d.input), d.input_shape},
            .output = {c.write<T>(d.output), d.output_shape},
            .block = d.block};
  }
};

struct depth_to_space : depth_space_entry<builtin::depth_to_space> {
  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    return prepare_block(c, field::depth_to_space::block_size);
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    for_element_of(d.bytes, [&]<class T>() { octet::depth_to_space<Backend>(args<T>(d, c)); });
  }
};

struct space_to_depth : depth_space_entry<builtin::space_to_depth> {
  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    return prepare_block(c, field::space_to_depth::block_size);
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    for_element_of(d.bytes, [&]<class T>() { octet::space_to_depth<Backend>(args<T>(d, c)); });
  }
};

}  // namespace octet::ops
