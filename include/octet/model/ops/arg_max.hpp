// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// ARG_MAX and ARG_MIN in a model: the axis; the search is in kernels/arg_max.hpp.
#pragma once

#include <cstdint>

#include "octet/kernels/arg_max.hpp"
#include "octet/model/ops/move.hpp"

namespace octet::ops {

/// ARG_MAX or ARG_MIN of elements of type T.
template <builtin Code, class T>
struct arg_entry : entry<Code, T> {
  struct data {
    std::int32_t input, output;  ///< tensor indices
    std::int32_t index_bytes;    ///< int32 or int64
    std::int32_t outer, size, inner;
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_arity(c, 2, 2, 1)) return r;
    const tensor_info input = c.input(0), output = c.output(0);
    if (output.type != tensor_type::int32 && output.type != tensor_type::int64)
      return c.fail(errc::unsupported_type, output.index);
    const std::int32_t rank = input.shape.rank;
    const outcome<std::int32_t> axis = read_axis(c, c.input(1), rank);
    if (!axis) return axis.error();
    if (output.shape != without_axis(input.shape, *axis))
      return c.fail(errc::shape_mismatch, output.index);
    const bool empty = output.shape.count() == 0;
    // Nothing has no largest element.
    if (!empty && input.shape[*axis] == 0) return c.fail(errc::shape_mismatch, input.index);
    return data{.input = input.index,
                .output = output.index,
                .index_bytes = element_bytes(output),
                .outer = empty ? 0 : input.shape.product(0, *axis),
                .size = input.shape[*axis],
                .inner = empty ? 0 : input.shape.product(*axis + 1, rank)};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    const auto search = [&]<class Index>() {
      const arg_max_args<T, Index> args{.input = c.read<T>(d.input),
                                        .output = c.write<Index>(d.output),
                                        .outer = d.outer,
                                        .size = d.size,
                                        .inner = d.inner};
      if constexpr (Code == builtin::arg_max) {
        octet::arg_max<Backend>(args);
      } else {
        octet::arg_min<Backend>(args);
      }
    };
    if (d.index_bytes == 4) {
      search.template operator()<std::int32_t>();
    } else {
      search.template operator()<std::int64_t>();
    }
  }
};

template <class T>
struct arg_max : arg_entry<builtin::arg_max, T> {};
template <class T>
struct arg_min : arg_entry<builtin::arg_min, T> {};

}  // namespace octet::ops
