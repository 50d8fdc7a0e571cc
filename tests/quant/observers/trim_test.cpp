// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
//
// trim against the same way gone on the sorted samples.
#include "octet/quant/observers/trim.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "support/quantized_samples.hpp"

namespace {

using octet_test::error_of;

/// Edges of bins between which the samples still lie; each step counts the samples anew.
struct way {
  const std::vector<float>& values;
  double bin;
  long low, high;

  std::size_t between(long from, long to) const {
    return static_cast<std::size_t>(std::count_if(values.begin(), values.end(), [&](float v) {
      const double edge = std::floor(static_cast<double>(v) / bin);
      return edge >= static_cast<double>(from) && edge < static_cast<double>(to);
    }));
  }

  void step(std::size_t share) {
    long next_low = low, next_high = high;
    while (next_low < 0 && between(low, next_low) < share) ++next_low;
    while (next_high > 0 && between(next_high, high) < share) --next_high;
    next_low - low > high - next_high ? low = next_low : high = next_high;
  }

  octet::range range() const {
    const auto [min, max] = octet_test::ends_of(values);
    return {static_cast<float>(std::max(bin * static_cast<double>(low), min)),
            static_cast<float>(std::min(bin * static_cast<double>(high), max))};
  }
};

}  // namespace

TEST_CASE("the best range of the way, within a few percent on the samples") {
  const octet::code_limits codes{0, 15, false};
  for (const std::vector<float>& values : octet_test::distributions(300)) {
    octet::trim observer(codes);
    observer.see(values);
    way taken{values, observer.bin_width(), observer.low_bin(), observer.high_bin() + 1};
    double least = std::numeric_limits<double>::infinity();
    bool found = false;
    const octet::range chosen = observer.range();
    while (taken.low < 0 || taken.high > 0) {
      least = std::min(least, error_of(values, taken.range(), codes));
      const octet::range r = taken.range();
      found = found || (std::min(chosen.min, 0.0f) == r.min && std::max(chosen.max, 0.0f) == r.max);
      taken.step(1);
    }
    CHECK(found);
    CHECK(error_of(values, chosen, codes) <= 1.03 * least);
  }
}

TEST_CASE("symmetric: the best of all magnitudes") {
  for (const octet::code_limits codes :
       {octet::limits_of<octet::int8_symmetric>, octet::limits_of<octet_test::int4_symmetric>}) {
    for (const std::vector<float>& values : octet_test::distributions(2000)) {
      octet::trim observer(codes);
      observer.see(values);
      const octet::range r = observer.range();
      CHECK(r.min == -r.max);
      double least = std::numeric_limits<double>::infinity();
      for (const float v : values) {
        const double a = std::abs(static_cast<double>(v));
        if (a > 0.0) least = std::min(least, error_of(values, -a, a, codes));
      }
      CHECK(error_of(values, r, codes) <= 1.03 * least);
    }
  }
}

TEST_CASE("the emptier end goes first") {
  // As far out on either side, but above there is one value where below there are a thousand.
  const octet::code_limits codes{0, 15, false};
  std::vector<float> values;
  for (int i = 0; i < 20000; ++i) values.push_back(static_cast<float>(i % 100) / 100.0f - 0.5f);
  for (int i = 0; i < 1000; ++i) values.push_back(-3.0f);
  values.push_back(3.0f);
  octet::trim observer(codes);
  observer.see(values);
  CHECK(observer.range().min < -2.0f);
  CHECK(observer.range().max < 0.6f);
  CHECK(error_of(values, observer.range(), codes) < 0.7 * error_of(values, {-3.0f, 3.0f}, codes));
}

TEST_CASE("a step drops a hundred thousandth, not a value") {
  // Ten values of a million lie apart, each in a bin of its own: they go in one step of ten. With
  // 16 codes it pays to lose them.
  const octet::code_limits codes{0, 15, false};
  std::vector<float> values(1000000);
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = static_cast<float>(i % 1000) / 1000.0f;
  for (std::size_t i = 0; i < 10; ++i) values[i] = 4.0f + static_cast<float>(i) / 4.0f;
  octet::trim observer(codes);
  observer.see(values);
  CHECK(observer.range().max <= 1.01f);
  CHECK(observer.range().max > 0.9f);
}
