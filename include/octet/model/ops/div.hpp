// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// DIV, FLOOR_DIV and FLOOR_MOD in a model; the arithmetic is in kernels/div.hpp and plain.hpp.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/kernels/div.hpp"
#include "octet/model/ops/mul.hpp"

namespace octet::ops {

/// The factor of a quotient, in float; the kernel multiplies by its mantissa whatever the contract.
constexpr multiplier div_scaling(prepare_context&, float input1, float input2, float output) {
  return multiplier::from_real(double{input1 / (input2 * output)});
}

/// Of codes.
template <class T>
struct div : mul_entry<builtin::div, T, div_scaling> {
  using base = mul_entry<builtin::div, T, div_scaling>;

  static constexpr outcome<typename base::data> prepare(prepare_context& c) {
    const auto d = base::prepare(c);
    // Above, the kernel would have to shift left where it divides.
    if (d && d->scaling.shift > 22) return c.fail(errc::quantization_mismatch, c.op().output(0));
    return d;
  }

  template <class Backend>
  static constexpr errc run(const typename base::data& d, const run_context& c) {
    const auto divisors = c.read<T>(d.tensors.input2);
    const std::size_t count = d.tensors.input2_shape.count();
    for (std::size_t i = 0; i < count; ++i) {
      if (divisors[i] == d.input2_zero_point) return errc::outside_domain;
    }
    octet::div<Backend>(base::args(d, c));
    return errc::ok;
  }
};

template <>
struct div<std::int32_t>
    : plain_division_entry<builtin::div, std::int32_t, plain::div, fused::activation> {};

/// Of numbers.
template <class T>
struct floor_div : plain_division_entry<builtin::floor_div, T, plain::floor_div> {};
template <class T>
struct floor_mod : plain_division_entry<builtin::floor_mod, T, plain::floor_mod> {};

}  // namespace octet::ops
