// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// MUL in float.
#pragma once

#include "octet/float_ops/binary.hpp"

namespace octet::float_ops {

/// Product, with broadcasting.   out = act(a * b)
///
/// shapes   as binary_args says
/// memory   none; output may lie on an input of its shape
/// source   TensorFlow Lite reference kernels, MUL
inline void mul(const binary_args& args) {
  combine(args, [](float a, float b) { return a * b; });
}

/// MUL of float tensors in a model.
using mul_entry = binary_entry<builtin::mul, mul>;

}  // namespace octet::float_ops
