// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
//
// histogram_l2 against the least error over all ranges, on the samples themselves.
#include "octet/quant/observers/histogram_l2.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <random>
#include <vector>

#include "octet/quant/observers/mse.hpp"
#include "support/quantized_samples.hpp"

namespace {

using octet_test::error_of;

/// The least error of the samples over a grid of ranges within their extremes.
double least_error(const std::vector<float>& values, octet::code_limits codes, int parts) {
  const auto [low, high] = octet_test::ends_of(values);
  double least = std::numeric_limits<double>::infinity();
  for (int i = 1; i <= parts; ++i) {
    if (codes.symmetric) {
      const double a = std::max(-low, high) * i / parts;
      least = std::min(least, error_of(values, -a, a, codes));
      continue;
    }
    for (int j = (low == 0.0 ? parts : 0); j <= parts; ++j)
      least = std::min(least, error_of(values, low * j / parts, high * i / parts, codes));
  }
  return least;
}

}  // namespace

TEST_CASE("no worse than all ranges by more than a few percent") {
  for (const octet::code_limits codes : octet_test::tried_codes) {
    for (std::size_t which = 0; which < octet_test::distributions(1).size(); ++which) {
      const std::vector<float> values = octet_test::distributions(2000)[which];
      CAPTURE(which);
      CAPTURE(codes.max_code);
      CAPTURE(codes.symmetric);
      octet::histogram_l2 observer(codes);
      observer.see(values);
      const octet::range r = observer.range();
      const double chosen = error_of(values, r, codes);
      CHECK(chosen <= 1.03 * least_error(values, codes, codes.symmetric ? 300 : 50));
      const octet::range seen = observer.extremes();
      CHECK(r.max <= std::max(-seen.min, seen.max));
      CHECK(r.min >= (codes.symmetric ? -std::max(-seen.min, seen.max) : seen.min));
    }
  }
}

TEST_CASE("the best of every pair of bin edges, found without trying them all") {
  using octet_test::int4_symmetric;
  for (const octet::code_limits codes :
       {octet::limits_of<octet::int8_symmetric>, octet::limits_of<int4_symmetric>}) {
    for (const std::vector<float>& values : octet_test::distributions(2000)) {
      octet::histogram_l2 observer(codes);
      observer.see(values);
      octet::least_error all(observer, codes);
      for (int edge = 1; edge <= std::max(observer.high_bin() + 1, -observer.low_bin()); ++edge)
        all.consider(observer.symmetric_between(edge));
      octet::least_error found(observer, codes);
      found.consider(observer.range());
      CHECK(found.error() <= 1.002 * all.error());
    }
  }
}

TEST_CASE("it cuts a tail that mse may not") {
  // Four bits, and one value in 5000 twice as far out as the rest or, for the tail, ten times.
  const octet::code_limits codes{0, 15, false};
  std::vector<float> values;
  for (int i = 0; i < 10000; ++i) values.push_back(static_cast<float>(i) / 10000.0f);
  values.push_back(10.0f);
  octet::histogram_l2 l2(codes);
  octet::mse bounded(codes);
  l2.see(values);
  bounded.see(values);
  CHECK(l2.range().max < bounded.range().max);
  CHECK(error_of(values, l2.range(), codes) < 0.9 * error_of(values, bounded.range(), codes));
}
