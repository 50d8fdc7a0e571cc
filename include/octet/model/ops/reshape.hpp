// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// RESHAPE in a model, for every element type: the bytes of the elements are moved as they are.
#pragma once

#include <cstdint>

#include "octet/kernels/reshape.hpp"
#include "octet/model/ops/support.hpp"

namespace octet::ops {

struct reshape {
  static constexpr builtin code = builtin::reshape;
  static constexpr bool accepts(const graph&, const node&) { return true; }

  struct data {
    std::int32_t input, output;  ///< tensor indices
    std::int32_t bytes;
  };

  /// The new shape is the output tensor's; a second input that says it once more is not looked at.
  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_arity(c, 1, 2, 1)) return r;
    const tensor_info input = c.input(0), output = c.output(0);
    if (output.type != input.type) return c.fail(errc::unsupported_type, output.index);
    if (output.shape.count() != input.shape.count())
      return c.fail(errc::shape_mismatch, output.index);
    c.may_overwrite(0);
    return data{.input = input.index,
                .output = output.index,
                .bytes = static_cast<std::int32_t>(output.bytes())};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    const extents<dynamic> bytes{d.bytes};
    octet::reshape<Backend>(reshape_args<std::uint8_t, extents<dynamic>>{
        .input = {c.read<std::uint8_t>(d.input), bytes},
        .output = {c.write<std::uint8_t>(d.output), bytes}});
  }
};

}  // namespace octet::ops
