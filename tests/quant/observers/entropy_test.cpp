// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
//
// entropy against the divergence of two distributions written out in full.
#include "octet/quant/observers/entropy.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <random>
#include <vector>

#include "support/quantized_samples.hpp"

namespace {

using distribution = std::map<long, double>;  // by bin; only bins in use

double sum_of(const distribution& d) {
  double sum = 0.0;
  for (const auto& [bin, values] : d) sum += values;
  return sum;
}

/// Bins of the samples other than 0.
distribution bins_of(const std::vector<float>& values, double width) {
  distribution all;
  for (const float v : values) {
    const long bin = std::lround(std::floor(static_cast<double>(v) / width));
    if (bin != 0) all[bin] += 1.0;
  }
  return all;
}

/// KL(P || Q) of a window of bins [begin, end), the codes spread evenly over [origin, origin +
/// width).
double divergence(const distribution& all, long begin, long end, long origin, long width,
                  long codes) {
  if (width < codes) return std::numeric_limits<double>::infinity();
  const distribution within(all.lower_bound(begin), all.lower_bound(end));
  if (within.empty()) return std::numeric_limits<double>::infinity();
  distribution p = within, q;
  for (const auto& [bin, values] : all) {
    if (bin < begin) p[within.begin()->first] += values;
    if (bin >= end) p[within.rbegin()->first] += values;
  }
  std::map<long, distribution> by_code;
  for (const auto& [bin, values] : within) by_code[(bin - origin) * codes / width][bin] = values;
  for (const auto& [code, equal] : by_code) {
    const double mean = sum_of(equal) / static_cast<double>(equal.size());
    for (const auto& [bin, values] : equal) q[bin] = mean;
  }
  double sum = 0.0;
  const double n = sum_of(p), m = sum_of(q);
  for (const auto& [bin, values] : p) sum += values / n * std::log(values / n * m / q.at(bin));
  return sum;
}

struct outcome {
  long candidates = 0;
  double least = std::numeric_limits<double>::infinity();
  double chosen = std::numeric_limits<double>::infinity();
  bool found = false;
};

/// Tries the bins that the observer may choose from.
outcome try_all(const std::vector<float>& values, const octet::entropy& observer,
                octet::code_limits codes) {
  const double width = observer.bin_width();
  const distribution all = bins_of(values, width);
  const long low = observer.low_bin(), high = observer.high_bin() + 1;
  const long reach = std::max(high, -low);
  const octet::range seen = observer.extremes(), proposed = observer.range();
  const double largest = static_cast<double>(std::max(-seen.min, seen.max));
  outcome result;
  for (long a = reach; a > 0; a -= 8) {
    const long begin = std::max(low, -a), end = std::min(high, a);
    const bool symmetric = codes.symmetric;
    const double kl =
        divergence(all, begin, end, symmetric ? -a : begin, symmetric ? 2 * a : end - begin,
                   long{codes.max_code} - codes.min_code + 1);
    result.least = std::min(result.least, kl);
    if (!std::isfinite(kl)) continue;
    ++result.candidates;
    const double reached = width * static_cast<double>(a);
    const double max = symmetric ? largest : static_cast<double>(seen.max);
    const double min = symmetric ? -largest : static_cast<double>(seen.min);
    if (proposed.max == static_cast<float>(std::min(reached, max)) &&
        proposed.min == static_cast<float>(std::max(-reached, min))) {
      result.found = true;
      result.chosen = kl;
    }
  }
  return result;
}

}  // namespace

TEST_CASE("the least divergence of hundreds of candidates") {
  for (const octet::code_limits codes : octet_test::tried_codes) {
    int which = -1;
    for (const std::vector<float>& values : octet_test::distributions(3000)) {
      CAPTURE(++which);
      CAPTURE(codes.max_code);
      CAPTURE(codes.symmetric);
      octet::entropy observer(codes);
      observer.see(values);
      const outcome o = try_all(values, observer, codes);
      CHECK(o.candidates > 100);
      CHECK(o.found);
      CHECK(o.chosen <= o.least + 1e-9);
    }
  }
}

TEST_CASE("it does not degenerate to the extremes") {
  std::mt19937 random(31);
  std::normal_distribution<float> normal;
  std::vector<float> values(100000);
  for (float& v : values) v = normal(random);
  values[7] = 40.0f;
  octet::entropy observer;
  observer.see(values);
  CHECK(observer.range().max < 8.0f);
  CHECK(observer.range().max > 2.5f);
  CHECK(observer.range().min < -2.5f);
}

TEST_CASE("zeros, however many, change nothing") {
  const std::vector<float> values = octet_test::distributions(5000)[1];
  octet::entropy observer, with_zeros;
  observer.see(values);
  with_zeros.see(values);
  with_zeros.see(std::vector<float>(100000, 0.0f));
  CHECK(with_zeros.range() == observer.range());
}

TEST_CASE("more codes than bins leave nothing to choose") {
  octet::entropy observer({-32767, 32767, true});
  observer.see(octet_test::distributions(1000)[0]);
  const octet::range seen = observer.extremes();
  CHECK(observer.range().max == std::max(-seen.min, seen.max));
}
