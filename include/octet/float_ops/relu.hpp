// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// RELU in float.
#pragma once

#include <xsimd/xsimd.hpp>

#include "octet/float_ops/elementwise.hpp"

namespace octet::float_ops {

/// Rectifier.   out = max(x, 0)
///
/// shapes   output as input
/// memory   none; output may be input
/// source   TensorFlow Lite reference kernels, RELU
inline void relu(const unary_args& a) {
  transform(a, [](auto x) {
    using batch = decltype(x);
    return xsimd::select(x < batch(0.0F), batch(0.0F), x);
  });
}

/// RELU of float tensors in a model.
using relu_entry = unary_entry<builtin::relu, relu>;

}  // namespace octet::float_ops
