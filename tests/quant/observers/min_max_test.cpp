// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
//
// min_max against std::minmax_element; what holds for all observers is in observer_test.cpp.
#include "octet/quant/observers/min_max.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <random>
#include <vector>

TEST_CASE("the extremes of random samples of any size") {
  std::mt19937 random(6);
  std::uniform_real_distribution<float> exponent(-140.0f, 120.0f);
  for (std::size_t n = 1; n < 300; ++n) {
    std::vector<float> values(n);
    for (float& v : values) v = std::exp2(exponent(random)) * (random() % 2 == 0 ? 1.0f : -1.0f);
    octet::min_max observer;
    observer.see(values);
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    CHECK(observer.range() == octet::range{*low, *high});
    CHECK(observer.count() == n);
  }
}

TEST_CASE("what is not finite is left out wherever it stands among many") {
  constexpr float inf = std::numeric_limits<float>::infinity();
  for (const float odd : {inf, -inf, std::numeric_limits<float>::quiet_NaN()}) {
    for (const std::size_t at : {0U, 15U, 16U, 2047U, 2048U, 4090U, 4999U}) {
      std::vector<float> values(5000);
      for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i) - 7.0f;
      values[at] = odd;
      octet::min_max observer;
      observer.see(values);
      CHECK(observer.range() ==
            octet::range{at == 0 ? -6.0f : -7.0f, at == 4999 ? 4991.0f : 4992.0f});
      CHECK(observer.count() == 4999);
      CHECK(observer.non_finite() == 1);
    }
  }
}

TEST_CASE("a range need not contain 0") {
  octet::min_max observer;
  observer.see(std::array{3.0f, 5.0f});
  CHECK(observer.range() == octet::range{3.0f, 5.0f});
}

TEST_CASE("the sign of a zero does not depend on the order") {
  octet::min_max first;
  octet::min_max second;
  first.see(std::array{0.0f, -0.0f});
  second.see(std::array{-0.0f, 0.0f});
  CHECK(std::signbit(first.range().min) == std::signbit(second.range().min));
  CHECK(std::signbit(first.range().max) == std::signbit(second.range().max));
}

TEST_CASE("restored from what it tells, it is the same; from anything else it is none") {
  octet::min_max o;
  CHECK(octet::min_max::restored(o.range(), 0) == o);
  o.see(std::vector<float>{-2.0f, 5.0f, 3.0f});
  CHECK(octet::min_max::restored(o.range(), 3) == o);
  CHECK_FALSE(octet::min_max::restored(o.range(), 0));
  CHECK_FALSE(octet::min_max::restored({5.0f, -2.0f}, 3));
  CHECK_FALSE(octet::min_max::restored({-INFINITY, 0.0f}, 3));
  CHECK_FALSE(octet::min_max::restored({0.0f, NAN}, 3));
}
