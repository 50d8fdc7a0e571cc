// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
//
// histogram: counts in bins that double in width as values grow; what observers with a rule of
// their own build on.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include "octet/quant/choose.hpp"
#include "octet/quant/observers/min_max.hpp"

namespace octet {

/// Counts of values by bin; bin i holds the values in [i, i + 1) * bin_width(), i of either sign.
///
/// bin_width() is the least power of two at which the bins that cover all finite values and 0 are
/// no more than Bins, so that more than Bins / 2 of them are in use. Doubling the width joins bins
/// 2i and 2i + 1 and never splits one: counts are what they would be had the final width been known
/// from the start. That is why the state does not depend on order, batches or merges.
///
/// One value far outside the rest costs resolution for all: bins are even, not logarithmic.
///
/// memory   Bins * 8 + 40 bytes: 32 KiB at 4096 bins
/// exact    == compares the whole state; equal samples give equal states
template <std::size_t Bins>
class histogram {
  static_assert(std::has_single_bit(Bins) && Bins >= 4 && Bins <= (std::size_t{1} << 24));

 public:
  /// What had these extremes(), count() and counts in low_bin() ... high_bin(); none where these
  /// are of no histogram.
  static constexpr std::optional<histogram> restored(octet::range extremes, std::uint64_t count,
                                                     std::span<const std::uint64_t> counts) {
    const std::optional<min_max> seen = min_max::restored(extremes, count);
    if (!seen) return std::nullopt;
    histogram h;
    h.extremes_ = *seen;
    h.cover_extremes();
    if (counts.size() != static_cast<std::size_t>(h.high_ - h.low_ + 1)) return std::nullopt;
    std::uint64_t missing = count;
    for (std::int32_t i = h.low_; i <= h.high_; ++i) {
      const std::uint64_t n = counts[static_cast<std::size_t>(i - h.low_)];
      if (n > missing) return std::nullopt;
      missing -= n;
      h.counter(i) = n;
    }
    const bool ends_are_there = count == 0 || (h.count_in(h.bin_of(h.extremes().min)) != 0 &&
                                               h.count_in(h.bin_of(h.extremes().max)) != 0);
    return missing == 0 && ends_are_there ? std::optional(h) : std::nullopt;
  }

  constexpr void see(std::span<const float> values) {
    const std::uint64_t before = non_finite();
    extremes_.see(values);
    cover_extremes();
    const bool finite = non_finite() == before;
    for (; finite && values.size() >= together_; values = values.subspan(together_))
      count_bins(values.first<together_>());
    for (const float value : values) {
      if (detail::is_finite(value)) ++counter(bin_of(value));
    }
  }

  constexpr void merge(const histogram& other) {
    extremes_.merge(other.extremes_);
    cover_extremes();
    const int shift = shift_between(other.exponent_, exponent_);
    for (std::int32_t i = other.low_; i <= other.high_; ++i) {
      counter(i >> shift) += other.count_in(i);
    }
  }

  [[nodiscard]] constexpr std::uint64_t count() const { return extremes_.count(); }
  [[nodiscard]] constexpr std::uint64_t non_finite() const { return extremes_.non_finite(); }
  /// The exact smallest and largest finite value.
  [[nodiscard]] constexpr octet::range extremes() const { return extremes_.range(); }

  [[nodiscard]] constexpr double bin_width() const { return power_of_two(exponent_); }
  /// First and last bin; bin 0 is always between them.
  [[nodiscard]] constexpr std::int32_t low_bin() const { return low_; }
  [[nodiscard]] constexpr std::int32_t high_bin() const { return high_; }
  /// Values in a bin, low_bin() <= bin <= high_bin().
  [[nodiscard]] constexpr std::uint64_t count_in(std::int32_t bin) const {
    return bins_[slot(bin)];
  }

  /// Values whose magnitude is in a bin >= 0: those of the bin and of its mirror image.
  [[nodiscard]] constexpr std::uint64_t magnitudes_in(std::int32_t bin) const {
    return (bin <= high_ ? count_in(bin) : 0) + (-1 - bin >= low_ ? count_in(-1 - bin) : 0);
  }

  /// The range between two bin edges, low <= 0 <= high, as far as there are values.
  [[nodiscard]] constexpr octet::range between(std::int32_t low, std::int32_t high) const {
    const octet::range seen = extremes();
    return {static_cast<float>(std::max(bin_width() * low, static_cast<double>(seen.min))),
            static_cast<float>(std::min(bin_width() * high, static_cast<double>(seen.max)))};
  }
  /// The range [-a, a], a being the bin edge `high` or, where that is less, the largest magnitude.
  [[nodiscard]] constexpr octet::range symmetric_between(std::int32_t high) const {
    const octet::range seen = extremes();
    const auto a = static_cast<float>(
        std::min(bin_width() * high, static_cast<double>(std::max(-seen.min, seen.max))));
    return {-a, a};
  }

