// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// EXP and LOG: the functions of which kernels/lookup.hpp makes tables.
#pragma once

#include <limits>

#include "octet/fixed/real.hpp"
#include "octet/fixed/real_root.hpp"

namespace octet {

/// exp(x) in float; the largest float instead of infinity.
[[nodiscard]] constexpr float exp_of(float x) {
  constexpr double highest = std::numeric_limits<float>::max();
  const double power = real_exp(double{x});
  return static_cast<float>(power < highest ? power : highest);
}

/// ln(x) in float; `otherwise` for what has no logarithm.
[[nodiscard]] constexpr float log_of(float x, float otherwise) {
  return x > 0 ? static_cast<float>(real_log(double{x})) : otherwise;
}

}  // namespace octet
