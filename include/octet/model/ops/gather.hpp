// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// GATHER in a model: checks of the shapes; the indices are looked at when they are there, in
// kernels/gather.hpp.
#pragma once

#include <cstdint>

#include "octet/kernels/gather.hpp"
#include "octet/model/ops/move.hpp"
#include "octet/model/schema.hpp"

namespace octet::ops {

/// Calls run.operator()<T, Index>() for the elements and the indices of GATHER and GATHER_ND.
template <class Run>
constexpr auto for_gathered(std::int32_t bytes, std::int32_t index_bytes, Run run) {
  return for_element_of(bytes, [&]<class T>() {
    return index_bytes == 4 ? run.template operator()<T, std::int32_t>()
                            : run.template operator()<T, std::int64_t>();
  });
}

/// Indices are int32 or int64.
constexpr refusal check_index_type(const prepare_context& c, const tensor_info& indices) {
  const bool known = indices.type == tensor_type::int32 || indices.type == tensor_type::int64;
  return known ? refusal{} : c.fail(errc::unsupported_type, indices.index);
}

struct gather : any_type_entry<builtin::gather> {
  struct data {
    std::int32_t input, indices, output;  ///< tensor indices
    std::int32_t bytes, index_bytes;      ///< of an element
    std::int32_t batches, outer, size, inner, count;
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_arity(c, 2, 2, 1)) return r;
    const tensor_info input = c.input(0), indices = c.input(1), output = c.output(0);
    if (refusal r = check_same_type(c, input, output)) return r;
    if (refusal r = check_index_type(c, indices)) return r;
    const auto option = [&](int number) { return c.op().options.scalar<std::int32_t>(number, 0); };
    const outcome<std::int32_t> axis = check_axis(c, option(field::gather::axis), input.shape.rank);
    if (!axis) return axis.error();
    const std::int32_t index_rank = indices.shape.rank;
    std::int32_t batch_dims = option(field::gather::batch_dims);
    if (batch_dims < -index_rank || batch_dims > index_rank) return c.fail(errc::bad_option);
    if (batch_dims < 0) batch_dims += index_rank;
    if (batch_dims > *axis) return c.fail(errc::bad_option);
    // (batch axes, the input's up to the axis, the indices' other axes, the input's other axes)
    bool fits = output.shape.rank == input.shape.rank - 1 + index_rank - batch_dims;
    const auto at = [&](std::int32_t place, std::int32_t size) {
      fits = fits && output.shape[place] == size;
    };
    for (std::int32_t i = 0; fits && i < batch_dims; ++i) at(i, indices.shape[i]);
    for (std::int32_t i = 0; fits && i < *axis; ++i) at(i, input.shape[i]);
    for (std::int32_t i = batch_dims; fits && i < index_rank; ++i)
      at(*axis + i - batch_dims, indices.shape[i]);
    for (std::int32_t i = *axis + 1; fits && i < input.shape.rank; ++i)
      at(i - 1 + index_rank - batch_dims, input.shape[i]);
    if (!fits) return c.fail(errc::shape_mismatch, output.index);
    const bool empty = output.shape.count() == 0;
    return data{.input = input.index,
                .indices = indices.index,
                .output = output.index,
                .bytes = element_bytes(input),
                .index_bytes = element_bytes(indices),
                .batches = empty ? 0 : input.shape.product(0, batch_dims),
                .outer = empty ? 0 : input.shape.product(batch_dims, *axis),
                .size = input.shape[*axis],
                .inner = empty ? 0 : input.shape.product(*axis + 1, input.shape.rank),
                .count = empty ? 0 : indices.shape.product(batch_dims, index_rank)};
  }

  template <class Backend>
  static constexpr errc run(const data& d, const run_context& c) {
    return for_gathered(d.bytes, d.index_bytes, [&]<class T, class Index>() {
      return octet::gather<Backend>(gather_args<T, Index>{.input = c.read<T>(d.input),
                                                          .indices = c.read<Index>(d.indices),
                                                          .output = c.write<T>(d.output),
                                                          .batches = d.batches,
                                                          .outer = d.outer,
                                                          .size = d.size,
                                                          .inner = d.inner,
                                                          .count = d.count});
    });
  }
};

}  // namespace octet::ops
