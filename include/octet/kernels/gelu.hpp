// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// GELU: the functions of which kernels/lookup.hpp makes tables.
#pragma once

#include "octet/fixed/real.hpp"

namespace octet {

/// x / 2 * erfc(-x / sqrt(2)), in float.
///
/// rounding after every operation, as TensorFlow Lite does for tables
[[nodiscard]] constexpr float gelu_of(float x) {
  constexpr float minus_sqrt_half = -0.70710678118654752F;
  return 0.5F * x * static_cast<float>(real_erfc(double{x * minus_sqrt_half}));
}

/// x / 2 * (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))), in float.
///
/// rounding after every operation, as TensorFlow Lite does for tables
[[nodiscard]] constexpr float approximate_gelu_of(float x) {
  constexpr float sqrt_2_over_pi = 0.79788456080286536F;
  const float inner = sqrt_2_over_pi * (x + 0.044715F * x * x * x);
  return 0.5F * x * (1.0F + static_cast<float>(real_tanh(double{inner})));
}

}  // namespace octet
