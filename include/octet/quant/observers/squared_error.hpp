// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
//
// squared_error: what quantization would cost the values of a histogram; the measure of the
// observers that search.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "octet/quant/affine.hpp"
#include "octet/quant/choose.hpp"
#include "octet/quant/observers/histogram.hpp"
#include "octet/quant/scheme.hpp"

namespace octet {

/// Sum over all values of (value - dequantize(quantize(value)))^2.
///
/// Values are taken to be spread evenly over their bin, and codes to saturate at the scheme's ends.
///
/// rounding double; the same histogram gives the same bits
/// time     one pass over the bins
template <std::size_t Bins>
[[nodiscard]] constexpr double squared_error(const histogram<Bins>& values, affine params,
                                             code_limits codes) {
  // With t = real / scale, what rounding to the nearest code adds up to, from 0 to t, has the
  // closed form k / 12 + (t - k)^3 / 3, k being the step nearest to t, and is continuous; with k
  // held at the outermost code, the cubic is the clipping error. So one evaluation per bin edge
  // covers bins that are finer or coarser than a step, and either k will do halfway between two.
  const double lowest = static_cast<double>(codes.min_code) - params.zero_point;
  const double highest = static_cast<double>(codes.max_code) - params.zero_point;
  const double bin_steps = values.bin_width() / params.scale;
  const auto error_up_to = [&](std::int32_t edge) {
    const double t = bin_steps * edge;
    const double bounded = std::clamp(t, lowest, highest);
    const auto k =
        static_cast<double>(static_cast<std::int64_t>(bounded + (bounded < 0.0 ? -0.5 : 0.5)));
    return k * (1.0 / 12.0) + (t - k) * (t - k) * (t - k) * (1.0 / 3.0);
  };
  double sum = 0.0;
  double below = error_up_to(values.low_bin());
  for (std::int32_t i = values.low_bin(); i <= values.high_bin(); ++i) {
    const double above = error_up_to(i + 1);
    // Through int64_t, which converts in one instruction where uint64_t takes a branch.
    sum += static_cast<double>(static_cast<std::int64_t>(values.count_in(i))) * (above - below);
    below = above;
  }
  return sum / bin_steps * params.scale * params.scale;
}

/// Of the ranges considered, the one that costs the values of a histogram least; of ranges that
/// cost the same but for rounding the first.
template <std::size_t Bins>
class least_error {
 public:
  /// values   must outlive this object
  constexpr least_error(const histogram<Bins>& values, code_limits codes)
      : values_(values), codes_(codes) {}

  /// The range's cost is that of the parameters which `choose` makes of it.
  constexpr void consider(octet::range candidate) {
    const double error = squared_error(values_, choose(candidate, codes_), codes_);
    // Where in its bin a value lies is not known: a constant, at the edge of its bin, would seem to
    // lose as little one bin further in.
    if (error < error_ * 0.999) {
      error_ = error;
      best_ = candidate;
    }
  }

  /// {0, 0} where no range was considered.
  [[nodiscard]] constexpr octet::range best() const { return best_; }
  /// Its squared_error; infinite where no range was considered.
  [[nodiscard]] constexpr double error() const { return error_; }

 private:
  const histogram<Bins>& values_;
  code_limits codes_;
  octet::range best_{};
  double error_ = std::numeric_limits<double>::infinity();
};

}  // namespace octet
