// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// exp, tanh, logistic and erfc that run in the compiler, against those of the C library.
#include "octet/fixed/real.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

TEST_CASE("as exact as the header says") {
  double exp = 0, tanh = 0, logistic = 0, erfc = 0;
  const auto relative = [](double a, double b) { return std::abs(a / b - 1); };
  for (int i = -26000; i <= 26000; ++i) {
    const double x = i / 1000.0 + 1e-5;
    exp = std::max(exp, relative(octet::real_exp(20 * x), std::exp(20 * x)));
    tanh = std::max(tanh, std::abs(octet::real_tanh(x) - std::tanh(x)));
    logistic = std::max(logistic, relative(octet::real_logistic(x), 1 / (1 + std::exp(-x))));
    erfc = std::max(erfc, relative(octet::real_erfc(x), std::erfc(x)));
  }
  CHECK(exp < 2e-15);
  CHECK(tanh < 2e-15);
  CHECK(logistic < 2e-15);
  CHECK(erfc < 1e-11);
}

TEST_CASE("edges") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  CHECK(octet::real_exp(0) == 1);
  CHECK(octet::real_exp(-infinity) > 0);
  CHECK(std::isfinite(octet::real_exp(infinity)));
  CHECK(octet::real_exp(std::numeric_limits<double>::quiet_NaN()) == 1);
  CHECK(octet::real_tanh(infinity) == 1);
  CHECK(octet::real_tanh(-infinity) == -1);
  CHECK(octet::real_erfc(0) == 1);
  CHECK(octet::real_erfc(-30) == 2);
  CHECK(octet::real_erfc(1e30) < 1e-300);
}

static_assert(octet::real_logistic(0) == 0.5);
