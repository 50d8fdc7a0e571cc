// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
//
// entropy: the observer that picks the range whose codes tell most about the values.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "octet/fixed/real_root.hpp"
#include "octet/quant/choose.hpp"
#include "octet/quant/observers/histogram.hpp"
#include "octet/quant/observers/observer.hpp"
#include "octet/quant/scheme.hpp"

namespace octet {

/// Observer: the range with the least Kullback-Leibler divergence KL(P || Q).
///
///   candidates  [-a, a], a from as many bins as the scheme has codes up to the extremes, in steps
///               of 8 bins; cut to the extremes where the scheme is asymmetric
///   P           the values within, and those clipped joined to the outermost bin in use
///   Q           the values within, each code's bins in use made equal
///
/// Bin 0 is left out: zero has a code of its own whatever the range, and the many zeros behind a
/// relu would drown all else. A histogram of as many bins as codes has one candidate, the extremes;
/// here at least 2048 bins are in use, so that 8 bits have from 100 to 500 candidates. Schemes of
/// more codes than bins always get the extremes.
///
/// For smooth distributions. Heaps other than at 0, as flat backgrounds make them, cost so much
/// where their bin shares a code that far too narrow a range may win: of two MNIST networks it took
/// 9 and 31 points of accuracy. Compare it with another observer, or let `auto` choose.
///
/// memory   that of histogram<observer_bins>, 32 KiB
/// time     range(): one pass over the bins and a logarithm per code for each candidate
/// source   the idea is that of TensorRT's entropy calibration
class entropy : public histogram<observer_bins> {
 public:
  /// The scheme that the range is for: `entropy{limits_of<int8_symmetric>}`.
  constexpr explicit entropy(code_limits codes = limits_of<int8_asymmetric>) : codes_(codes) {}

  [[nodiscard]] constexpr octet::range range() const {
    const std::int32_t reach = std::max(high_bin() + 1, -low_bin());
    octet::range best = range_of(reach);
    double least = infinity;
    window bins{0, 0};
    double inside = 0.0;  // sum of c log c over the bins of the window
    for (std::int32_t a = reach % step == 0 ? step : reach % step; a <= reach; a += step) {
      const window wider{std::max(low_bin(), -a), std::min(high_bin() + 1, a)};
      for (std::int32_t i = wider.begin; i < bins.begin; ++i) inside += x_log_x(count_of(i));
      for (std::int32_t i = bins.end; i < wider.end; ++i) inside += x_log_x(count_of(i));
      bins = wider;
      const double divergence = divergence_of(bins, a, inside);
      if (divergence > least) continue;  // of equal ones the one that clips least
      least = divergence;
      best = range_of(a);
    }
    return best;
  }

  friend constexpr bool operator==(const entropy&, const entropy&) = default;

 private:
  static constexpr std::int32_t step = 8;
  static constexpr double infinity = std::numeric_limits<double>::infinity();

  // Bins from begin to before end; bin 0 is among them.
  struct window {
    std::int32_t begin;
    std::int32_t end;
  };

  static constexpr double x_log_x(double x) { return x > 0.0 ? x * real_log(x) : 0.0; }

  constexpr double count_of(std::int32_t bin) const {
    return bin == 0 ? 0.0 : static_cast<double>(count_in(bin));
  }
  constexpr double count_of(window bins) const {
    double sum = 0.0;
    for (std::int32_t i = bins.begin; i < bins.end; ++i) sum += count_of(i);
    return sum;
  }

  constexpr octet::range range_of(std::int32_t a) const {
    return codes_.symmetric ? symmetric_between(a) : between(-a, a);
  }

  // KL(P || Q) for the range of `a` bins, but for what no range changes; infinite where that is no
  // candidate.
  //
  // With p of n values in P and q of m in Q, KL is the sum of p / n log(p m / (n q)): that of
  // p log p, less that of p log q, over n, and log m - log n.
  constexpr double divergence_of(window bins, std::int32_t a, double inside) const {
    const std::int64_t levels = std::int64_t{codes_.max_code} - codes_.min_code + 1;
    const std::int64_t origin = codes_.symmetric ? -a : bins.begin;
    const std::int64_t width = codes_.symmetric ? std::int64_t{2} * a : bins.end - bins.begin;
    const double below = count_of({low_bin(), bins.begin});
    const double within = count_of(bins);
    const double above = count_of({bins.end, high_bin() + 1});
    if (width < levels || within == 0.0) return infinity;
    while (count_of(bins.begin) == 0.0) ++bins.begin;
    while (count_of(bins.end - 1) == 0.0) --bins.end;

    double p_log_q = 0.0;
    for (std::int32_t i = bins.begin; i < bins.end;) {
      const std::int64_t level = (i - origin) * levels / width;
      double q = 0.0, used = 0.0;
      double p = i == bins.begin ? below : 0.0;
      for (; i < bins.end && (i - origin) * levels / width == level; ++i) {
        q += count_of(i);
        used += count_of(i) == 0.0 ? 0.0 : 1.0;
      }
      p += q + (i == bins.end ? above : 0.0);
      if (q > 0.0) p_log_q += p * real_log(q / used);
    }
    return (p_log_p(bins, below, above, inside) - p_log_q) / (below + within + above) +
           real_log(within);
  }

  // The sum over P, from that over what P has of the same bins before the clipped values join.
  constexpr double p_log_p(window bins, double below, double above, double inside) const {
    const double first = count_of(bins.begin);
    const double last = count_of(bins.end - 1);
    if (bins.end - bins.begin == 1) return inside + x_log_x(first + below + above) - x_log_x(first);
    return inside + x_log_x(first + below) - x_log_x(first) + x_log_x(last + above) - x_log_x(last);
  }

  code_limits codes_;
};

}  // namespace octet
