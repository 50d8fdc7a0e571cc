// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The optimizer: its first steps by hand, and that it finds a minimum.
#include "octet/train/adam.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>

using octet::train::adam;

TEST_CASE("the first step has the length of the learning rate, whatever the gradient") {
  std::array<float, 3> parameters{1, 1, 1};
  const std::array<float, 3> gradient{1e-3F, -50, 0};
  adam optimizer(3);
  optimizer.step(parameters, gradient, 0.25F);
  CHECK(parameters[0] == doctest::Approx(0.75).epsilon(1e-4));
  CHECK(parameters[1] == doctest::Approx(1.25).epsilon(1e-4));
  CHECK(parameters[2] == 1);
}

TEST_CASE("ten steps equal the algorithm in double") {
  float parameter = 2;
  adam optimizer(1);
  double expected = 2;
  double first = 0;
  double second = 0;
  for (int step = 1; step <= 10; ++step) {
    const float gradient = std::sin(static_cast<float>(step));
    optimizer.step({&parameter, 1}, {&gradient, 1}, 0.1F);
    first = 0.9 * first + 0.1 * gradient;
    second = 0.999 * second + 0.001 * gradient * gradient;
    expected -= 0.1 * (first / (1 - std::pow(0.9, step))) /
                (std::sqrt(second / (1 - std::pow(0.999, step))) + 1e-8);
    CHECK(parameter == doctest::Approx(expected).epsilon(1e-5));
  }
}

TEST_CASE("it finds the minimum of a narrow valley") {
  std::array<float, 2> at{3, -2};
  adam optimizer(2);
  for (int step = 0; step < 2000; ++step) {
    const std::array<float, 2> gradient{2 * (at[0] - 1), 200 * (at[1] - 0.5F)};
    optimizer.step(at, gradient, 0.02F);
  }
  CHECK(at[0] == doctest::Approx(1).epsilon(1e-3));
  CHECK(at[1] == doctest::Approx(0.5).epsilon(1e-3));
}
