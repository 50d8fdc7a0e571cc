// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
//
// squared_error against quantizing thousands of points spread over every bin.
#include "octet/quant/observers/squared_error.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

namespace {

using bins = octet::histogram<64>;

// The mean over evenly spread points of a bin, each quantized by the definition in double.
double by_points(const bins& values, octet::affine params, octet::code_limits codes) {
  constexpr int points = 4000;
  const double scale = static_cast<double>(params.scale);
  double sum = 0.0;
  for (std::int32_t i = values.low_bin(); i <= values.high_bin(); ++i) {
    double bin = 0.0;
    for (int k = 0; k < points; ++k) {
      const double real = values.bin_width() * (i + (k + 0.5) / points);
      const double code =
          std::clamp(std::round(real / scale) + params.zero_point,
                     static_cast<double>(codes.min_code), static_cast<double>(codes.max_code));
      const double e = real - scale * (code - params.zero_point);
      bin += e * e / points;
    }
    sum += static_cast<double>(values.count_in(i)) * bin;
  }
  return sum;
}

bins random_histogram(std::mt19937& random) {
  std::normal_distribution<float> normal(static_cast<float>(random() % 5) - 2.0f, 1.5f);
  bins values;
  std::vector<float> some(500);
  for (float& v : some) v = normal(random);
  values.see(some);
  return values;
}

}  // namespace

TEST_CASE("steps finer and coarser than the bins, and clipping on either side") {
  std::mt19937 random(21);
  for (int round = 0; round < 40; ++round) {
    const bins values = random_histogram(random);
    for (const octet::code_limits codes :
         {octet::limits_of<octet::int8_asymmetric>, octet::limits_of<octet::int8_symmetric>,
          octet::code_limits{-8, 7, false}, octet::code_limits{0, 3, false}}) {
      const float low = -static_cast<float>(random() % 60) / 10.0f;
      const float high = static_cast<float>(1 + random() % 60) / 10.0f;
      const octet::affine params = octet::choose({low, high}, codes);
      CAPTURE(low);
      CAPTURE(high);
      CAPTURE(codes.max_code);
      CHECK(octet::squared_error(values, params, codes) ==
            doctest::Approx(by_points(values, params, codes)).epsilon(2e-3));
    }
  }
}

TEST_CASE("nothing costs nothing") {
  const bins empty;
  CHECK(octet::squared_error(empty, {}, octet::limits_of<octet::int8_asymmetric>) == 0.0);
}

TEST_CASE("least_error keeps the first of those that cost the same") {
  std::mt19937 random(22);
  const bins values = random_histogram(random);
  const octet::code_limits codes{0, 3, false};
  octet::least_error best(values, codes);
  CHECK(best.best() == octet::range{});
  CHECK(best.error() == std::numeric_limits<double>::infinity());
  const octet::range wide{-1000.0f, 1000.0f}, fitting = values.extremes();
  best.consider(wide);
  CHECK(best.best() == wide);
  best.consider(fitting);
  CHECK(best.best() == fitting);
  CHECK(best.error() == octet::squared_error(values, octet::choose(fitting, codes), codes));
  // Of one sign, so that 0 is the other end: the same parameters.
  octet::least_error ends(values, codes);
  ends.consider({0.5f, 2.0f});
  ends.consider({0.0f, 2.0f});
  CHECK(ends.best() == octet::range{0.5f, 2.0f});
}
