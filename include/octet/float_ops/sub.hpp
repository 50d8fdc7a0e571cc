// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SUB in float.
#pragma once

#include "octet/float_ops/binary.hpp"

namespace octet::float_ops {

/// Difference, with broadcasting.   out = act(a - b)
///
/// shapes   as binary_args says
/// memory   none; output may lie on an input of its shape
/// source   TensorFlow Lite reference kernels, SUB
inline void sub(const binary_args& args) {
  combine(args, [](float a, float b) { return a - b; });
}

/// SUB of float tensors in a model.
using sub_entry = binary_entry<builtin::sub, sub>;

}  // namespace octet::float_ops
