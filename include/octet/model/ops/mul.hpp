// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// MUL in a model, and what DIV shares with it; the arithmetic is in kernels/mul.hpp.
#pragma once

#include <cstdint>

#include "octet/kernels/mul.hpp"
#include "octet/model/ops/elementwise.hpp"

namespace octet::ops {

/// MUL or DIV of codes; Scaling makes the multiplier of the three scales.
template <builtin Code, class T, multiplier (*Scaling)(prepare_context&, float, float, float)>
struct mul_entry : coded_pair_entry<Code, T, multiplier, fused::activation> {
  using base = coded_pair_entry<Code, T, multiplier, fused::activation>;

  static constexpr outcome<typename base::data> prepare(prepare_context& c) {
    typename base::data d{};
    pair_scales scales{};
    if (refusal r = base::prepare_pair(c, d, scales)) return r;
    d.scaling = Scaling(c, scales.input1, scales.input2, scales.output);
    return d;
  }
};

/// The factor of a product, in double unless the contract wants floats.
constexpr multiplier mul_scaling(prepare_context& c, float input1, float input2, float output) {
  return c.encode(scale_product(c, input1, input2, false) / decompose(output));
}

/// Of codes.
template <class T>
struct mul : mul_entry<builtin::mul, T, mul_scaling> {
  using base = mul_entry<builtin::mul, T, mul_scaling>;

  template <class Backend>
  static constexpr void run(const typename base::data& d, const run_context& c) {
    octet::mul<Backend>(base::args(d, c));
  }
};

template <>
struct mul<std::int32_t> : plain_entry<builtin::mul, std::int32_t, plain::mul, fused::activation> {
};
template <>
struct mul<std::int64_t> : plain_entry<builtin::mul, std::int64_t, plain::mul, fused::activation> {
};

}  // namespace octet::ops
