// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
//
// percentile against sorting all samples.
#include "octet/quant/observers/percentile.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <random>
#include <vector>

namespace {

// The nearest-rank percentile: the smallest sample with at least `percent` % at or below it.
template <class Order>
double nearest_rank(std::vector<float> values, double percent, Order order) {
  std::sort(values.begin(), values.end(), order);
  const double n = static_cast<double>(values.size());
  const double rank = std::max(1.0, std::ceil(percent / 100.0 * n));
  return static_cast<double>(values[static_cast<std::size_t>(rank) - 1]);
}

std::vector<std::vector<float>> distributions() {
  std::mt19937 random(12);
  std::normal_distribution<float> normal;
  std::exponential_distribution<float> tail(1.0f);
  std::uniform_real_distribution<float> uniform(-3.0f, 9.0f);
  std::vector<std::vector<float>> all(6);
  for (int i = 0; i < 20011; ++i) {
    all[0].push_back(normal(random));
    all[1].push_back(std::max(0.0f, normal(random)));       // after relu
    all[2].push_back(-tail(random) * tail(random) - 0.5f);  // heavy, negative only
    all[3].push_back(uniform(random));
    all[4].push_back(std::round(normal(random) * 4.0f));                 // few distinct values
    all[5].push_back(normal(random) + (i % 5000 == 17 ? 40.0f : 0.0f));  // outliers
  }
  return all;
}

}  // namespace

TEST_CASE("within one bin of the sorted samples, on the outer side") {
  for (const std::vector<float>& values : distributions()) {
    std::vector<float> magnitudes;
    for (const float v : values) magnitudes.push_back(std::abs(v));
    for (const double percent : {50.0, 90.0, 99.0, 99.9, 99.99, 99.999, 100.0}) {
      CAPTURE(percent);
      octet::percentile both(percent);
      both.see(values);
      const double bin = both.bin_width();
      const octet::range r = both.range();
      const double above = static_cast<double>(r.max) - nearest_rank(values, percent, std::less{});
      CHECK(above >= 0.0);
      CHECK(above <= bin);
      const double below =
          nearest_rank(values, percent, std::greater{}) - static_cast<double>(r.min);
      CHECK(below >= 0.0);
      CHECK(below <= bin);

      octet::percentile one(percent, octet::tails::absolute);
      one.see(values);
      const octet::range a = one.range();
      CHECK(a.min == -a.max);
      const double beyond =
          static_cast<double>(a.max) - nearest_rank(magnitudes, percent, std::less{});
      CHECK(beyond >= 0.0);
      CHECK(beyond <= bin);
    }
  }
}

TEST_CASE("100 % is the extremes, and a few samples lose none") {
  const std::vector<float> values{-3.3f, 0.1f, 7.7f, 2.0f};
  octet::percentile all(100.0);
  all.see(values);
  CHECK(all.range() == octet::range{-3.3f, 7.7f});
  octet::percentile usual;
  usual.see(values);
  CHECK(usual.range() == octet::range{-3.3f, 7.7f});
}

TEST_CASE("one outlier in 20,000 is cut by default") {
  std::vector<float> values(20000);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i % 100) / 100.0f;
  values[777] = 50.0f;
  octet::percentile observer;
  observer.see(values);
  CHECK(observer.range().max < 1.02f);
  CHECK(observer.range().max >= 0.99f);
}
