// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// LOGISTIC in float.
#pragma once

#include <xsimd/xsimd.hpp>

#include "octet/float_ops/elementwise.hpp"

namespace octet::float_ops {

/// Logistic function.   out = 1 / (1 + exp(-x))
///
/// shapes   output as input
/// memory   none; output may be input
/// source   TensorFlow Lite reference kernels, LOGISTIC
inline void logistic(const unary_args& a) {
  transform(a, [](auto x) {
    using batch = decltype(x);
    return batch(1.0F) / (batch(1.0F) + xsimd::exp(-x));
  });
}

/// LOGISTIC of float tensors in a model.
using logistic_entry = unary_entry<builtin::logistic, logistic>;

}  // namespace octet::float_ops
