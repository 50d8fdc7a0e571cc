// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// A few samples of a stream of any length.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <span>
#include <utility>
#include <vector>

namespace octet::convert {

/// Keeps those samples of a stream whose hash is smallest: a random choice that depends on nothing
/// but the samples, however they were ordered or spread over reservoirs that were merged. Equal
/// samples count as one.
///
/// memory   `capacity` samples
class sample_reservoir {
 public:
  explicit sample_reservoir(std::size_t capacity) : capacity_(capacity) {}

  void see(std::span<const float> sample) {
    const std::uint64_t key = hash(sample);
    if (is_full() && key > std::prev(kept_.end())->first) return;
    kept_.try_emplace(key, sample.begin(), sample.end());
    drop_surplus();
  }
  void merge(const sample_reservoir& other) {
    kept_.insert(other.kept_.begin(), other.kept_.end());
    drop_surplus();
  }

  /// The samples kept; valid until the next call of another function.
  std::vector<std::span<const float>> samples() const {
    std::vector<std::span<const float>> all;
    for (const auto& [key, sample] : kept_) all.emplace_back(sample);
    return all;
  }

 private:
  bool is_full() const { return !kept_.empty() && kept_.size() >= capacity_; }
  void drop_surplus() {
    while (kept_.size() > capacity_) kept_.erase(std::prev(kept_.end()));
  }

  // Products carry upwards only: the shifts bring the high bits, by which keys are ordered first,
  // back to where the next value meets them.
  static std::uint64_t hash(std::span<const float> sample) {
    std::uint64_t state = 0x9e3779b97f4a7c15u;
    for (const float value : sample) {
      state = (state ^ std::bit_cast<std::uint32_t>(value)) * 0xff51afd7ed558ccdu;
      state ^= state >> 32;
    }
    return state * 0xc4ceb9fe1a85ec53u;
  }

  std::size_t capacity_;
  std::map<std::uint64_t, std::vector<float>> kept_;
};

}  // namespace octet::convert