  /// Least bin edge with at least `fraction` of the values below it; no more than the maximum.
  [[nodiscard]] constexpr float upper_quantile(double fraction) const {
    std::uint64_t missing = rank(fraction);
    std::int32_t i = low_;
    for (; i < high_ && count_in(i) < missing; ++i) missing -= count_in(i);
    return static_cast<float>(std::min(bin_width() * (i + 1), static_cast<double>(extremes().max)));
  }

  /// Largest bin edge with at least `fraction` of the values above it; no less than the minimum.
  [[nodiscard]] constexpr float lower_quantile(double fraction) const {
    std::uint64_t missing = rank(fraction);
    std::int32_t i = high_;
    for (; i > low_ && count_in(i) < missing; --i) missing -= count_in(i);
    return static_cast<float>(std::max(bin_width() * i, static_cast<double>(extremes().min)));
  }

  /// upper_quantile of the magnitudes.
  [[nodiscard]] constexpr float magnitude_quantile(double fraction) const {
    std::uint64_t missing = rank(fraction);
    const std::int32_t last = std::max(high_, -1 - low_);
    std::int32_t i = 0;
    for (; i < last && magnitudes_in(i) < missing; ++i) missing -= magnitudes_in(i);
    return symmetric_between(i + 1).max;
  }

  friend constexpr bool operator==(const histogram&, const histogram&) = default;

 private:
  static constexpr int finest_exponent = -149;  // of the smallest subnormal: all floats are whole

  static constexpr double power_of_two(int exponent) {
    return std::bit_cast<double>(static_cast<std::uint64_t>(1023 + exponent) << 52);
  }

  // No bin has 31 bits, so that a longer shift leaves what 31 does: 0 or -1.
  static constexpr int shift_between(int from, int to) { return std::min(to - from, 31); }

  // A bin's place is its number modulo Bins: bins in use are at most Bins neighbours, wherever 0 is
  // among them, so that values of one sign get all of the array.
  static constexpr std::size_t slot(std::int32_t bin) {
    return static_cast<std::uint32_t>(bin) & (Bins - 1);
  }
  constexpr std::uint64_t& counter(std::int32_t bin) { return bins_[slot(bin)]; }

  // In double, because a float times a power of two of this size is exact there and cannot
  // overflow.
  static constexpr std::int32_t floor_at(double value, int exponent) {
    const double scaled = value * power_of_two(-exponent);
    const auto whole = static_cast<std::int32_t>(scaled);
    return whole - std::int32_t{static_cast<double>(whole) > scaled};
  }
  constexpr std::int32_t bin_of(float value) const { return floor_at(value, exponent_); }

  // Values whose bins are found side by side, in vectors, before any is counted.
  static constexpr std::size_t together_ = 16;

  constexpr void count_bins(std::span<const float, together_> values) {
    std::array<std::int32_t, together_> bins{};
    for (std::size_t i = 0; i < together_; ++i) bins[i] = bin_of(values[i]);
    for (const std::int32_t bin : bins) ++counter(bin);
  }

  static constexpr bool fits(double min, double max, int exponent) {
    const double most = power_of_two(exponent) * Bins;
    if (std::max(-min, max) >= most) return false;
    return floor_at(max, exponent) - floor_at(min, exponent) < static_cast<std::int32_t>(Bins);
  }

  // Widens the bins until they reach both extremes and 0.
  constexpr void cover_extremes() {
    const octet::range seen = extremes();
    const float min = std::min(seen.min, 0.0f);
    const float max = std::max(seen.max, 0.0f);
    int exponent = exponent_;
    while (!fits(min, max, exponent)) ++exponent;
    join_bins(shift_between(exponent_, exponent));
    exponent_ = exponent;
    low_ = bin_of(min);
    high_ = bin_of(max);
  }

  // From 0 outwards, where every target has been vacated before it is written.
  constexpr void join_bins(int shift) {
    if (shift == 0) return;
    const auto move = [&](std::int32_t i) {
      const std::uint64_t moved = std::exchange(counter(i), 0);
      counter(i >> shift) += moved;
    };
    for (std::int32_t i = 0; i <= high_; ++i) move(i);
    for (std::int32_t i = -1; i >= low_; --i) move(i);
  }

  // The smallest number of values that is at least this fraction of all; never none.
  constexpr std::uint64_t rank(double fraction) const {
    const double exact = fraction * static_cast<double>(count());
    const auto whole = static_cast<std::uint64_t>(exact);
    return std::max<std::uint64_t>(1, whole + std::uint64_t{static_cast<double>(whole) < exact});
  }

  min_max extremes_{};
  std::array<std::uint64_t, Bins> bins_{};
  int exponent_ = finest_exponent;
  std::int32_t low_ = 0;
  std::int32_t high_ = 0;
};

/// Bins that the observers use: at least 8 for each step of 8 bits.
inline constexpr std::size_t observer_bins = 4096;

}  // namespace octet
