// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// PRELU in float.
#pragma once

#include "octet/float_ops/binary.hpp"

namespace octet::float_ops {

/// Rectifier whose slope below zero is a tensor, with broadcasting.   out = a >= 0 ? a : a * b
///
/// shapes   as binary_args says; b is mostly one value for each channel
/// memory   none; output may lie on an input of its shape
/// source   TensorFlow Lite reference kernels, PRELU
inline void prelu(const binary_args& args) {
  combine(args, [](float x, float alpha) { return x >= 0.0F ? x : x * alpha; });
}

/// PRELU of float tensors in a model.
using prelu_entry = binary_entry<builtin::prelu, prelu>;

}  // namespace octet::float_ops
