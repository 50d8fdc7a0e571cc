// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
//
// mse against an exhaustive search over the samples themselves.
#include "octet/quant/observers/mse.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

namespace {

// Squared error of the samples on the grid of [min, max], worked out from the definition of affine
// quantization in double: neither choose nor quantize is asked.
double error_of(const std::vector<float>& values, double min, double max,
                octet::code_limits codes) {
  double scale = codes.symmetric ? std::max(-min, max) / codes.max_code
                                 : (max - min) / (codes.max_code - codes.min_code);
  if (scale == 0.0) scale = 1.0;
  const double zero_point = codes.symmetric ? 0.0 : std::round(codes.min_code - min / scale);
  double sum = 0.0;
  for (const float v : values) {
    const double real = static_cast<double>(v);
    const double code =
        std::clamp(std::round(real / scale) + zero_point, static_cast<double>(codes.min_code),
                   static_cast<double>(codes.max_code));
    const double e = real - scale * (code - zero_point);
    sum += e * e;
  }
  return sum;
}

// The least error over ends at 70 % to 100 % of the extremes in steps of 1 %: with fewer than a
// million samples the 99.9999 % quantile is the extreme.
double least_error(const std::vector<float>& values, octet::code_limits codes) {
  const double low =
      std::min(0.0, static_cast<double>(*std::min_element(values.begin(), values.end())));
  const double high =
      std::max(0.0, static_cast<double>(*std::max_element(values.begin(), values.end())));
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

std::vector<std::vector<float>> distributions(std::size_t n) {
  std::mt19937 random(13);
  std::normal_distribution<float> normal;
  std::exponential_distribution<float> tail(1.0f);
  std::uniform_real_distribution<float> uniform(-3.0f, 9.0f);
  std::vector<std::vector<float>> all(6);
  for (std::size_t i = 0; i < n; ++i) {
    all[0].push_back(normal(random));
    all[1].push_back(std::max(0.0f, normal(random)));  // after relu: half are exact zeros
    all[2].push_back(tail(random) - 0.2f * tail(random));
    all[3].push_back(uniform(random));
    all[4].push_back(std::min(6.0f, std::max(0.0f, 3.0f * normal(random))));  // after relu6
    all[5].push_back(-tail(random) - 1.0f);                                   // negative only
  }
  return all;
}

}  // namespace

TEST_CASE("no worse than the exhaustive search by more than a few percent") {
  using octet::limits_of;
  using int4_symmetric = octet::basic_scheme<std::int8_t, -7, 7, true>;
  for (const octet::code_limits codes :
       {limits_of<octet::int8_asymmetric>, limits_of<octet::int8_symmetric>,
        limits_of<int4_symmetric>}) {
    int which = -1;
    for (const std::vector<float>& values : distributions(3000)) {
      ++which;
      CAPTURE(which);
      CAPTURE(codes.max_code);
      CAPTURE(codes.symmetric);
      octet::mse observer(codes);
      observer.see(values);
      const octet::range r = observer.range();
      const double chosen = error_of(values, std::min(0.0, static_cast<double>(r.min)),
                                     std::max(0.0, static_cast<double>(r.max)), codes);
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
  using int4_symmetric = octet::basic_scheme<std::int8_t, -7, 7, true>;
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
