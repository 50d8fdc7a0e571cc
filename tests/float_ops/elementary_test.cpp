// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Functions of one float against double.
#include "octet/float_ops/elementary.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "float_ops/real_case.hpp"

using octet_test::dice;

namespace {

using kernel = void (*)(const octet::float_ops::unary_args&);

/// Values spread over [low, high], in every number around one and two registers.
void compare(kernel actual_of, double (*expected_of)(double), double low, double high) {
  dice d(1);
  for (std::size_t n = 0; n <= 35; ++n) {
    std::vector<float> in(n);
    for (float& x : in) x = static_cast<float>(octet_test::real(d, low, high));
    std::vector<float> out = octet_test::unset(n);
    actual_of({in, out});
    bool same = true;
    for (std::size_t i = 0; i < n; ++i) {
      const double expected = expected_of(double{in[i]});
      same = same && std::abs(double{out[i]} - expected) <= 3e-7 * (1.0 + std::abs(expected));
    }
    CAPTURE(n);
    CHECK(same);
    actual_of({in, in});  // in place
    CHECK(in == out);
  }
}

std::vector<float> of(kernel k, std::vector<float> values) {
  k({values, values});
  return values;
}

namespace ops = octet::float_ops;
constexpr float infinity = std::numeric_limits<float>::infinity();

}  // namespace

TEST_CASE("elementary functions are near those of double") {
  compare(
      ops::abs, [](double x) { return std::abs(x); }, -9, 9);
  compare(
      ops::ceil, [](double x) { return std::ceil(x); }, -9, 9);
  compare(
      ops::cos, [](double x) { return std::cos(x); }, -20, 20);
  compare(
      ops::exp, [](double x) { return std::exp(x); }, -20, 20);
  compare(
      ops::floor, [](double x) { return std::floor(x); }, -9, 9);
  compare(
      ops::log, [](double x) { return std::log(x); }, 1e-6, 100);
  compare(
      ops::neg, [](double x) { return -x; }, -9, 9);
  compare(
      ops::round, [](double x) { return std::nearbyint(x); }, -9, 9);
  compare(
      ops::rsqrt, [](double x) { return 1.0 / std::sqrt(x); }, 1e-3, 100);
  compare(
      ops::sin, [](double x) { return std::sin(x); }, -20, 20);
  compare(
      ops::sqrt, [](double x) { return std::sqrt(x); }, 0, 100);
  compare(
      ops::square, [](double x) { return x * x; }, -9, 9);
}

TEST_CASE("edges of elementary functions") {
  using values = std::vector<float>;
  CHECK(of(ops::round, {0.5F, 1.5F, 2.5F, -0.5F, -1.5F}) == values{0, 2, 2, 0, -2});
  CHECK(of(ops::ceil, {-0.5F, 1e9F, 0.1F}) == values{0, 1e9F, 1});
  CHECK(of(ops::floor, {-0.5F, 1e9F, 0.1F}) == values{-1, 1e9F, 0});
  CHECK(of(ops::log, {0.0F, 1.0F}) == values{-infinity, 0});
  CHECK(std::isnan(of(ops::log, {-1.0F})[0]));
  CHECK(std::isnan(of(ops::sqrt, {-1.0F})[0]));
  CHECK(of(ops::rsqrt, {0.0F, 4.0F}) == values{infinity, 0.5F});
  CHECK(of(ops::exp, {-infinity, 0.0F, infinity}) == values{0, 1, infinity});
}
