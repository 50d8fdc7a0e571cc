// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// CAST in a model, between all types of numbers that octet holds; the arithmetic is in
// kernels/cast.hpp.
#pragma once

#include <cstdint>
#include <type_traits>

#include "octet/kernels/cast.hpp"
#include "octet/model/ops/move.hpp"

namespace octet::ops {

struct cast : any_type_entry<builtin::cast> {
  struct data {
    std::int32_t input, output;  ///< tensor indices
    std::int32_t from, to;       ///< tensor_type
    std::int32_t count;
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_arity(c, 1, 1, 1)) return r;
    const tensor_info input = c.input(0), output = c.output(0);
    for (const tensor_info& t : {input, output}) {
      if (!for_number(t.type, []<class>() {})) return c.fail(errc::unsupported_type, t.index);
    }
    if (output.shape != input.shape) return c.fail(errc::shape_mismatch, output.index);
    c.may_overwrite(0);
    return data{.input = input.index,
                .output = output.index,
                .from = static_cast<std::int32_t>(input.type),
                .to = static_cast<std::int32_t>(output.type),
                .count = static_cast<std::int32_t>(output.shape.count())};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    for_number(static_cast<tensor_type>(d.from), [&]<class From>() {
      for_number(static_cast<tensor_type>(d.to), [&]<class To>() {
        // A bool is read as the byte that it is: a file may hold others than 0 and 1.
        using stored = std::conditional_t<std::is_same_v<From, bool>, std::uint8_t, From>;
        octet::cast<Backend>(cast_args<stored, To>{.input = {c.read<stored>(d.input), d.count},
                                                   .output = {c.write<To>(d.output), d.count}});
      });
    });
  }

 private:
  /// Calls run.operator()<T>() with the C++ type; false where there is none.
  template <class Run>
  static constexpr bool for_number(tensor_type type, Run run) {
    switch (type) {
      case tensor_type::boolean:
        return run.template operator()<bool>(), true;
      case tensor_type::int8:
        return run.template operator()<std::int8_t>(), true;
      case tensor_type::uint8:
        return run.template operator()<std::uint8_t>(), true;
      case tensor_type::int16:
        return run.template operator()<std::int16_t>(), true;
      case tensor_type::uint16:
        return run.template operator()<std::uint16_t>(), true;
      case tensor_type::int32:
        return run.template operator()<std::int32_t>(), true;
      case tensor_type::uint32:
        return run.template operator()<std::uint32_t>(), true;
      case tensor_type::int64:
        return run.template operator()<std::int64_t>(), true;
      case tensor_type::float32:
        return run.template operator()<float>(), true;
      default:
        return false;
    }
  }
};

}  // namespace octet::ops
