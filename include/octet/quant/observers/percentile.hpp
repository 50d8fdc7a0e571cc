// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
//
// percentile: the observer that leaves out the rarest values.
#pragma once

#include "octet/core/config.hpp"
#include "octet/quant/choose.hpp"
#include "octet/quant/observers/histogram.hpp"
#include "octet/quant/observers/observer.hpp"

namespace octet {

/// Where an observer may cut.
enum class tails {
  two_sided,  ///< each end on its own
  absolute,   ///< the magnitudes: the range is [-a, a]
};

/// Observer: the range that `percent` of the values do not exceed.
///
///   two_sided  max has at least `percent` % of all values at or below it, min as many at or above
///   absolute   a has at least `percent` % of all magnitudes at or below it
///
/// exact    within one bin of the nearest-rank percentile, on its outer side
/// memory   that of histogram<observer_bins>, 32 KiB
class percentile : public histogram<observer_bins> {
 public:
  /// 0 < percent <= 100
  constexpr explicit percentile(double percent = 99.99, tails cut = tails::two_sided)
      : fraction_(percent / 100.0), tails_(cut) {
    OCTET_ASSERT(percent > 0.0 && percent <= 100.0);
  }

  [[nodiscard]] constexpr octet::range range() const {
    if (tails_ == tails::two_sided) return {lower_quantile(fraction_), upper_quantile(fraction_)};
    const float largest = magnitude_quantile(fraction_);
    return {-largest, largest};
  }

  friend constexpr bool operator==(const percentile&, const percentile&) = default;

 private:
  double fraction_;
  tails tails_;
};

}  // namespace octet
