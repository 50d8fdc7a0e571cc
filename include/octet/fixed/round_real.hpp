// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Real numbers rounded to integers, by any rounding and without the floating-point environment.
#pragma once

#include <cstdint>

#include "octet/fixed/decompose.hpp"
#include "octet/fixed/rounding.hpp"

namespace octet {

/// The int32 nearest to a real number, in the sense of R.
///
/// range    saturates, infinities too; NaN gives 0
template <rounding R>
[[nodiscard]] constexpr std::int32_t round_to_int32(double real) {
  // From 2^53 on there would be a shift to the left; the least integers outside int32 do as well.
  constexpr double beyond = 0x1p32;
  const auto [mantissa, exponent] = decompose(real > beyond    ? beyond
                                              : real < -beyond ? -beyond
                                                               : real);
  return saturate_cast<std::int32_t>(shift_right<R>(mantissa, -exponent));
}

}  // namespace octet
