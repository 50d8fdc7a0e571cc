// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// HARD_SWISH in float.
#pragma once

#include <xsimd/xsimd.hpp>

#include "octet/float_ops/elementwise.hpp"

namespace octet::float_ops {

/// x times a ramp.   out = x * min(max(x + 3, 0), 6) / 6
///
/// shapes   output as input
/// memory   none; output may be input
/// source   TensorFlow Lite reference kernels, HARD_SWISH
inline void hard_swish(const unary_args& a) {
  transform(a, [](auto x) {
    using batch = decltype(x);
    const batch ramp = xsimd::min(batch(6.0F), xsimd::max(batch(0.0F), x + batch(3.0F)));
    return x * ramp / batch(6.0F);
  });
}

/// HARD_SWISH of float tensors in a model.
using hard_swish_entry = unary_entry<builtin::hard_swish, hard_swish>;

}  // namespace octet::float_ops
