// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What operators on codes share that are a table in a model; the arithmetic is in
// kernels/lookup.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

#include "octet/kernels/lookup.hpp"
#include "octet/model/ops/support.hpp"

namespace octet::ops {

/// An operator that maps each code by itself.
template <builtin Code, class T>
struct lookup_entry : entry<Code, T> {
  struct data {
    std::int32_t input, output;  ///< tensor indices
    std::int32_t count;
    std::uint32_t table;  ///< offset of the prepared table
  };

  /// For the function f of real numbers, in float.
  template <class F>
  static constexpr outcome<data> prepare_table(prepare_context& c, F f) {
    if (refusal r = check_elementwise(c)) return r;
    const tensor_info input = c.input(0), output = c.output(0);
    if (refusal r = check_quantized<T>(c, input)) return r;
    if (refusal r = check_quantized<T>(c, output)) return r;
    // The table is made from one end of the input's range to the other: both have to be floats.
    if (!(double{input.scale()} * (1 << 17) <= double{std::numeric_limits<float>::max()}))
      return c.fail(errc::bad_scale, input.index);
    c.may_overwrite(0);
    const prepared_array<T> table =
        c.prepare_array<T>(sizeof(T) == 2 ? interpolation_size : lookup_size);
    if (table.values) {
      fill_lookup<T>({input.scale(), input.zero_point()}, {output.scale(), output.zero_point()}, f,
                     [&](std::size_t i, T code) { table.store(i, code); });
    }
    return data{.input = input.index,
                .output = output.index,
                .count = static_cast<std::int32_t>(output.shape.count()),
                .table = table.offset};
  }

  static constexpr lookup_args<T> args(const data& d, const run_context& c) {
    return {.input = {c.read<T>(d.input), d.count},
            .output = {c.write<T>(d.output), d.count},
            .table = c.prepared<T>(d.table)};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    octet::lookup<Backend>(args(d, c));
  }
};

}  // namespace octet::ops
