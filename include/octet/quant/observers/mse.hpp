// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
//
// mse: the observer that picks the range with the least squared quantization error.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "octet/quant/choose.hpp"
#include "octet/quant/observers/histogram.hpp"
#include "octet/quant/observers/observer.hpp"
#include "octet/quant/scheme.hpp"

namespace octet {

/// Observer: of the ranges near the 99.9999 % quantile, the one whose codes lose least.
///
/// Candidates are the quantile times 0.70, 0.71 ... 1.30, never past the extremes seen; both ends
/// vary on their own where the scheme is asymmetric. The error of a candidate is that of the
/// parameters which `choose` makes of it, values being spread evenly over their bin.
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
    trial best{};
    if (codes_.symmetric) {
      const ends all{magnitude_quantile(start), std::max(-seen.min, seen.max)};
      for_each_candidate(all, [&](float a) { consider({-a, a}, best); });
      return best.candidate;
    }
    const ends mins{std::min(lower_quantile(start), 0.0f), std::min(seen.min, 0.0f)};
    const ends maxs{std::max(upper_quantile(start), 0.0f), std::max(seen.max, 0.0f)};
    for_each_candidate(mins, [&](float min) {
      for_each_candidate(maxs, [&](float max) { consider({min, max}, best); });
    });
    return best.candidate;
  }

  friend constexpr bool operator==(const mse&, const mse&) = default;

 private:
  static constexpr double start = 0.999999;

  struct trial {
    octet::range candidate{};
    double error = std::numeric_limits<double>::infinity();
  };

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

  constexpr void consider(octet::range candidate, trial& best) const {
    const double error = squared_error(choose(candidate, codes_));
    if (error < best.error) best = {candidate, error};
  }

  // Sum of the squared errors of all values. With t = real / scale, what rounding to the nearest
  // code adds up to, from 0 to t, has the closed form k / 12 + (t - k)^3 / 3, k being the step
  // nearest to t, and is continuous; with k held at the outermost code, the cubic is the clipping
  // error. So one evaluation per bin edge covers bins that are finer or coarser than a step.
  constexpr double squared_error(affine params) const {
    const double lowest = static_cast<double>(codes_.min_code) - params.zero_point;
    const double highest = static_cast<double>(codes_.max_code) - params.zero_point;
    const double bin_steps = bin_width() / params.scale;
    const auto error_up_to = [&](std::int32_t edge) {
      const double t = bin_steps * edge;
      const double k = static_cast<double>(
          detail::round_half_away<std::int64_t>(std::clamp(t, lowest, highest)));
      return k / 12.0 + (t - k) * (t - k) * (t - k) / 3.0;
    };
    double sum = 0.0;
    double below = error_up_to(low_bin());
    for (std::int32_t i = low_bin(); i <= high_bin(); ++i) {
      const double above = error_up_to(i + 1);
      sum += static_cast<double>(count_in(i)) * (above - below);
      below = above;
    }
    return sum / bin_steps * params.scale * params.scale;
  }

  code_limits codes_;
};

}  // namespace octet
