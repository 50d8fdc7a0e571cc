// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What the tests of the float operators share: random real values, and the comparison with sums in
// double precision.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "octet/kernels/activation.hpp"
#include "support/kernel_oracle.hpp"

namespace octet_test {

/// Evenly spread over [low, high].
inline double real(dice& d, double low, double high) {
  constexpr std::int32_t steps = 1 << 24;
  return low + (high - low) * d.between(0, steps) / steps;
}

inline std::vector<float> reals(dice& d, std::size_t n, double largest = 2.0) {
  std::vector<float> v(n);
  for (float& x : v) x = static_cast<float>(real(d, -largest, largest));
  return v;
}

/// Values that no operator may leave behind, or depend on.
inline std::vector<float> unset(std::size_t n) {
  return std::vector<float>(n, std::numeric_limits<float>::quiet_NaN());
}

inline octet::clamp_range<float> real_clamp(dice& d) {
  const std::array<octet::clamp_range<float>, 4> ranges{
      {{}, {0.0F, std::numeric_limits<float>::max()}, {-1.0F, 1.0F}, {0.0F, 6.0F}}};
  return ranges[static_cast<std::size_t>(d.between(0, 3))];
}

inline double clamped(double x, octet::clamp_range<float> range) {
  return std::min(std::max(x, double{range.min}), double{range.max});
}

/// Whether all values are as expected, to within `tolerance` of the largest (of 1 at least).
inline bool close(const std::vector<float>& actual, const std::vector<double>& expected,
                  double tolerance = 1e-5) {
  if (actual.size() != expected.size()) return false;
  double largest = 1.0;
  for (const double e : expected) largest = std::max(largest, std::abs(e));
  for (std::size_t i = 0; i < expected.size(); ++i) {
    // Written so that NaN fails.
    if (!(std::abs(double{actual[i]} - expected[i]) <= tolerance * largest)) return false;
  }
  return true;
}

}  // namespace octet_test
