// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
//
// mse against an exhaustive search over the samples themselves.
#include "octet/quant/observers/mse.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "support/quantized_samples.hpp"

namespace {

using octet_test::distributions;
using octet_test::error_of;
using octet_test::int4_symmetric;

// The least error over ends at 70 % to 100 % of the extremes in steps of 1 %: with fewer than a
// million samples the 99.9999 % quantile is the extreme.
double least_error(const std::vector<float>& values, octet::code_limits codes) {
  const auto [low, high] = octet_test::ends_of(values);
  double least = std::numeric_limits<double>::infinity();
  for (int i = 70; i <= 100; ++i) {
    if (codes.symmetric) {
      const double a = std::max(-low, high) * i / 100.0;
      least = std::min(least, error_of(values, -a, a, codes));
      continue;
    }
    for (int j = 70; j <= (low == 0.0 ? 70 : 100); ++j) {
      least = std::min(least, error_of(values, low * j / 100.0, high * i / 100.0, codes));
    }
  }
  return least;
}

}  // namespace

TEST_CASE("no worse than the exhaustive search by more than a few percent") {
  for (const octet::code_limits codes : octet_test::tried_codes) {
    int which = -1;
    for (const std::vector<float>& values : distributions(3000)) {
      ++which;
      CAPTURE(which);
      CAPTURE(codes.max_code);
      CAPTURE(codes.symmetric);
      octet::mse observer(codes);
      observer.see(values);
      const octet::range r = observer.range();
      const double chosen = error_of(values, r, codes);
      const double best = least_error(values, codes);
      CHECK(chosen <= 1.03 * best);
      const octet::range seen = observer.extremes();
      const float largest = std::max(-seen.min, seen.max);
      CHECK(r.min >= (codes.symmetric ? -largest : std::min(seen.min, 0.0f)));
      CHECK(r.max <= (codes.symmetric ? largest : std::max(seen.max, 0.0f)));
    }
  }
}

TEST_CASE("fewer bits clip more, and clipping beats the plain extremes") {
  const std::vector<float> values = distributions(3000)[0];
  octet::mse eight(octet::limits_of<octet::int8_symmetric>);
  octet::mse four(octet::limits_of<int4_symmetric>);
  eight.see(values);
  four.see(values);
  CHECK(four.range().max < eight.range().max);
  const double a = static_cast<double>(four.range().max);
  const double extreme = static_cast<double>(std::max(-four.extremes().min, four.extremes().max));
  CHECK(error_of(values, -a, a, octet::limits_of<int4_symmetric>) <
        0.8 * error_of(values, -extreme, extreme, octet::limits_of<int4_symmetric>));
}

TEST_CASE("both ends are searched on their own") {
  // Two values far below all others, nothing of the kind above. Four bits,
  // so that a finer step for the many is worth more than the few.
  using uint4 = octet::basic_scheme<std::uint8_t, 0, 15, false>;
  std::vector<float> values;
  for (int i = 0; i < 10000; ++i) values.push_back(static_cast<float>(i) / 10000.0f - 0.5f);
  for (int i = 0; i < 2; ++i) values.push_back(-0.71f);
  octet::mse observer(octet::limits_of<uint4>);
  observer.see(values);
  CHECK(observer.range().min > 0.8f * -0.71f);
  CHECK(observer.range().max > 0.85f * 0.5f);
}

TEST_CASE("with millions of samples the extreme is no longer where the search starts") {
  // Evenly 0 to 1, and one value far away. The quantile is about 1, so that no candidate
  // passes 1.3.
  std::vector<float> values(2000000);
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = static_cast<float>(i) / static_cast<float>(values.size());
  }
  values[5] = 3.0f;
  octet::mse observer;
  observer.see(values);
  CHECK(observer.range().min == 0.0f);
  CHECK(observer.range().max >= 0.99f);
  CHECK(observer.range().max <= 1.31f);
}

TEST_CASE("other places to look") {
  const std::vector<float> values = distributions(3000)[0];
  octet::mse wide(octet::limits_of<octet::int8_asymmetric>, {.from = 1.0, .to = 1.0});
  octet::mse half(octet::limits_of<octet::int8_asymmetric>, {.from = 0.5, .to = 0.5, .step = 0.1});
  octet::mse median(octet::limits_of<octet::int8_asymmetric>,
                    {.max_percentile = 0.75, .min_percentile = 0.9, .from = 1.0, .to = 1.0});
  for (octet::mse* o : {&wide, &half, &median}) o->see(values);
  const octet::range ends = wide.extremes();
  CHECK(wide.range() == octet::range{std::min(ends.min, 0.0f), std::max(ends.max, 0.0f)});
  CHECK(half.range().max == doctest::Approx(wide.range().max / 2));
  CHECK(half.range().min == doctest::Approx(wide.range().min / 2));
  CHECK(median.range().max == std::max(0.0f, median.upper_quantile(0.75)));
  CHECK(median.range().min == std::min(0.0f, median.lower_quantile(0.9)));
}
