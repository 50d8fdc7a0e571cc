// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
//
// min_max: the observer that keeps the running extremes.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <type_traits>

#include "octet/quant/choose.hpp"
#include "octet/quant/observers/observer.hpp"

namespace octet {

/// Observer: the smallest and the largest finite value.
///
/// memory   24 bytes
/// source   the calibrator of TensorFlow Lite's converter
class min_max {
 public:
  /// What had range() and count(), and saw nothing that is not finite; none where these are of no
  /// observer.
  static constexpr std::optional<min_max> restored(octet::range seen, std::uint64_t count) {
    min_max o;
    if (count == 0) return seen == octet::range{} ? std::optional(o) : std::nullopt;
    if (!detail::is_finite(seen.min) || !detail::is_finite(seen.max) || seen.min > seen.max)
      return std::nullopt;
    o.seen_ = {seen.min + 0.0f, seen.max + 0.0f};
    o.count_ = count;
    return o;
  }

  constexpr void see(std::span<const float> values) {
    while (!values.empty()) {
      const auto some = values.first(std::min(values.size(), chunk_));
      if (std::is_constant_evaluated() || !see_finite(some)) see_any(some);
      values = values.subspan(some.size());
    }
  }

  constexpr void merge(const min_max& other) {
    seen_.min = std::min(seen_.min, other.seen_.min);
    seen_.max = std::max(seen_.max, other.seen_.max);
    count_ += other.count_;
    non_finite_ += other.non_finite_;
  }

  [[nodiscard]] constexpr octet::range range() const {
    return count_ == 0 ? octet::range{} : seen_;
  }
  [[nodiscard]] constexpr std::uint64_t count() const { return count_; }
  [[nodiscard]] constexpr std::uint64_t non_finite() const { return non_finite_; }

  friend constexpr bool operator==(const min_max&, const min_max&) = default;

 private:
  static constexpr std::size_t chunk_ = 2048;

  constexpr void see_any(std::span<const float> values) {
    for (const float value : values) {
      if (!detail::is_finite(value)) {
        ++non_finite_;
        continue;
      }
      ++count_;
      // -0 and +0 compare equal, so the sign of a zero would depend on the order; + 0 clears it.
      seen_.min = std::min(seen_.min, value + 0.0f);
      seen_.max = std::max(seen_.max, value + 0.0f);
    }
  }

  /// Sixteen values at a time, and then the few that are left; false, and nothing seen, where one
  /// of the sixteens is not finite. Extremes side by side and without a branch are what compilers
  /// make vectors of: 0.24 instead of 1.3 ns a value with plain SSE2.
  bool see_finite(std::span<const float> values) {
    constexpr std::size_t lanes = 16;
    const std::size_t whole = values.size() / lanes * lanes;
    if (whole == 0) return false;
    std::array<float, lanes> low{}, high{}, zero{};
    low.fill(seen_.min);
    high.fill(seen_.max);
    const float* from = values.data();
    for (std::size_t i = 0; i < whole; i += lanes) {
      for (std::size_t j = 0; j < lanes; ++j) {
        const float x = from[i + j];
        low[j] = x < low[j] ? x : low[j];
        high[j] = x > high[j] ? x : high[j];
        zero[j] += x * 0.0f;  // no number from the first value on that is not finite
      }
    }
    for (const float z : zero) {
      if (z != 0.0f) return false;
    }
    seen_.min = *std::min_element(low.begin(), low.end()) + 0.0f;
    seen_.max = *std::max_element(high.begin(), high.end()) + 0.0f;
    count_ += whole;
    see_any(values.subspan(whole));
    return true;
  }

  octet::range seen_{std::numeric_limits<float>::max(), std::numeric_limits<float>::lowest()};
  std::uint64_t count_ = 0;
  std::uint64_t non_finite_ = 0;
};

}  // namespace octet
