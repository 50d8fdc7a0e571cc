// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Features in fixed point become the codes that a model takes.
#pragma once

#include <cstdint>

#include "octet/fixed/multiplier.hpp"
#include "octet/fixed/rounding.hpp"
#include "octet/quant/affine.hpp"

namespace octet {

/// From values in fixed point to codes.   code = round(value * scaling) + zero_point
struct feature_codes {
  multiplier scaling{};
  std::int32_t zero_point = 0;

  /// Codes of `params` for values that are real = value * unit.
  ///
  /// In firmware a constexpr variable holds it: this is where double precision is.
  static constexpr feature_codes from_affine(affine params, double unit) {
    return {multiplier::from_real(unit / double{params.scale}), params.zero_point};
  }

  /// rounding to nearest, ties up; saturates
  template <Code Out>
  constexpr Out code(std::int32_t value) const {
    const std::int64_t product = std::int64_t{value} * scaling.mantissa;
    return saturate_cast<Out>(shift_right<rounding::half_up>(product, 31 - scaling.shift) +
                              zero_point);
  }
};

}  // namespace octet
