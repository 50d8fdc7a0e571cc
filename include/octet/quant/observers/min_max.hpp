// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
//
// min_max: the observer that keeps the running extremes.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>

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
  octet::range seen_{std::numeric_limits<float>::max(), std::numeric_limits<float>::lowest()};
  std::uint64_t count_ = 0;
  std::uint64_t non_finite_ = 0;
};

}  // namespace octet
