// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SQUARED_DIFFERENCE in float.
#pragma once

#include "octet/float_ops/binary.hpp"

namespace octet::float_ops {

/// Square of the difference, with broadcasting.   out = (a - b)^2
///
/// shapes   as binary_args says
/// memory   none; output may lie on an input of its shape
/// source   TensorFlow Lite reference kernels, SQUARED_DIFFERENCE
inline void squared_difference(const binary_args& args) {
  combine_unclamped(args, [](float a, float b) { return (a - b) * (a - b); });
}

/// SQUARED_DIFFERENCE of float tensors in a model.
using squared_difference_entry = binary_entry<builtin::squared_difference, squared_difference>;

}  // namespace octet::float_ops
