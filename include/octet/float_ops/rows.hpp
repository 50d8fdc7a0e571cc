// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Operators that compute on the last axis: their arguments, and their entry.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "octet/float_ops/support.hpp"

namespace octet::float_ops {

/// Arguments of an operator on rows; output may be input.
struct row_args {
  std::span<const float> input{};
  std::span<float> output{};  ///< as many values
  std::size_t depth = 1;      ///< values of a row; the rows fill input
};

/// Calls f(input, output) with the spans of each row.
template <class F>
void for_each_row(const row_args& a, F f) {
  for (std::size_t first = 0; first < a.input.size(); first += a.depth)
    f(a.input.subspan(first, a.depth), a.output.subspan(first, a.depth));
}

/// An operator on the rows of a float tensor in a model.
template <builtin Code, void (*Kernel)(const row_args&)>
struct row_entry : ops::entry<Code, float> {
  struct data {
    std::int32_t input, output;
    std::uint32_t count, depth;
  };

  static result<data> prepare(prepare_context& c) {
    if (error e = ops::check_elementwise(c)) return e;
    if (error e = check_floats(c, 1)) return e;
    const shape s = c.output(0).shape;
    if (s.rank == 0) return c.fail(errc::shape_mismatch, c.output(0).index);
    c.may_overwrite(0);
    return data{.input = c.op().input(0),
                .output = c.op().output(0),
                .count = static_cast<std::uint32_t>(s.count()),
                .depth = static_cast<std::uint32_t>(s[s.rank - 1])};
  }

  template <class Backend>
  static void run(const data& d, const run_context& c) {
    Kernel({.input = {c.read<float>(d.input).data(), d.count},
            .output = {c.write<float>(d.output).data(), d.count},
            .depth = d.depth});
  }
};

}  // namespace octet::float_ops
