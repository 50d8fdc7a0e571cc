// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// RELU_0_TO_1 in float.
#pragma once

#include "octet/float_ops/elementwise.hpp"

namespace octet::float_ops {

/// Rectifier with a floor and a ceiling.   out = min(max(x, 0), 1)
///
/// shapes   output as input
/// memory   none; output may be input
/// source   TensorFlow Lite reference kernels, RELU_0_TO_1
inline void relu_0_to_1(const unary_args& a) { limit(a, 0.0F, 1.0F); }

/// RELU_0_TO_1 of float tensors in a model.
using relu_0_to_1_entry = unary_entry<builtin::relu_0_to_1, relu_0_to_1>;

}  // namespace octet::float_ops
