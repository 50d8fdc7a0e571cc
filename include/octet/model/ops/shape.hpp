// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SHAPE and RANK in a model: numbers that are known at load.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/model/ops/move.hpp"

namespace octet::ops {

/// Not called `shape`, which is what every operator calls a tensor's shape.
struct shape_op : any_type_entry<builtin::shape> {
  struct data {
    std::int32_t output;  ///< tensor index
    std::int32_t bytes;   ///< of an element: int32 or int64
    shape input_shape;
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_arity(c, 1, 1, 1)) return r;
    const tensor_info input = c.input(0), output = c.output(0);
    if (output.type != tensor_type::int32 && output.type != tensor_type::int64)
      return c.fail(errc::unsupported_type, output.index);
    if (output.shape != shape{.sizes = {input.shape.rank, 1, 1, 1, 1, 1}, .rank = 1})
      return c.fail(errc::shape_mismatch, output.index);
    return data{.output = output.index, .bytes = element_bytes(output), .input_shape = input.shape};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    const auto write = [&]<class T>() {
      for (std::int32_t i = 0; i < d.input_shape.rank; ++i)
        c.write<T>(d.output).store(static_cast<std::size_t>(i), d.input_shape[i]);
    };
    if (d.bytes == 4) {
      write.template operator()<std::int32_t>();
    } else {
      write.template operator()<std::int64_t>();
    }
  }
};

struct rank : any_type_entry<builtin::rank> {
  struct data {
    std::int32_t output;  ///< tensor index
    std::int32_t value;
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_arity(c, 1, 1, 1)) return r;
    const tensor_info output = c.output(0);
    if (output.type != tensor_type::int32) return c.fail(errc::unsupported_type, output.index);
    if (output.shape.count() != 1) return c.fail(errc::shape_mismatch, output.index);
    return data{.output = output.index, .value = c.input(0).shape.rank};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    c.write<std::int32_t>(d.output).store(0, d.value);
  }
};

}  // namespace octet::ops
