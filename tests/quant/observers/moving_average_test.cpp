// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
//
// moving_average against the weights of its definition, written out.
#include "octet/quant/observers/moving_average.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <vector>

namespace {

using batch_list = std::vector<std::vector<float>>;

batch_list random_batches(std::size_t n, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal(1.0f, 3.0f);
  batch_list batches(n);
  for (auto& batch : batches) {
    batch.resize(1 + random() % 20);
    for (float& v : batch) v = normal(random);
  }
  return batches;
}

octet::moving_average seen(std::span<const std::vector<float>> batches, double constant) {
  octet::moving_average observer(constant);
  for (const auto& batch : batches) observer.see(batch);
  return observer;
}

// The weight of batch i of n is constant * (1 - constant)^(n - 1 - i), the first one's without its
// constant.
template <class Pick>
double weighted(const batch_list& batches, double constant, Pick pick) {
  double sum = 0.0;
  for (std::size_t i = 0; i < batches.size(); ++i) {
    const double age = static_cast<double>(batches.size() - 1 - i);
    const double weight = std::pow(1.0 - constant, age) * (i == 0 ? 1.0 : constant);
    sum += weight * static_cast<double>(*pick(batches[i].begin(), batches[i].end()));
  }
  return sum;
}

void check_near(octet::range r, octet::range wanted) {
  CHECK(r.min == doctest::Approx(static_cast<double>(wanted.min)).epsilon(1e-6));
  CHECK(r.max == doctest::Approx(static_cast<double>(wanted.max)).epsilon(1e-6));
}

const auto smallest = [](auto begin, auto end) { return std::min_element(begin, end); };
const auto largest = [](auto begin, auto end) { return std::max_element(begin, end); };

}  // namespace

TEST_CASE("the weights of the definition") {
  static_assert(octet::Observer<octet::moving_average>);
  for (const double constant : {0.01, 0.001, 0.5, 1.0}) {
    for (const std::size_t n : {1u, 2u, 3u, 10u, 1000u}) {
      CAPTURE(constant);
      CAPTURE(n);
      const batch_list batches = random_batches(n, 3);
      const octet::moving_average observer = seen(batches, constant);
      check_near(observer.range(), {static_cast<float>(weighted(batches, constant, smallest)),
                                    static_cast<float>(weighted(batches, constant, largest))});
      std::size_t values = 0;
      for (const auto& batch : batches) values += batch.size();
      CHECK(observer.count() == values);
    }
  }
}

TEST_CASE("the usual constant is PyTorch's; one outlier moves the range by a hundredth of itself") {
  octet::moving_average observer;
  observer.see(std::array{0.0f, 1.0f});
  observer.see(std::array{0.0f, 101.0f});
  CHECK(observer.range() == octet::range{0.0f, 2.0f});
}

TEST_CASE("parts merged in their order are the whole sequence") {
  const batch_list batches = random_batches(300, 4);
  const std::span<const std::vector<float>> all(batches);
  for (const double constant : {0.01, 0.001, 0.3}) {
    const octet::moving_average whole = seen(all, constant);
    for (const std::size_t cut : {0u, 1u, 2u, 150u, 299u, 300u}) {
      CAPTURE(cut);
      octet::moving_average first = seen(all.first(cut), constant);
      first.merge(seen(all.subspan(cut), constant));
      check_near(first.range(), whole.range());
      CHECK(first.count() == whole.count());
    }
    // Of many parts, in either grouping.
    octet::moving_average left(constant), right(constant);
    for (std::size_t part = 0; part < 10; ++part) {
      left.merge(seen(all.subspan(30 * part, 30), constant));
      octet::moving_average before = seen(all.subspan(30 * (9 - part), 30), constant);
      before.merge(right);
      right = before;
    }
    check_near(left.range(), whole.range());
    check_near(right.range(), whole.range());
  }
}

TEST_CASE("merging nothing, into nothing, and with itself") {
  const batch_list batches = random_batches(5, 5);
  const octet::moving_average whole = seen(batches, 0.01);
  octet::moving_average left = whole;
  left.merge(octet::moving_average());
  CHECK(left == whole);
  octet::moving_average right;
  right.merge(whole);
  CHECK(right == whole);
  octet::moving_average twice = whole, again = whole;
  twice.merge(twice);
  for (const auto& batch : batches) again.see(batch);
  check_near(twice.range(), again.range());
  CHECK(twice.count() == again.count());
}

TEST_CASE("only batches with a finite value count as such") {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();
  octet::moving_average clean(0.5), dirty(0.5);
  CHECK(clean.range() == octet::range{});
  dirty.see(std::array{not_a_number, infinity});
  CHECK(dirty.range() == octet::range{});
  CHECK(dirty.count() == 0);
  for (const float v : {1.0f, 2.0f, -3.0f}) {
    clean.see(std::array{v});
    dirty.see(std::array{-infinity, v, not_a_number});
    dirty.see(std::span<const float>{});
  }
  CHECK(dirty.range() == clean.range());
  CHECK(dirty.count() == 3);
  CHECK(dirty.non_finite() == 8);
}

TEST_CASE("constants and extreme floats") {
  using limits = std::numeric_limits<float>;
  for (const float c : {0.0f, 0.3f, -7.7f, 1e-45f, limits::max(), limits::lowest()}) {
    octet::moving_average observer;
    for (int i = 0; i < 100; ++i) observer.see(std::array{c, c});
    CHECK(observer.range() == octet::range{c, c});
  }
  octet::moving_average both;
  for (int i = 0; i < 100; ++i) both.see(std::array{i % 2 == 0 ? limits::max() : limits::lowest()});
  CHECK(std::isfinite(both.range().min));
  CHECK(std::isfinite(both.range().max));
}

TEST_CASE("runs in the compiler") {
  constexpr octet::range r = [] {
    octet::moving_average observer(0.25), more(0.25);
    observer.see(std::array{-1.0f, 4.0f});
    more.see(std::array{-2.0f, 8.0f});
    observer.merge(more);
    return observer.range();
  }();
  static_assert(r == octet::range{-1.25f, 5.0f});
}
