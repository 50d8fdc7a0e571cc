// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
//
// histogram_l2: the observer that searches all ranges for the least squared quantization error.
#pragma once

#include <algorithm>
#include <cstdint>

#include "octet/quant/choose.hpp"
#include "octet/quant/observers/histogram.hpp"
#include "octet/quant/observers/observer.hpp"
#include "octet/quant/observers/squared_error.hpp"
#include "octet/quant/scheme.hpp"

namespace octet {

/// Observer: of all ranges between bin edges, the one whose codes lose least.
///
/// Unlike mse it knows no limit to what may be cut, which pays for long tails. From every 64th pair
/// of edges the search goes to the neighbourhood of the best, in halving steps down to one bin:
/// over such distances the error is smooth but for the ripple of the rounded zero point.
///
/// memory   that of histogram<observer_bins>, of which more than 2048 bins are in use
/// time     range(): one pass over the bins per candidate, 200 (one-sided) to 1250
/// source   the idea is that of PyTorch's histogram observer
class histogram_l2 : public histogram<observer_bins> {
 public:
  /// The scheme that the range is for: `histogram_l2{limits_of<int8_symmetric>}`.
  constexpr explicit histogram_l2(code_limits codes = limits_of<int8_asymmetric>) : codes_(codes) {}

  [[nodiscard]] constexpr octet::range range() const {
    least_error best(*this, codes_);
    const edges all = codes_.symmetric ? edges{0, std::max(high_bin() + 1, -low_bin())}
                                       : edges{low_bin(), high_bin() + 1};
    edges chosen = all;
    const auto consider = [&](edges candidate) {
      if (candidate.low == 0 && candidate.high == 0) return;  // would only quantize zeros
      const double before = best.error();
      best.consider(range_of(candidate));
      if (best.error() < before) chosen = candidate;
    };
    // Widest first, so that of equal errors the one that clips least wins.
    for (std::int32_t low = all.low; low <= 0; low += coarse) {
      for (std::int32_t high = all.high; high >= 0; high -= coarse) consider({low, high});
    }
    for (std::int32_t step = coarse / 2; step >= 1; step /= 2) {
      const edges centre = chosen;
      for (std::int32_t i = -2; i <= 2; ++i) {
        for (std::int32_t j = 2; j >= -2; --j) {
          const edges near{centre.low + i * step, centre.high + j * step};
          if (near.low >= all.low && near.low <= 0 && near.high >= 0 && near.high <= all.high)
            consider(near);
        }
      }
    }
    return best.best();
  }

  friend constexpr bool operator==(const histogram_l2&, const histogram_l2&) = default;

 private:
  static constexpr std::int32_t coarse = 64;

  // In bins, on either side of 0; of symmetric ranges only the upper one counts.
  struct edges {
    std::int32_t low;
    std::int32_t high;
  };

  constexpr octet::range range_of(edges e) const {
    return codes_.symmetric ? symmetric_between(e.high) : between(e.low, e.high);
  }

  code_limits codes_;
};

}  // namespace octet
