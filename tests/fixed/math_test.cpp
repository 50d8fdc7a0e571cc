// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The documented worst errors against the C library in double, and the edges of every domain.
//
// Bit-exactness to the reference is softmax's test: its golden outputs show every bit that matters.
#include "octet/fixed/math.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace {

constexpr std::int64_t lowest = std::numeric_limits<std::int32_t>::min();
constexpr std::int64_t highest = std::numeric_limits<std::int32_t>::max();

// The largest |code - real * 2^31| over [first, last]: densely at both ends, around 0 and around
// the multiples of 1/4 (in steps of 2^(29 - integer_bits)), and at an odd stride between.
template <class Function, class Real>
double worst_error(int integer_bits, std::int64_t first, std::int64_t last, Function function,
                   Real real) {
  double worst = 0;
  const auto see = [&](std::int64_t code) {
    if (code < first || code > last) return;
    const double x = std::ldexp(static_cast<double>(code), integer_bits - 31);
    const double error = static_cast<double>(function(static_cast<std::int32_t>(code))) -
                         std::ldexp(static_cast<double>(real(x)), 31);
    worst = std::max(worst, std::fabs(error));
  };
  const std::int64_t quarter = std::int64_t{1} << std::max(29 - integer_bits, 20);
  for (std::int64_t edge = lowest; edge <= highest + 1; edge += quarter) {
    for (std::int64_t near = -40; near <= 40; ++near) see(edge + near);
  }
  for (std::int64_t near = -5000; near <= 5000; ++near) see(near);
  for (std::int64_t code = first; code <= last; code += 9973) see(code);
  return worst;
}

double exp_of(double x) { return std::exp(x); }
double logistic_of(double x) { return 1 / (1 + std::exp(-x)); }

template <int IntegerBits>
void check_exp() {
  CAPTURE(IntegerBits);
  const double worst =
      worst_error(IntegerBits, lowest, 0, octet::exp_on_negative_values<IntegerBits>, exp_of);
  CHECK(worst <= 493);
  CHECK(worst > 400);  // the documented bound is not a loose one
  CHECK(octet::exp_on_negative_values<IntegerBits>(0) == highest);
}

template <int IntegerBits>
void check_logistic_and_tanh() {
  CAPTURE(IntegerBits);
  CHECK(worst_error(IntegerBits, lowest, highest, octet::fixed_logistic<IntegerBits>,
                    logistic_of) <= 154);
  CHECK(worst_error(IntegerBits, lowest, highest, octet::fixed_tanh<IntegerBits>,
                    [](double x) { return std::tanh(x); }) <= 307);
  CHECK(octet::fixed_logistic<IntegerBits>(0) == std::int32_t{1} << 30);
  CHECK(octet::fixed_tanh<IntegerBits>(0) == 0);
  for (const std::int32_t x : {1, 1000, 123456789, 2147483647}) {
    CHECK(octet::fixed_tanh<IntegerBits>(-x) == -octet::fixed_tanh<IntegerBits>(x));
    CHECK(octet::fixed_logistic<IntegerBits>(-x) ==
          highest - octet::fixed_logistic<IntegerBits>(x));
  }
}

}  // namespace

TEST_CASE("exp on negative values is within its documented error for every input format") {
  check_exp<0>();
  check_exp<1>();
  check_exp<3>();
  check_exp<4>();
  check_exp<5>();
  check_exp<6>();
  check_exp<8>();
  check_exp<11>();
}

TEST_CASE("exp far below zero is zero, not noise") {
  CHECK(octet::exp_on_negative_values<5>(static_cast<std::int32_t>(lowest)) == 0);
  CHECK(octet::exp_on_negative_values<6>(static_cast<std::int32_t>(lowest)) == 0);
  CHECK(octet::exp_on_negative_values<29>(static_cast<std::int32_t>(lowest)) == 0);
  CHECK(octet::exp_on_negative_values<29>(-4) > 0);  // -1 in quarters
}

TEST_CASE("1 / (1 + x) is within its documented error") {
  const double worst = worst_error(0, 0, highest, octet::one_over_one_plus_x_for_x_in_0_1,
                                   [](double x) { return 1 / (1 + x); });
  CHECK(worst <= 7);
  CHECK(octet::one_over_one_plus_x_for_x_in_0_1(0) == highest);
}

TEST_CASE("logistic and tanh are within their documented errors and symmetric") {
  check_logistic_and_tanh<0>();
  check_logistic_and_tanh<3>();
  check_logistic_and_tanh<4>();
  check_logistic_and_tanh<5>();
  check_logistic_and_tanh<10>();
}
