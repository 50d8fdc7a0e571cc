// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// FILL and ZEROS_LIKE in a model: checks; kernels/fill.hpp does the rest.
#pragma once

#include <cstdint>

#include "octet/kernels/fill.hpp"
#include "octet/model/ops/move.hpp"

namespace octet::ops {

/// The shape is constant; the value need not be.
struct fill : any_type_entry<builtin::fill> {
  struct data {
    std::int32_t value, output;  ///< tensor indices
    std::int32_t bytes;
    std::int32_t count;
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_arity(c, 2, 2, 1)) return r;
    const tensor_info value = c.input(1), output = c.output(0);
    if (refusal r = check_same_type(c, value, output)) return r;
    if (value.shape.count() != 1) return c.fail(errc::shape_mismatch, value.index);
    const outcome<index_list> sizes = read_indices(c, c.input(0), output.shape.rank);
    if (!sizes) return sizes.error();
    for (std::int32_t i = 0; i < sizes->count; ++i) {
      if ((*sizes)[i] != output.shape[i]) return c.fail(errc::shape_mismatch, output.index);
    }
    return data{.value = value.index,
                .output = output.index,
                .bytes = element_bytes(value),
                .count = static_cast<std::int32_t>(output.shape.count())};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    for_element_of(d.bytes, [&]<class T>() {
      octet::fill<Backend>(
          fill_args<T>{.output = {c.write<T>(d.output), d.count}, .value = c.read<T>(d.value)[0]});
    });
  }
};

/// Zeros are zero bits: of codes too, whatever their zero point, as the reference has it.
struct zeros_like : any_type_entry<builtin::zeros_like> {
  struct data {
    std::int32_t output;  ///< tensor index
    std::int32_t bytes;   ///< all of them
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_arity(c, 1, 1, 1)) return r;
    const tensor_info input = c.input(0), output = c.output(0);
    if (refusal r = check_same_type(c, input, output)) return r;
    if (output.shape != input.shape) return c.fail(errc::shape_mismatch, output.index);
    return data{.output = output.index, .bytes = static_cast<std::int32_t>(output.bytes())};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    octet::fill<Backend>(
        fill_args<std::uint8_t>{.output = {c.write<std::uint8_t>(d.output), d.bytes}});
  }
};

}  // namespace octet::ops
