// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The table behind logistic and tanh of 16-bit codes, and the interpolation in it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "octet/fixed/real.hpp"

namespace octet {

/// logistic(i / 24) in Q0.16, i = 0 .. 255; behind it the function counts as 1.
///
/// rounding a chord lies below the curve; each value is raised by half of what its chord lacks in
///          the middle, so that the error has both signs, then rounded to nearest. The last value
///          is the one at which the function saturates
/// exact    the codes of TensorFlow Lite's table
inline constexpr auto sigmoid_table = [] {
  std::array<std::uint16_t, 256> table{};
  const auto at = [](double i) { return 65536 * real_logistic(i / 24); };
  for (std::size_t k = 0; k < table.size(); ++k) {
    const auto i = static_cast<double>(k);
    const double lacking = at(i + 0.5) - (at(i) + at(i + 1)) / 2;
    table[k] = static_cast<std::uint16_t>(at(i) + lacking / 2 + 0.5);
  }
  table.back() = 65535;
  return table;
}();

namespace detail {

/// The table at `place` steps of 2^-fraction entries, place >= 0, in Q0.(16 + fraction).
[[nodiscard]] constexpr std::int32_t interpolate_sigmoid(std::int32_t place, int fraction,
                                                         std::int32_t saturated) {
  const auto entry = static_cast<std::size_t>(place >> fraction);
  if (entry >= sigmoid_table.size() - 1) return saturated;
  const std::int32_t below = sigmoid_table[entry], above = sigmoid_table[entry + 1];
  const std::int32_t rest = place & ((1 << fraction) - 1);
  return (below << fraction) + rest * (above - below);
}

}  // namespace detail

/// The logistic function of x / (24 * 512), in Q0.15.
///
/// rounding between entries linear; to nearest
/// range    x > INT32_MIN; result 1 .. 32767
/// exact    the codes of TensorFlow Lite's 16-bit LOGISTIC
/// error    1.1 steps of 2^-15
[[nodiscard]] constexpr std::int16_t logistic_by_table(std::int32_t x) {
  const std::int32_t positive =
      detail::interpolate_sigmoid(x < 0 ? -x : x, 9, std::int32_t{0x7fff} << 10);
  const std::int32_t share = x < 0 ? (1 << 25) - positive + (1 << 9) - 1 : positive + (1 << 9);
  return static_cast<std::int16_t>(share >> 10);
}

/// The hyperbolic tangent of x / (24 * 512), in Q0.15: 2 logistic(2 x) - 1.
///
/// rounding between entries linear; to nearest
/// range    x > INT32_MIN; result -32767 .. 32767
/// exact    the codes of TensorFlow Lite's 16-bit TANH
/// error    1.5 steps of 2^-15
[[nodiscard]] constexpr std::int16_t tanh_by_table(std::int32_t x) {
  const std::int32_t above_half =
      detail::interpolate_sigmoid(x < 0 ? -x : x, 8, std::int32_t{0xffff} << 8) - (1 << 23);
  const std::int32_t signed_code = x < 0 ? -above_half + (1 << 7) - 1 : above_half + (1 << 7);
  return static_cast<std::int16_t>(signed_code >> 8);
}

}  // namespace octet
