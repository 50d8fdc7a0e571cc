// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The seeded random numbers: known values, bounds, moments, fairness.
#include "octet/train/random.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

using octet::train::random_source;

TEST_CASE("SplitMix64 from seed 1234567 gives the published sequence") {
  random_source random(1234567);
  CHECK(random.bits() == 6457827717110365317u);
  CHECK(random.bits() == 3203168211198807973u);
  CHECK(random.bits() == 9817491932198370423u);
}

TEST_CASE("uniform stays in its range and fills it evenly") {
  random_source random(1);
  std::array<int, 8> cells{};
  for (int i = 0; i < 80000; ++i) {
    const double value = random.uniform(-2, 6);
    REQUIRE(value >= -2);
    REQUIRE(value < 6);
    ++cells[static_cast<std::size_t>(value + 2)];
  }
  for (const int cell : cells) CHECK(std::abs(cell - 10000) < 500);  // 5 standard deviations
}

TEST_CASE("normal has mean 0 and variance 1") {
  random_source random(2);
  double sum = 0;
  double squares = 0;
  constexpr int count = 100000;
  for (int i = 0; i < count; ++i) {
    const double value = random.normal();
    sum += value;
    squares += value * value;
  }
  CHECK(std::abs(sum / count) < 0.016);
  CHECK(std::abs(squares / count - 1) < 0.025);
}

TEST_CASE("below reaches every number under its bound and none above") {
  random_source random(3);
  CHECK(random.below(1) == 0);
  std::array<int, 7> seen{};
  for (int i = 0; i < 70000; ++i) ++seen.at(random.below(seen.size()));
  for (const int times : seen) CHECK(std::abs(times - 10000) < 500);
}

TEST_CASE("shuffle keeps all values and brings each to each place equally often") {
  random_source random(4);
  std::array<std::array<int, 4>, 4> at{};
  for (int i = 0; i < 40000; ++i) {
    std::array<std::size_t, 4> values{0, 1, 2, 3};
    random.shuffle(std::span<std::size_t>(values));
    for (std::size_t place = 0; place < 4; ++place) ++at[place][values[place]];
  }
  for (const auto& place : at) {
    for (const int times : place) CHECK(std::abs(times - 10000) < 500);
  }
  std::vector<int> none;
  random.shuffle(std::span<int>(none));
  CHECK(none.empty());
}

static_assert(random_source(7).bits() == random_source(7).bits());
static_assert(random_source(7).bits() != random_source(8).bits());
