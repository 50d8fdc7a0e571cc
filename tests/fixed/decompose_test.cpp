// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// decompose against ldexp: the parts give the double back, bit for bit.
#include "octet/fixed/decompose.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>

namespace {

double composed(double real) {
  const octet::decomposed parts = octet::decompose(real);
  return std::ldexp(static_cast<double>(parts.mantissa), parts.exponent);
}

}  // namespace

TEST_CASE("decompose loses nothing on any finite double") {
  std::mt19937_64 random(1);
  int different = 0;
  for (int i = 0; i < 200000; ++i) {
    const auto real = std::bit_cast<double>(random());
    if (std::isfinite(real)) different += composed(real) != real;
  }
  CHECK(different == 0);
}

TEST_CASE("decompose at the edges") {
  using limits = std::numeric_limits<double>;
  for (const double real : {0.0, 1.0, -1.0, limits::min(), limits::denorm_min(), limits::max(),
                            -limits::denorm_min(), limits::min() - limits::denorm_min()}) {
    CHECK(composed(real) == real);
  }
  CHECK(octet::decompose(-0.0).mantissa == 0);
  CHECK(octet::decompose(limits::quiet_NaN()).mantissa == 0);
  CHECK(composed(limits::infinity()) == limits::infinity());
  CHECK(composed(-limits::infinity()) == -limits::infinity());
}
