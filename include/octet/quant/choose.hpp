// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
//
// choose: from the range of the real values to scale and zero_point.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>

#include "octet/quant/affine.hpp"
#include "octet/quant/scheme.hpp"

namespace octet {

/// Real values from min to max, both included.
struct range {
  float min = 0.0f;
  float max = 0.0f;

  friend constexpr bool operator==(const range&, const range&) = default;
};

namespace detail {

/// The smallest power of two that is not below a positive normal number.
constexpr double power_of_two_above(double real) {
  constexpr std::uint64_t fraction = (std::uint64_t{1} << 52) - 1;
  const auto bits = std::bit_cast<std::uint64_t>(real);
  return std::bit_cast<double>(bits & ~fraction) * ((bits & fraction) == 0 ? 1 : 2);
}

}  // namespace detail

/// Parameters that spread the codes of a scheme over a range.
///
///   asymmetric  scale = (max - min) / (max_code - min_code)
///               zero_point = clamp(round(min_code - min / scale))
///   symmetric   scale = max(-min, max) / max_code, zero_point = 0
///   Qm.n        scale = 2^-n, n = bits - 1 - ceil(log2(max(-min, max))), zero_point = 0; the end
///               itself saturates by one step where it is a power of two
///
/// range    is first widened to contain 0, which therefore has a code of its own; a NaN end counts
///          as 0, an infinite one as the largest float. Rounding of zero_point may move either end
///          half a step outside the codes.
/// scale    always a finite normal float: never less than the smallest one, and 1 where the
///          range is only 0
/// rounding double inside; zero_point ties away from zero
/// source   Jacob et al. 2018, sec. 3; TensorFlow Lite 8-bit quantization specification
[[nodiscard]] constexpr affine choose(range reals, code_limits codes) {
  using limits = std::numeric_limits<float>;
  const double min = reals.min < 0.0f ? std::max(reals.min, limits::lowest()) : 0.0f;
  const double max = reals.max > 0.0f ? std::min(reals.max, limits::max()) : 0.0f;
  const double magnitude = std::max(-min, max);
  const double exact =
      codes.power_of_two
          ? detail::power_of_two_above(magnitude) /
                static_cast<double>(std::bit_ceil(static_cast<std::uint32_t>(codes.max_code)))
      : codes.symmetric ? magnitude / codes.max_code
                        : (max - min) / (static_cast<double>(codes.max_code) - codes.min_code);
  const double scale = exact > 0.0 ? std::max(exact, static_cast<double>(limits::min())) : 1.0;
  if (codes.symmetric) return {static_cast<float>(scale), 0};
  // A quotient never leaves [0, max_code - min_code] by more than its own rounding error.
  const auto zero_point = detail::round_half_away<std::int64_t>(codes.min_code - min / scale);
  return {static_cast<float>(scale), static_cast<std::int32_t>(std::clamp<std::int64_t>(
                                         zero_point, codes.min_code, codes.max_code))};
}

/// The same for a scheme known to the compiler: `choose<int8_asymmetric>({-1.0f, 6.0f})`.
template <Scheme S>
[[nodiscard]] constexpr affine choose(range reals) {
  return choose(reals, limits_of<S>);
}

}  // namespace octet
