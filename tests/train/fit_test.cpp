// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Training as a whole: it learns, it reports, it repeats itself, and it refuses what it cannot use.
#include "octet/train/fit.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <vector>

using namespace octet::train;

namespace {

/// 8x8 images with a bar: class 0 lying, 1 standing, at random places, in noise.
struct bars {
  explicit bars(std::size_t count, std::uint64_t seed) {
    random_source random(seed);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t kind = random.below(2);
      const std::size_t at = random.below(8);
      labels.push_back(static_cast<std::uint8_t>(kind));
      for (std::size_t pixel = 0; pixel < 64; ++pixel) {
        const bool on = (kind == 0 ? pixel / 8 : pixel % 8) == at;
        values.push_back(static_cast<float>(0.3 * random.normal() + (on ? 1 : 0)));
      }
    }
  }
  samples view() const {
    return {labels, [this](std::size_t position, std::span<float> into) {
              std::ranges::copy(std::span(values).subspan(position * 64, 64), into.begin());
            }};
  }
  std::vector<float> values;
  std::vector<std::uint8_t> labels;
};

network bar_network() {
  return {{8, 8, 1},
          {conv_2d{.filters = 4}, max_pool_2d{}, conv_2d{.filters = 4}, mean{},
           fully_connected{.units = 2}},
          3};
}

}  // namespace

TEST_CASE("fit learns to tell lying from standing bars it has not seen") {
  const bars train(1000, 1);
  const bars test(500, 2);
  network net = bar_network();
  fit(net, train.view(), {.epochs = 12, .batch = 32, .learning_rate = 0.01F});
  const auto predicted = classify(net, test.view());
  std::size_t right = 0;
  for (std::size_t i = 0; i < predicted.size(); ++i) {
    if (predicted[i] == test.labels[i]) ++right;
  }
  CHECK(right >= 490);
}

TEST_CASE("the result depends on the seed and not on the number of threads") {
  const bars data(100, 1);
  const auto trained = [&](std::uint64_t seed, std::size_t threads) {
    network net = bar_network();
    fit(net, data.view(), {.epochs = 2, .batch = 48, .threads = threads, .seed = seed});
    return std::vector<float>(net.parameters().begin(), net.parameters().end());
  };
  const auto once = trained(1, 1);
  CHECK(trained(1, 1) == once);
  CHECK(trained(1, 2) == once);
  CHECK(trained(1, 5) == once);
  CHECK(trained(2, 1) != once);
}

TEST_CASE("reports come after every batch, the last one short") {
  const bars data(70, 1);
  network net = bar_network();
  std::vector<fit_progress> reports;
  fit(net, data.view(), {.epochs = 2, .batch = 32},
      [&](const fit_progress& now) { reports.push_back(now); });
  REQUIRE(reports.size() == 6);
  for (std::size_t i = 0; i < reports.size(); ++i) {
    CHECK(reports[i].epoch == i / 3);
    CHECK(reports[i].epochs == 2);
    CHECK(reports[i].batch == i % 3 + 1);
    CHECK(reports[i].batches == 3);
    CHECK(reports[i].loss > 0);
    CHECK(reports[i].accuracy >= 0);
    CHECK(reports[i].accuracy <= 1);
  }
}

TEST_CASE("classify takes the first of equal outputs, and no samples") {
  network net = bar_network();
  std::ranges::fill(net.parameters(), 0.0F);
  const bars data(20, 1);
  CHECK(std::ranges::count(classify(net, data.view()), 0) == 20);
  const bars none(0, 1);
  CHECK(classify(net, none.view()).empty());
}

TEST_CASE("fit refuses what it cannot use") {
  network net = bar_network();
  const bars none(0, 1);
  CHECK_THROWS_AS(fit(net, none.view(), {}), std::invalid_argument);
  bars data(10, 1);
  CHECK_THROWS_AS(fit(net, data.view(), {.epochs = 0}), std::invalid_argument);
  CHECK_THROWS_AS(fit(net, data.view(), {.batch = 0}), std::invalid_argument);
  CHECK_THROWS_AS(fit(net, data.view(), {.threads = 0}), std::invalid_argument);
  data.labels[3] = 2;
  CHECK_THROWS_AS(fit(net, data.view(), {}), std::invalid_argument);
}
