// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
//
// moving_average: the observer that follows the extremes of the batches and slowly forgets old
// ones.
#pragma once

#include <cstdint>
#include <span>

#include "octet/core/config.hpp"
#include "octet/quant/choose.hpp"
#include "octet/quant/observers/min_max.hpp"
#include "octet/quant/observers/observer.hpp"

namespace octet {

/// Observer: the exponential moving average of the extremes of the batches.
///
///   min += constant * (smallest of the batch - min)     and max alike; the first batch sets both
///
/// A batch is what one call of see() takes in, less what is not finite; one without any finite
/// value is none. So the result depends on how the values were cut into batches and on their order,
/// alone among the observers. merge() appends: the batches of `other` count as seen after those of
/// *this. Parts of a sequence, merged in its order, give the range of the whole sequence, up to the
/// rounding of double. Of batches of one sample it cuts what half of the samples exceed.
///
/// memory   64 bytes
/// source   the moving average observer of PyTorch (constant 0.01) and the ranges of quantization
///          aware training in TensorFlow (decay 0.999, a constant of 0.001)
class moving_average {
 public:
  /// 0 < constant <= 1: the weight of the newest batch, 1 - decay
  constexpr explicit moving_average(double constant = 0.01) : constant_(constant) {
    OCTET_ASSERT(constant > 0.0 && constant <= 1.0);
  }

  constexpr void see(std::span<const float> values) {
    min_max batch;
    batch.see(values);
    count_ += batch.count();
    non_finite_ += batch.non_finite();
    if (batch.count() == 0) return;
    const ends seen{batch.range().min, batch.range().max};
    if (batches_++ == 0) {
      first_ = average_ = seen;
      return;
    }
    average_.min += constant_ * (seen.min - average_.min);
    average_.max += constant_ * (seen.max - average_.max);
  }

  /// Appends the batches of an observer with the same constant.
  constexpr void merge(const moving_average& other) {
    OCTET_ASSERT(constant_ == other.constant_);
    count_ += other.count_;
    non_finite_ += other.non_finite_;
    if (other.batches_ == 0) return;
    if (batches_ == 0) {
      first_ = other.first_;
      average_ = other.average_;
    } else {
      // The other average weighs its first batch with what is left to all before the second. Had it
      // followed this one, the constant's share of that would be the batch's, the rest the past's.
      const double past = power(1.0 - constant_, other.batches_);
      average_.min = other.average_.min + past * (average_.min - other.first_.min);
      average_.max = other.average_.max + past * (average_.max - other.first_.max);
    }
    batches_ += other.batches_;
  }

  [[nodiscard]] constexpr octet::range range() const {
    return {static_cast<float>(average_.min), static_cast<float>(average_.max)};
  }
  [[nodiscard]] constexpr std::uint64_t count() const { return count_; }
  [[nodiscard]] constexpr std::uint64_t non_finite() const { return non_finite_; }

  friend constexpr bool operator==(const moving_average&, const moving_average&) = default;

 private:
  // Double, so that a constant of 0.001 still moves an average that it is close to.
  struct ends {
    double min = 0.0;
    double max = 0.0;

    friend constexpr bool operator==(const ends&, const ends&) = default;
  };

  static constexpr double power(double base, std::uint64_t exponent) {
    double result = 1.0;
    for (; exponent != 0; exponent /= 2, base *= base) {
      if (exponent % 2 == 1) result *= base;
    }
    return result;
  }

  double constant_;
  ends first_{};
  ends average_{};
  std::uint64_t batches_ = 0;
  std::uint64_t count_ = 0;
  std::uint64_t non_finite_ = 0;
};

}  // namespace octet
