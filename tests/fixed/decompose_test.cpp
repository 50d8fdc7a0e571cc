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

TEST_CASE("a float and the same double have the same parts, but for factors of two") {
  std::mt19937 random(2);
  int different = 0;
  for (int i = 0; i < 100000; ++i) {
    const auto real = std::bit_cast<float>(static_cast<std::uint32_t>(random()));
    if (std::isfinite(real)) different += octet::compose(octet::decompose(real)) != double{real};
  }
  CHECK(different == 0);
  using limits = std::numeric_limits<float>;
  CHECK(octet::compose(octet::decompose(limits::denorm_min())) == double{limits::denorm_min()});
  CHECK(octet::compose(octet::decompose(-limits::infinity())) ==
        -std::numeric_limits<double>::infinity());
  CHECK(octet::decompose(limits::quiet_NaN()).mantissa == 0);
}

TEST_CASE("products and quotients of floats are those of doubles, bit for bit") {
  std::mt19937_64 random(3);
  const auto draw = [&](int exponents) {
    const auto mantissa = static_cast<float>((1U << 23) + random() % (1U << 23));
    const auto exponent = static_cast<int>(random() % (2 * static_cast<unsigned>(exponents)));
    return std::ldexp(mantissa, exponent - exponents - 23);
  };
  int different = 0;
  for (int i = 0; i < 100000; ++i) {
    const int exponents = i % 2 == 0 ? 1 : 100;
    const float a = draw(exponents), b = draw(exponents), c = draw(exponents);
    const octet::decomposed product = octet::decompose(a) * octet::decompose(b);
    different += octet::compose(product) != double{a} * double{b};
    different += octet::compose(product / octet::decompose(c)) != double{a} * double{b} / double{c};
    different += octet::compose(octet::decompose(a) / octet::decompose(c)) != double{a} / double{c};
    different +=
        octet::compose(octet::scaled(octet::decompose(a), 26)) != std::ldexp(double{a}, 26);
  }
  CHECK(different == 0);
}

TEST_CASE("quotients at ties go to even") {
  // (2^53 + k) / 1: the last bit of k does not fit.
  for (const std::int64_t k : {1, 3, 5, 7}) {
    const octet::decomposed q =
        octet::decomposed{(std::int64_t{1} << 53) + k, 0} / octet::decomposed{1, 0};
    CHECK(octet::compose(q) == static_cast<double>((std::int64_t{1} << 53) + k));
  }
  CHECK(octet::compose(octet::decomposed{0, 0} / octet::decomposed{3, 0}) == 0.0);
}
