// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
//
// histogram: every count against a histogram drawn with the final bin width from the start.
#include "octet/quant/observers/histogram.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <random>
#include <span>
#include <vector>

namespace {

template <class H>
void check_counts(const H& h, const std::vector<float>& values) {
  std::map<long, std::uint64_t> wanted;
  for (const float v : values) {
    ++wanted[std::lround(std::floor(static_cast<double>(v) / h.bin_width()))];
  }
  std::uint64_t total = 0;
  for (std::int32_t i = h.low_bin(); i <= h.high_bin(); ++i) {
    const auto found = wanted.find(i);
    REQUIRE(h.count_in(i) == (found == wanted.end() ? 0 : found->second));
    total += h.count_in(i);
  }
  REQUIRE(total == values.size());
}

}  // namespace

TEST_CASE_TEMPLATE("counts, width and extremes after every batch", H, octet::histogram<4>,
                   octet::histogram<16>, octet::histogram<4096>) {
  constexpr double bins = sizeof(H) / 8 - 5;  // the state beside the bins is 40 bytes
  std::mt19937 random(11);
  std::uniform_real_distribution<float> exponent(-30.0f, 30.0f);
  for (int round = 0; round < 60; ++round) {
    H h;
    std::vector<float> values;
    const int signs = round % 3;  // both, positive only, negative only
    for (int batch = 0; batch < 12; ++batch) {
      std::vector<float> next(random() % 20);
      for (float& v : next) {
        const bool negative = signs == 2 || (signs == 0 && random() % 2 == 0);
        v = std::exp2(exponent(random)) * (negative ? -1.0f : 1.0f);
      }
      h.see(next);
      values.insert(values.end(), next.begin(), next.end());
      if (values.empty()) continue;

      check_counts(h, values);
      const float min = *std::min_element(values.begin(), values.end());
      const float max = *std::max_element(values.begin(), values.end());
      REQUIRE(h.extremes() == octet::range{min, max});
      const double used = h.high_bin() - h.low_bin() + 1;
      REQUIRE(used <= bins);
      REQUIRE(used > bins / 2);
      REQUIRE(std::exp2(std::round(std::log2(h.bin_width()))) == h.bin_width());
    }
  }
}

TEST_CASE("values on bin edges belong to the bin above") {
  octet::histogram<4> h;
  const std::vector<float> values{-2.0f, -1.0f, -0.5f, 0.0f, 1.0f, 1.5f};
  h.see(values);
  CHECK(h.bin_width() == 1.0);
  CHECK(h.low_bin() == -2);
  CHECK(h.high_bin() == 1);
  check_counts(h, values);
  h.see(std::vector<float>{2.0f});  // one past the last bin: -2 .. 2 needs five, -1 .. 1 three
  CHECK(h.bin_width() == 2.0);
  CHECK(h.count_in(-1) == 3);
  CHECK(h.count_in(0) == 3);
  CHECK(h.count_in(1) == 1);
}

TEST_CASE("from the smallest to the largest float") {
  using limits = std::numeric_limits<float>;
  octet::histogram<4096> h;
  h.see(std::vector<float>{limits::denorm_min()});
  CHECK(h.count_in(h.high_bin()) == 1);
  h.see(std::vector<float>{limits::max(), limits::lowest()});
  CHECK(h.count() == 3);
  CHECK(h.count_in(h.high_bin()) == 1);
  CHECK(h.count_in(h.low_bin()) == 1);
  CHECK(h.count_in(0) == 1);
  CHECK(h.upper_quantile(1.0) == limits::max());
  CHECK(h.lower_quantile(1.0) == limits::lowest());
  CHECK(h.magnitude_quantile(1.0) == limits::max());
}

TEST_CASE("bins that double any number of times at once") {
  // 2500 units of the smallest subnormal, then the same many units of every larger power of two.
  for (int doublings = 0; doublings < 265; ++doublings) {
    octet::histogram<4096> h;
    const std::vector<float> values{std::ldexp(2500.0f, -149),
                                    std::ldexp(2500.0f, doublings - 149)};
    h.see(std::span(values).first(1));
    h.see(std::span(values).last(1));
    CAPTURE(doublings);
    check_counts(h, values);
    octet::histogram<4096> coarse;
    coarse.see(std::span(values).last(1));
    octet::histogram<4096> fine;
    fine.see(std::span(values).first(1));
    coarse.merge(fine);
    REQUIRE(coarse == h);
  }
}

TEST_CASE("restored from what it tells, a histogram is the same; from anything else it is none") {
  using small = octet::histogram<16>;
  const auto counts_of = [](const small& h) {
    std::vector<std::uint64_t> counts;
    for (std::int32_t i = h.low_bin(); i <= h.high_bin(); ++i) counts.push_back(h.count_in(i));
    return counts;
  };
  std::mt19937 random(17);
  std::normal_distribution<float> normal(1.0f, 30.0f);
  for (std::size_t n = 0; n < 50; ++n) {
    small h;
    std::vector<float> values(n);
    for (float& v : values) v = normal(random);
    h.see(values);
    const auto counts = counts_of(h);
    const auto again = small::restored(h.extremes(), n, counts);
    REQUIRE(again);
    CHECK(*again == h);
    CHECK_FALSE(small::restored(h.extremes(), n + 1, counts));
    auto other = counts;
    other.push_back(0);
    CHECK_FALSE(small::restored(h.extremes(), n, other));
    if (n == 0) continue;
    other = counts;
    other.front() += std::uint64_t{1} << 63;  // a sum that wraps around
    other.back() += std::uint64_t{1} << 63;
    if (counts.size() > 1) CHECK_FALSE(small::restored(h.extremes(), n, other));
    CHECK_FALSE(small::restored({h.extremes().min, INFINITY}, n, counts));
    CHECK_FALSE(small::restored({NAN, h.extremes().max}, n, counts));
    if (n > 1) CHECK_FALSE(small::restored({h.extremes().max, h.extremes().min}, n, counts));
  }
  // No value where the largest should be.
  CHECK(small::restored({0.0f, 8.0f}, 1, std::vector<std::uint64_t>{1, 0, 0, 0, 0, 0, 0, 0, 0}) ==
        std::nullopt);
}
