// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// ELU in float.
#pragma once

#include <xsimd/xsimd.hpp>

#include "octet/float_ops/elementwise.hpp"

namespace octet::float_ops {

/// Exponential below zero.   out = x >= 0 ? x : exp(x) - 1
///
/// shapes   output as input
/// memory   none; output may be input
/// source   TensorFlow Lite reference kernels, ELU
inline void elu(const unary_args& a) {
  transform(a, [](auto x) {
    using batch = decltype(x);
    const batch zero(0.0F);
    // Of values above zero the exponential, which may overflow, is not needed.
    return xsimd::select(x < zero, xsimd::expm1(xsimd::min(x, zero)), x);
  });
}

/// ELU of float tensors in a model.
using elu_entry = unary_entry<builtin::elu, elu>;

}  // namespace octet::float_ops
