// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// GELU in float.
#pragma once

#include <cstdint>
#include <xsimd/xsimd.hpp>

#include "octet/float_ops/elementwise.hpp"
#include "octet/model/schema.hpp"

namespace octet::float_ops {

/// x times the normal distribution.   out = x / 2 * erfc(-x / sqrt(2))
///
/// shapes   output as input
/// memory   none; output may be input
/// source   TensorFlow Lite reference kernels, GELU
inline void gelu(const unary_args& a) {
  transform(a, [](auto x) {
    using batch = decltype(x);
    return batch(0.5F) * x * xsimd::erfc(x * batch(-0.70710678F));
  });
}

/// The same with a simpler distribution.   out = x / 2 * (1 + tanh(sqrt(2 / pi) (x + 0.044715
/// x^3)))
///
/// shapes   output as input
/// memory   none; output may be input
/// source   TensorFlow Lite reference kernels, GELU
inline void approximate_gelu(const unary_args& a) {
  transform(a, [](auto x) {
    using batch = decltype(x);
    const batch inner = batch(0.79788456F) * (x + batch(0.044715F) * x * x * x);
    return batch(0.5F) * x * (batch(1.0F) + xsimd::tanh(inner));
  });
}

/// GELU of float tensors in a model.
struct gelu_entry : unary_operator<builtin::gelu> {
  using base = unary_operator<builtin::gelu>;

  struct data {
    base::data tensors;
    std::int32_t approximate;  ///< 0 or 1
  };

  static result<data> prepare(prepare_context& c) {
    const result<base::data> tensors = base::prepare(c);
    if (!tensors) return tensors.error();
    const auto option = c.op().options.scalar<std::uint8_t>(field::gelu::approximate, 0);
    return data{.tensors = *tensors, .approximate = option != 0 ? 1 : 0};
  }

  template <class Backend>
  static void run(const data& d, const run_context& c) {
    const unary_args a = args(d.tensors, c);
    if (d.approximate != 0) {
      approximate_gelu(a);
    } else {
      gelu(a);
    }
  }
};

}  // namespace octet::float_ops
