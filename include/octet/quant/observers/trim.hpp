// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
//
// trim: the observer that gives up the emptiest end of the range, bit by bit, as long as it pays.
#pragma once

#include <algorithm>
#include <cstdint>

#include "octet/quant/choose.hpp"
#include "octet/quant/observers/histogram.hpp"
#include "octet/quant/observers/observer.hpp"
#include "octet/quant/observers/squared_error.hpp"
#include "octet/quant/scheme.hpp"

namespace octet {

/// Observer: the best of the ranges on one way from the extremes towards 0.
///
/// A step on that way drops bins from an end until at least 1/100000 of all values have gone,
/// from the end that frees more bins so; the upper one where both free as many. The range with
/// the least squared_error is kept. Symmetric schemes drop from the magnitudes.
///
/// memory   that of histogram<observer_bins>, 32 KiB
/// time     range(): one pass over the bins per step, of which no more than there are bins
/// source   the idea is that of the HFMG calibration of Huawei's AMCT
class trim : public histogram<observer_bins> {
 public:
  /// The scheme that the range is for: `trim{limits_of<int8_symmetric>}`.
  constexpr explicit trim(code_limits codes = limits_of<int8_asymmetric>) : codes_(codes) {}

  [[nodiscard]] constexpr octet::range range() const {
    least_error best(*this, codes_);
    codes_.symmetric ? trim_magnitudes(best) : trim_ends(best);
    return best.best();
  }

  friend constexpr bool operator==(const trim&, const trim&) = default;

 private:
  // Dropped at a time; never nothing.
  constexpr std::uint64_t share() const {
    constexpr std::uint64_t parts = 100000;
    return std::max<std::uint64_t>(1, count() / parts + (count() % parts == 0 ? 0 : 1));
  }

  constexpr void trim_ends(least_error<observer_bins>& best) const {
    std::int32_t low = low_bin();
    std::int32_t high = high_bin() + 1;
    best.consider(between(low, high));
    while (true) {
      std::int32_t next_low = low;
      for (std::uint64_t gone = 0; next_low < 0 && gone < share(); ++next_low)
        gone += count_in(next_low);
      std::int32_t next_high = high;
      for (std::uint64_t gone = 0; next_high > 0 && gone < share(); --next_high)
        gone += count_in(next_high - 1);
      if (next_low - low > high - next_high) {
        low = next_low;
      } else {
        high = next_high;
      }
      if (low == 0 && high == 0) return;
      best.consider(between(low, high));
    }
  }

  constexpr void trim_magnitudes(least_error<observer_bins>& best) const {
    std::int32_t high = std::max(high_bin() + 1, -low_bin());
    best.consider(symmetric_between(high));
    while (true) {
      for (std::uint64_t gone = 0; high > 0 && gone < share(); --high)
        gone += magnitudes_in(high - 1);
      if (high == 0) return;
      best.consider(symmetric_between(high));
    }
  }

  code_limits codes_;
};

}  // namespace octet
