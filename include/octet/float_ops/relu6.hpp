// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// RELU6 in float.
#pragma once

#include "octet/float_ops/elementwise.hpp"

namespace octet::float_ops {

/// Rectifier with a ceiling.   out = min(max(x, 0), 6)
///
/// shapes   output as input
/// memory   none; output may be input
/// source   TensorFlow Lite reference kernels, RELU6
inline void relu6(const unary_args& a) { limit(a, 0.0F, 6.0F); }

/// RELU6 of float tensors in a model.
using relu6_entry = unary_entry<builtin::relu6, relu6>;

}  // namespace octet::float_ops
