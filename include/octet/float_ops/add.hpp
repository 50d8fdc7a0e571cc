// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// ADD in float.
#pragma once

#include "octet/float_ops/binary.hpp"

namespace octet::float_ops {

/// Sum, with broadcasting.   out = act(a + b)
///
/// shapes   as binary_args says
/// memory   none; output may lie on an input of its shape
/// source   TensorFlow Lite reference kernels, ADD
inline void add(const binary_args& args) {
  combine(args, [](float a, float b) { return a + b; });
}

/// ADD of float tensors in a model.
using add_entry = binary_entry<builtin::add, add>;

}  // namespace octet::float_ops
