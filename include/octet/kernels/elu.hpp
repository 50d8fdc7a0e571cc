// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// ELU: the function of which kernels/lookup.hpp makes tables.
#pragma once

#include "octet/fixed/real.hpp"

namespace octet {

/// x >= 0 ? x : exp(x) - 1, in float.
///
/// rounding the exponential to float before 1 is taken away, as TensorFlow Lite does for tables
[[nodiscard]] constexpr float elu_of(float x) {
  return x < 0.0F ? static_cast<float>(real_exp(double{x})) - 1.0F : x;
}

}  // namespace octet
