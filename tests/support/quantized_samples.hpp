// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What a range costs samples, worked out one by one; and samples of several kinds.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

#include "octet/quant/choose.hpp"
#include "octet/quant/scheme.hpp"

namespace octet_test {

using int4_symmetric = octet::basic_scheme<std::int8_t, -7, 7, true>;

inline constexpr std::array tried_codes{octet::limits_of<octet::int8_asymmetric>,
                                        octet::limits_of<octet::int8_symmetric>,
                                        octet::limits_of<int4_symmetric>};

/// Squared error of the samples on the grid of [min, max], worked out from the definition of affine
/// quantization in double: neither choose nor quantize is asked.
inline double error_of(const std::vector<float>& values, double min, double max,
                       octet::code_limits codes) {
  double scale = codes.symmetric ? std::max(-min, max) / codes.max_code
                                 : (max - min) / (codes.max_code - codes.min_code);
  if (scale == 0.0) scale = 1.0;
  const double zero_point = codes.symmetric ? 0.0 : std::round(codes.min_code - min / scale);
  double sum = 0.0;
  for (const float v : values) {
    const double real = static_cast<double>(v);
    const double code =
        std::clamp(std::round(real / scale) + zero_point, static_cast<double>(codes.min_code),
                   static_cast<double>(codes.max_code));
    const double e = real - scale * (code - zero_point);
    sum += e * e;
  }
  return sum;
}

/// The same for a range as an observer proposes it, which is widened to contain 0.
inline double error_of(const std::vector<float>& values, octet::range r, octet::code_limits codes) {
  return error_of(values, std::min(0.0, static_cast<double>(r.min)),
                  std::max(0.0, static_cast<double>(r.max)), codes);
}

/// Smallest and largest sample, and 0.
inline std::pair<double, double> ends_of(const std::vector<float>& values) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return {std::min(0.0, static_cast<double>(*low)), std::max(0.0, static_cast<double>(*high))};
}

/// n samples each of what activations look like.
inline std::vector<std::vector<float>> distributions(std::size_t n) {
  std::mt19937 random(13);
  std::normal_distribution<float> normal;
  std::exponential_distribution<float> tail(1.0f);
  std::uniform_real_distribution<float> uniform(-3.0f, 9.0f);
  std::vector<std::vector<float>> all(6);
  for (std::size_t i = 0; i < n; ++i) {
    all[0].push_back(normal(random));
    all[1].push_back(std::max(0.0f, normal(random)));  // after relu: half are exact zeros
    all[2].push_back(tail(random) - 0.2f * tail(random));
    all[3].push_back(uniform(random));
    all[4].push_back(std::min(6.0f, std::max(0.0f, 3.0f * normal(random))));  // after relu6
    all[5].push_back(-tail(random) - 1.0f);                                   // negative only
  }
  return all;
}

}  // namespace octet_test
