// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// DIV, FLOOR_DIV and FLOOR_MOD in float.
#pragma once

#include <cmath>

#include "octet/float_ops/binary.hpp"

namespace octet::float_ops {

/// Quotient, with broadcasting.   out = act(a / b)
///
/// shapes   as binary_args says
/// memory   none; output may lie on an input of its shape
/// source   TensorFlow Lite reference kernels, DIV
inline void div(const binary_args& args) {
  combine(args, [](float a, float b) { return a / b; });
}

/// Whole part of the quotient, with broadcasting.   out = floor(a / b)
///
/// shapes, memory   as div
/// source   TensorFlow Lite reference kernels, FLOOR_DIV
inline void floor_div(const binary_args& args) {
  combine_unclamped(args, [](float a, float b) { return std::floor(a / b); });
}

/// Rest of the quotient, with broadcasting, exact and of b's sign.   out = a - b * floor(a / b)
///
/// shapes, memory   as div
/// source   TensorFlow Lite reference kernels, FLOOR_MOD
inline void floor_mod(const binary_args& args) {
  combine_unclamped(args, [](float a, float b) {
    const float rest = std::fmod(a, b);
    return rest != 0.0F && (rest < 0.0F) != (b < 0.0F) ? rest + b : rest;
  });
}

/// The operators of float tensors in a model.
using div_entry = binary_entry<builtin::div, div>;
using floor_div_entry = binary_entry<builtin::floor_div, floor_div>;
using floor_mod_entry = binary_entry<builtin::floor_mod, floor_mod>;

}  // namespace octet::float_ops
