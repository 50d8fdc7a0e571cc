// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// exp, tanh, logistic and erfc of doubles that run in the compiler, for tables: std's are not
// constexpr.
#pragma once

#include <bit>
#include <cstdint>

#include "octet/fixed/exp_log.hpp"

namespace octet {

/// exp(x).
///
/// range    beyond +-700 that of +-700, so that it is neither 0 nor infinite; NaN gives 1
/// error    2e-15 of the result
[[nodiscard]] constexpr double real_exp(double x) {
  constexpr double limit = 700;
  const double bounded = x < -limit ? -limit : x > limit ? limit : x;
  const auto [mantissa, exponent] =
      detail::exponential(detail::exponent_q::from_real(bounded == bounded ? bounded : 0.0));
  const auto power = std::bit_cast<double>(static_cast<std::uint64_t>(1023 + exponent) << 52);
  return static_cast<double>(mantissa) * 0x1p-62 * power;
}

/// tanh(x).
///
/// error    2e-15
[[nodiscard]] constexpr double real_tanh(double x) {
  const double e = real_exp(x < 0 ? 2 * x : -2 * x);
  const double positive = (1 - e) / (1 + e);
  return x < 0 ? -positive : positive;
}

/// 1 / (1 + exp(-x)).
///
/// error    2e-15 of the result
[[nodiscard]] constexpr double real_logistic(double x) { return 1 / (1 + real_exp(-x)); }

/// 2 / sqrt(pi) times the integral of exp(-t^2) from x to infinity.
///
///   x < 2.5    1 - 2 x / sqrt(pi) exp(-x^2) (1 + 2 x^2 / 3 + (2 x^2)^2 / (3 * 5) + ...)
///   x >= 2.5   exp(-x^2) / sqrt(pi) / (x + (1/2) / (x + (2/2) / (x + (3/2) / (x + ...))))
///
/// error    1e-11 of the result
[[nodiscard]] constexpr double real_erfc(double x) {
  constexpr double sqrt_pi = 1.7724538509055160273;
  if (x < 0) return 2 - real_erfc(-x);
  const double scale = real_exp(-x * x) / sqrt_pi;
  if (x < 2.5) {
    double sum = 1, term = 1;
    for (int n = 1; n < 50; ++n) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 1 - 2 * x * scale * sum;
  }
  double rest = x;
  for (int n = 60; n > 0; --n) rest = x + n / 2.0 / rest;
  return scale / rest;
}

}  // namespace octet
