// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Rows of real values quantized step by step as TensorFlow Lite's documents say, for the tests of
// hybrid operators.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "octet/kernels/hybrid.hpp"
#include "support/kernel_oracle.hpp"

namespace octet_test {

struct coded_row {
  std::vector<std::int32_t> codes;
  float scale = 1;
  std::int32_t zero = 0;

  /// What code i stands for.
  double value(std::size_t i) const { return double{scale} * (codes[i] - zero); }
};

/// Finite values only, and none so small that a reciprocal overflows.
inline coded_row quantized_row(const std::vector<float>& x, octet::row_scheme scheme) {
  coded_row row{.codes = std::vector<std::int32_t>(x.size())};
  const auto is_zero = [](float v) { return v == 0.0F; };
  if (std::all_of(x.begin(), x.end(), is_zero)) return row;
  const float low = *std::min_element(x.begin(), x.end());
  const float high = *std::max_element(x.begin(), x.end());
  float inverse = 0;
  if (scheme == octet::row_scheme::symmetric) {
    const float range = std::max(std::abs(low), std::abs(high));
    row.scale = range / 127;
    inverse = 127 / range;
  } else {
    const double r_min = std::min(low, 0.0F), r_max = std::max(high, 0.0F);
    const double scale = (r_max - r_min) / 255;
    const bool from_min = 128 + std::abs(r_min / scale) < 127 + std::abs(r_max / scale);
    const double zero = from_min ? -128 - r_min / scale : 127 - r_max / scale;
    row.zero = static_cast<std::int32_t>(std::round(std::min(std::max(zero, -128.0), 127.0)));
    row.scale = static_cast<float>(scale);
    inverse = 1.0F / row.scale;
  }
  const std::int32_t lowest = scheme == octet::row_scheme::symmetric ? -127 : -128;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const float steps = std::round(static_cast<float>(row.zero) + x[i] * inverse);
    row.codes[i] = std::clamp(static_cast<std::int32_t>(steps), lowest, 127);
  }
  return row;
}

/// Values of both signs or one, now and then zeros only.
inline std::vector<float> random_row(dice& d, std::size_t n) {
  const float scale = d.chance(10) ? 0.0F : d.scale(-12, 4);
  const std::int32_t low = d.chance(5) ? 0 : -1000, high = d.chance(5) ? 0 : 1000;
  std::vector<float> x(n);
  for (float& v : x) v = scale * static_cast<float>(d.between(low, high));
  return x;
}

/// Whether a float is what a few roundings make of `expected`, whose terms add up to `magnitude`
/// without their signs.
inline bool is_near(float got, double expected, double magnitude) {
  return std::abs(double{got} - expected) <= 0x1p-21 * magnitude + 0x1p-140;
}

}  // namespace octet_test
