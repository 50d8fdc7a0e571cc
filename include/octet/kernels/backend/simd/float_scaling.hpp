// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Accumulators to int8 codes with one float multiply-add, where that is proven to be exact.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "octet/fixed/multiplier.hpp"

namespace octet {

/// How a target's float multiply-add rounds; none: it has none that rounds once.
enum class float_rounding : std::uint8_t { none, to_nearest, to_zero };

/// Products of floats in a float_scaling.
enum class float_terms : std::uint8_t { none, one, two };

/// code - zero_point = truncate(y) of an accumulator x, where
///   y = fma(x, scale, b), of one term, or
///   y = fma(x, scale, fma(x, tail, b)), of two terms, the outer one rounded towards zero,
/// and b = x < 0 ? -offset : offset.
///
/// Both contracts of int8 codes round half away from zero, so that a multiplier cuts the
/// accumulators of either sign into at most 256 steps, of which step k begins at |x| = first(k), an
/// integer. The float formula never falls where |x| grows: it is the same function if it is the
/// same on both sides of every such edge, and `of` compares just that. Of scales above 2^-9 one
/// term is enough but for one channel in some hundred or thousand, and two terms are of nearly all,
/// unless an edge of either sign meets an integer, as those of powers of two do.
struct float_scaling {
  float scale = 0, tail = 0, offset = 0;

  /// Steps away from zero that an output range leaves.
  struct steps {
    std::int32_t above = 0, below = 0;  ///< each <= 255
  };

  /// The formula for requantize<C>(x, m), |x| < 2^30, within `s` steps of zero, beyond which it is
  /// for the clamp; nothing where it is not exact.
  ///
  /// range    m of shift -22 .. 0; two terms of rounding to_zero
  static constexpr std::optional<float_scaling> of(multiplier m, contract c, steps s,
                                                   float_rounding rounding, float_terms terms) {
    if (m.mantissa == 0) return float_scaling{};
    const edges at(m, c, s);
    if (!at.exist) return std::nullopt;
    const double exact =
        static_cast<double>(m.mantissa) / static_cast<double>(std::int64_t{1} << (31 - m.shift));
    const auto nearest = static_cast<float>(exact);
    if (terms == float_terms::two) {
      const auto tail = static_cast<float>(exact - double{nearest});
      const std::optional<float> offset = at.offset_of_two(double{nearest} + double{tail});
      if (!offset) return std::nullopt;
      return float_scaling{nearest, tail, *offset};
    }
    const auto bits = std::bit_cast<std::uint32_t>(nearest);
    for (const std::uint32_t near : {bits, bits + 1, bits - 1}) {
      const auto scale = std::bit_cast<float>(near);
      const std::optional<float> offset = at.offset_of_one(scale, rounding);
      if (offset) return float_scaling{scale, 0, *offset};
    }
    return std::nullopt;
  }

 private:
  struct edges {
    std::int32_t count = 0;
    std::int32_t first[256]{};  ///< [k]: the least |x| of step k
    bool exist = true;

    /// |x| M >= (k - 1/2) 2^e, in contract A less 1/2 for its first rounding, begins step k, where
    /// M is the mantissa / 2^31; of negative x, >. The two differ where they meet an integer.
    constexpr edges(multiplier m, contract c, steps s) : count(std::max(s.above, s.below)) {
      const std::int64_t step = std::int64_t{1} << (31 - m.shift), divisor = m.mantissa;
      std::int64_t edge = step / 2;
      if (c == contract::double_rounding) edge -= std::int64_t{1} << 30;
      // Divided once; the other edges follow by addition.
      std::int64_t whole = edge / divisor, rest = edge % divisor;
      const std::int64_t whole_step = step / divisor, rest_step = step % divisor;
      for (std::int32_t k = 1; k <= count; ++k) {
        const bool ties = rest == 0 && k <= s.below;
        const std::int64_t x = whole + (rest > 0 || ties ? 1 : 0);
        if ((ties && k <= s.above) || x > 1 << 24) {
          exist = false;
          return;
        }
        first[k] = static_cast<std::int32_t>(x);
        whole += whole_step;
        rest += rest_step;
        if (rest >= divisor) {
          rest -= divisor;
          ++whole;
        }
      }
    }

    /// The least y that becomes k, where floats round to nearest: half way to the float below k.
    static constexpr double rounds_to(std::int32_t k) {
      const auto binade = std::bit_width(static_cast<std::uint32_t>(k - 1));
      return k - static_cast<double>(1 << binade) / (1 << 25);
    }

    /// The middle of the offsets with which all steps begin where they should, if there are any;
    /// target(k) is the least y that becomes k, and sums may be wrong by `error`.
    template <class Target>
    constexpr std::optional<float> offset_for(double slope, Target target, double error) const {
      double least = 0, limit = 1;  // a sum of zero stays zero
      for (std::int32_t k = 1; k <= count; ++k) {
        const double x = first[k];
        least = std::max(least, target(k) - x * slope);
        limit = std::min(limit, target(k) - (x - 1) * slope);
      }
      const auto middle = static_cast<float>((least + limit) / 2);
      if (!(least + error <= double{middle} && double{middle} < limit - error)) return std::nullopt;
      return middle;
    }
    static constexpr double same(std::int32_t k) { return k; }

    /// The products of 24 bits are exact in double precision, as are their small differences.
    constexpr std::optional<float> offset_of_one(float slope, float_rounding rounding) const {
      return rounding == float_rounding::to_zero ? offset_for(slope, same, 0)
                                                 : offset_for(slope, rounds_to, 0);
    }
    /// The inner sum is below 1, and so within 2^-25 of what it should be; the doubles here are
    /// nearer by far.
    constexpr std::optional<float> offset_of_two(double slope) const {
      return offset_for(slope, same, 1.0 / (1 << 24));
    }
  };
};

}  // namespace octet
