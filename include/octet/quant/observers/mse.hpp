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

/// Observer: of the ranges near the 99.9999 % quantile, the one whose codes lose least.
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
  constexpr explicit mse(code_limits codes = limits_of<int8_asymmetric>) : codes_(codes) {}

  [[nodiscard]] constexpr octet::range range() const {
    const octet::range seen = extremes();
    least_error best(*this, codes_);
    if (codes_.symmetric) {
      const ends all{magnitude_quantile(start), std::max(-seen.min, seen.max)};
      for_each_candidate(all, [&](float a) { best.consider({-a, a}); });
      return best.best();
    }
    const ends mins{std::min(lower_quantile(start), 0.0f), std::min(seen.min, 0.0f)};
    const ends maxs{std::max(upper_quantile(start), 0.0f), std::max(seen.max, 0.0f)};
    for_each_candidate(mins, [&](float min) {
      for_each_candidate(maxs, [&](float max) { best.consider({min, max}); });
    });
    return best.best();
  }

  friend constexpr bool operator==(const mse&, const mse&) = default;

 private:
  static constexpr double start = 0.999999;

  struct ends {
    float quantile;
    float extreme;  // of the same sign, no smaller in magnitude
  };

  // Widest first, so that of equal errors the one that clips least wins. Each value once: most
  // factors above 1 lead to the extreme.
  template <class F>
  static constexpr void for_each_candidate(ends e, F visit) {
    float previous = std::numeric_limits<float>::quiet_NaN();
    for (int hundredths = 130; hundredths >= 70; --hundredths) {
      const double scaled = e.quantile * (hundredths / 100.0);
      const double extreme = e.extreme;
      const auto candidate =
          static_cast<float>(extreme < 0.0 ? std::max(scaled, extreme) : std::min(scaled, extreme));
      if (candidate != previous) visit(candidate);
      previous = candidate;
    }
  }

  code_limits codes_;
};

}  // namespace octet
