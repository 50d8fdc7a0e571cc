// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
//
// What every observer promises: nothing depends on order, batches or merges, and what is not finite
// is counted and left out.
#include "octet/quant/observers/observer.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <vector>

#include "octet/quant/observers/entropy.hpp"
#include "octet/quant/observers/histogram_l2.hpp"
#include "octet/quant/observers/min_max.hpp"
#include "octet/quant/observers/mse.hpp"
#include "octet/quant/observers/percentile.hpp"
#include "octet/quant/observers/trim.hpp"

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();

struct absolute_percentile : octet::percentile {
  absolute_percentile() : percentile(99.0, octet::tails::absolute) {}
};
template <class O>
struct symmetric : O {
  symmetric() : O(octet::limits_of<octet::int8_symmetric>) {}
};

// Bits, not values: == would call -0 and +0 equal.
std::array<std::uint32_t, 2> bits(octet::range r) {
  return {std::bit_cast<std::uint32_t>(r.min), std::bit_cast<std::uint32_t>(r.max)};
}

template <class O>
O seen(std::span<const float> values) {
  O observer;
  observer.see(values);
  return observer;
}

// Values whose sizes differ wildly, so that every batch meets bins of another width.
std::vector<float> wild_values(std::size_t n, unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> exponent(-20.0f, 8.0f);
  std::vector<float> values(n);
  for (float& v : values) v = std::exp2(exponent(random)) * (random() % 3 == 0 ? -1.0f : 1.0f);
  values[n / 2] = not_a_number;
  values[n / 3] = -infinity;
  values[n / 4] = 0.0f;
  values[n / 5] = -0.0f;
  return values;
}

}  // namespace

#define ALL_OBSERVERS                                                                        \
  octet::min_max, octet::percentile, absolute_percentile, octet::mse, symmetric<octet::mse>, \
      octet::histogram_l2, symmetric<octet::histogram_l2>, octet::entropy,                   \
      symmetric<octet::entropy>, octet::trim, symmetric<octet::trim>

TEST_CASE_TEMPLATE("order, batches and merges leave the same state and the same bits", O,
                   ALL_OBSERVERS) {
  static_assert(octet::Observer<O>);
  const std::vector<float> values = wild_values(1000, 7);
  const std::span<const float> all(values);
  const O whole = seen<O>(all);
  const auto same = [&](const O& other) {
    CHECK(other == whole);
    CHECK(bits(other.range()) == bits(whole.range()));
  };

  std::mt19937 random(8);
  for (int round = 0; round < 5; ++round) {
    std::vector<float> shuffled = values;
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    same(seen<O>(shuffled));

    O batches;
    for (std::size_t at = 0; at < values.size();) {
      const std::size_t n = std::min<std::size_t>(random() % 40, values.size() - at);
      batches.see(all.subspan(at, n));
      at += n;
    }
    same(batches);
  }

  // Three parts, in every grouping and order of merging.
  std::array<O, 3> parts{seen<O>(all.first(100)), seen<O>(all.subspan(100, 650)),
                         seen<O>(all.subspan(750))};
  std::array<std::size_t, 3> order{0, 1, 2};
  do {
    O left = parts[order[0]];
    left.merge(parts[order[1]]);
    left.merge(parts[order[2]]);
    same(left);
    O tail = parts[order[1]];
    tail.merge(parts[order[2]]);
    O right = parts[order[0]];
    right.merge(tail);
    same(right);
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST_CASE_TEMPLATE("sorted either way: bins double at every step, or never again", O,
                   ALL_OBSERVERS) {
  std::vector<float> values;
  for (int e = -149; e < 128; ++e) {
    values.push_back(std::ldexp(1.0f, e));
    values.push_back(-std::ldexp(1.0f, e));
  }
  O up;
  for (const float v : values) up.see(std::array{v});
  O down;
  for (std::size_t i = values.size(); i-- > 0;) down.see(std::array{values[i]});
  CHECK(up == down);
  CHECK(up.count() == values.size());
  CHECK(bits(up.range()) == bits(down.range()));
  CHECK(std::isfinite(up.range().max));
}

TEST_CASE_TEMPLATE("merging nothing, into nothing, and with itself", O, ALL_OBSERVERS) {
  const std::vector<float> values = wild_values(200, 9);
  const O whole = seen<O>(values);
  O left = whole;
  left.merge(O());
  CHECK(left == whole);
  O right;
  right.merge(whole);
  CHECK(right == whole);

  O twice = whole;
  twice.merge(twice);
  O again = whole;
  again.see(values);
  CHECK(twice == again);
  CHECK(twice.count() == 2 * whole.count());
}

TEST_CASE_TEMPLATE("NaN and infinities are counted and change nothing else", O, ALL_OBSERVERS) {
  const O clean = seen<O>(std::array{-1.0f, 0.25f, 2.0f});
  O dirty;
  dirty.see(std::array{not_a_number, -1.0f, infinity, 0.25f});
  dirty.see(std::array{-not_a_number, -infinity});
  dirty.see(std::array{2.0f});
  CHECK(dirty.non_finite() == 4);
  CHECK(dirty.count() == 3);
  CHECK(clean.non_finite() == 0);
  CHECK(bits(dirty.range()) == bits(clean.range()));

  const O nothing_finite = seen<O>(std::array{not_a_number, infinity});
  CHECK(nothing_finite.count() == 0);
  CHECK(nothing_finite.range() == octet::range{});
}

TEST_CASE_TEMPLATE("nothing, and only zeros", O, ALL_OBSERVERS) {
  O empty;
  CHECK(empty.range() == octet::range{0.0f, 0.0f});
  CHECK(empty.count() == 0);
  empty.see(std::span<const float>{});
  CHECK(empty == O());

  const O zeros = seen<O>(std::array{0.0f, -0.0f, 0.0f});
  CHECK(zeros.range() == octet::range{0.0f, 0.0f});
  CHECK(zeros.count() == 3);
}

TEST_CASE_TEMPLATE("a constant is the end of its own range", O, ALL_OBSERVERS) {
  for (const float c : {1.0f, -1.0f, 0.3f, -7.7f, 1e-38f, -1e-38f, 1e-45f, 1e38f, -3.4e38f}) {
    CAPTURE(c);
    const O observer = seen<O>(std::vector<float>(50, c));
    const octet::range r = observer.range();
    CHECK(std::max(std::abs(r.min), std::abs(r.max)) == std::abs(c));
    CHECK((c > 0.0f ? r.max : r.min) == c);
  }
}

TEST_CASE_TEMPLATE("scaling the samples by a power of two scales the range", O, ALL_OBSERVERS) {
  std::mt19937 random(10);
  std::normal_distribution<float> normal(0.5f, 1.0f);
  std::vector<float> values(500);
  for (float& v : values) v = normal(random);
  const octet::range plain = seen<O>(values).range();
  for (const int e : {-100, 100}) {
    std::vector<float> scaled = values;
    for (float& v : scaled) v = std::ldexp(v, e);
    const octet::range r = seen<O>(scaled).range();
    CHECK(r == octet::range{std::ldexp(plain.min, e), std::ldexp(plain.max, e)});
  }
}
