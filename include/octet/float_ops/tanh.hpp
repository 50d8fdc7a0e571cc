// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// TANH in float.
#pragma once

#include <xsimd/xsimd.hpp>

#include "octet/float_ops/elementwise.hpp"

namespace octet::float_ops {

/// Hyperbolic tangent.   out = tanh(x)
///
/// shapes   output as input
/// memory   none; output may be input
/// source   TensorFlow Lite reference kernels, TANH
inline void tanh(const unary_args& a) {
  transform(a, [](auto x) { return xsimd::tanh(x); });
}

/// TANH of float tensors in a model.
using tanh_entry = unary_entry<builtin::tanh, tanh>;

}  // namespace octet::float_ops
