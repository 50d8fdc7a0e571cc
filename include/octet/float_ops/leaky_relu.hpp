// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// LEAKY_RELU in float.
#pragma once

#include <xsimd/xsimd.hpp>

#include "octet/float_ops/elementwise.hpp"
#include "octet/model/ops/leaky_relu.hpp"

namespace octet::float_ops {

/// Rectifier that lets through a part of what is below zero.   out = x > 0 ? x : alpha * x
///
/// shapes   output as input
/// memory   none; output may be input
/// source   TensorFlow Lite reference kernels, LEAKY_RELU
inline void leaky_relu(const unary_args& a, float alpha) {
  transform(a, [&](auto x) {
    using batch = decltype(x);
    return xsimd::select(x > batch(0.0F), x, x * batch(alpha));
  });
}

/// LEAKY_RELU of float tensors in a model.
struct leaky_relu_entry : unary_operator<builtin::leaky_relu> {
  using base = unary_operator<builtin::leaky_relu>;

  struct data {
    base::data tensors;
    float alpha;
  };

  static result<data> prepare(prepare_context& c) {
    const result<base::data> tensors = base::prepare(c);
    if (!tensors) return tensors.error();
    const result<float> alpha = ops::read_alpha(c);
    if (!alpha) return alpha.error();
    return data{.tensors = *tensors, .alpha = *alpha};
  }

  template <class Backend>
  static void run(const data& d, const run_context& c) {
    leaky_relu(args(d.tensors, c), d.alpha);
  }
};

}  // namespace octet::float_ops
