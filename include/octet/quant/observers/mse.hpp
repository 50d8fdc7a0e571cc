// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
//
// mse: the observer that picks the range with the least squared quantization error.
#pragma once

#include <algorithm>
#include <limits>

#include "octet/quant/choose.hpp"
#include "octet/quant/observers/histogram.hpp"
#include "octet/quant/observers/observer.hpp"
#include "octet/quant/observers/squared_error.hpp"
#include "octet/quant/scheme.hpp"

namespace octet {

/// Where mse looks for the ends of the range.
struct mse_search {
  double max_percentile = 0.999999;  ///< share of the values up to the quantile of the upper end
  double min_percentile = 0.999999;  ///< and from that of the lower end on
  double from = 0.7, to = 1.3;       ///< candidates are the quantile times these, and between
  double step = 0.01;

  friend constexpr bool operator==(const mse_search&, const mse_search&) = default;
};

/// Observer: of the ranges near a quantile, 99.9999 % unless told otherwise, the one whose codes
/// lose least.
///
/// Candidates are the quantile times 0.70, 0.71 ... 1.30, never past the extremes seen; both ends
/// vary on their own where the scheme is asymmetric. The measure is squared_error.
///
/// memory   that of histogram<observer_bins>, 32 KiB
/// time     range(): one pass over the bins per candidate, 31 (one-sided or symmetric) to 61 * 61
/// source   the IFMR calibration of Huawei's AMCT
class mse : public histogram<observer_bins> {
 public:
  /// The scheme that the range is for: `mse{limits_of<int8_symmetric>}`.
  constexpr explicit mse(code_limits codes = limits_of<int8_asymmetric>, mse_search search = {})
      : codes_(codes), search_(search) {}

  [[nodiscard]] constexpr octet::range range() const {
    const octet::range seen = extremes();
    least_error best(*this, codes_);
    if (codes_.symmetric) {
      const ends all{magnitude_quantile(search_.max_percentile), std::max(-seen.min, seen.max)};
      for_each_candidate(all, [&](float a) { best.consider({-a, a}); });
      return best.best();
    }
    const ends mins{std::min(lower_quantile(search_.min_percentile), 0.0f),
                    std::min(seen.min, 0.0f)};
    const ends maxs{std::max(upper_quantile(search_.max_percentile), 0.0f),
                    std::max(seen.max, 0.0f)};
    for_each_candidate(mins, [&](float min) {
      for_each_candidate(maxs, [&](float max) { best.consider({min, max}); });
    });
    return best.best();
  }

  friend constexpr bool operator==(const mse&, const mse&) = default;

 private:
  struct ends {
    float quantile;
    float extreme;  // of the same sign, no smaller in magnitude
  };

  // Widest first, so that of equal errors the one that clips least wins. Each value once: most
  // factors above 1 lead to the extreme.
  template <class F>
  constexpr void for_each_candidate(ends e, F visit) const {
    float previous = std::numeric_limits<float>::quiet_NaN();
    const double per_unit = 1.0 / search_.step;
    const auto last = static_cast<int>(search_.from * per_unit + 0.5);
    for (auto i = static_cast<int>(search_.to * per_unit + 0.5); i >= last; --i) {
      const double scaled = e.quantile * (i / per_unit);
      const double extreme = e.extreme;
      const auto candidate =
          static_cast<float>(extreme < 0.0 ? std::max(scaled, extreme) : std::min(scaled, extreme));
      if (candidate != previous) visit(candidate);
      previous = candidate;
    }
  }

  code_limits codes_;
  mse_search search_;
};

}  // namespace octet
