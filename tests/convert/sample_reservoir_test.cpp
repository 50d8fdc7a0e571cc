// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include "octet/convert/sample_reservoir.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <random>
#include <span>
#include <vector>

namespace {

using octet::convert::sample_reservoir;
using sample_list = std::vector<std::vector<float>>;

sample_list kept_by(const sample_reservoir& reservoir) {
  sample_list all;
  for (const std::span<const float> s : reservoir.samples()) all.emplace_back(s.begin(), s.end());
  return all;
}

sample_list numbered_samples(int count) {
  sample_list samples;
  for (int i = 0; i < count; ++i) samples.push_back({static_cast<float>(i), 0.5f});
  return samples;
}

TEST_CASE("a few samples are all kept, equal ones once") {
  sample_reservoir reservoir(10);
  CHECK(reservoir.samples().empty());
  const sample_list samples = numbered_samples(10);
  for (int round = 0; round < 2; ++round) {
    for (const auto& s : samples) reservoir.see(s);
  }
  sample_list kept = kept_by(reservoir);
  std::sort(kept.begin(), kept.end());
  CHECK(kept == samples);
}

TEST_CASE("which ones stay depends on the samples alone") {
  sample_list samples = numbered_samples(500);
  sample_reservoir whole(16);
  for (const auto& s : samples) whole.see(s);
  const sample_list kept = kept_by(whole);
  CHECK(kept.size() == 16);
  std::mt19937 random(1);
  for (int round = 0; round < 5; ++round) {
    std::shuffle(samples.begin(), samples.end(), random);
    std::array<sample_reservoir, 3> parts{sample_reservoir(16), sample_reservoir(16),
                                          sample_reservoir(16)};
    for (const auto& s : samples) parts[random() % parts.size()].see(s);
    parts[2].merge(parts[0]);
    parts[2].merge(parts[1]);
    CHECK(kept_by(parts[2]) == kept);
  }
}

// Five standard deviations of the mean of 640 uniform numbers.
TEST_CASE("early and late samples have the same chance") {
  double sum = 0.0;
  std::size_t count = 0;
  for (int offset = 0; offset < 40; ++offset) {
    sample_reservoir reservoir(16);
    for (int i = 0; i < 4000; ++i)
      reservoir.see(std::array{static_cast<float>(i), static_cast<float>(offset)});
    for (const auto s : reservoir.samples()) sum += static_cast<double>(s[0]), ++count;
  }
  CHECK(count == 640);
  const double deviation = 4000.0 / std::sqrt(12.0 * static_cast<double>(count));
  CHECK(std::abs(sum / static_cast<double>(count) - 2000.0) < 5.0 * deviation);
}

}  // namespace
