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

/// code - zero_point = truncate(fma(x, scale, x < 0 ? -offset : offset)), of an accumulator x.
///
/// Both contracts of int8 codes round half away from zero, so that a multiplier cuts the
/// accumulators of either sign into at most 256 steps, of which step k begins at |x| = first(k), an
/// integer. The float formula, which rounds once, to nearest, never falls where |x| grows: it is
/// the same function if it is the same on both sides of every such edge, and `of` compares just
/// that. Scales above 2^-10 pass but for one channel in some thousand; smaller ones come with long
/// sums, of which the codes are a small part of the work.
struct float_scaling {
  float scale = 0, offset = 0;

  /// Steps away from zero that an output range leaves.
  struct steps {
    std::int32_t above = 0, below = 0;  ///< each <= 255
  };

  /// The formula for requantize<C>(x, m), |x| < 2^30, within `s` steps of zero, beyond which it is
  /// for the clamp; nothing where it is not exact.
  ///
  /// range    m of shift -22 .. 0
  static constexpr std::optional<float_scaling> of(multiplier m, contract c, steps s) {
    if (m.mantissa == 0) return float_scaling{};
    const edges at(m, c, s);
    if (!at.exist) return std::nullopt;
    const double exact =
        static_cast<double>(m.mantissa) / static_cast<double>(std::int64_t{1} << (31 - m.shift));
    const auto nearest = std::bit_cast<std::uint32_t>(static_cast<float>(exact));
    for (const std::uint32_t bits : {nearest, nearest + 1, nearest - 1}) {
      const auto scale = std::bit_cast<float>(bits);
      const std::optional<float> offset = at.offset_for(scale);
      if (offset) return float_scaling{scale, *offset};
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

    /// What is rounded to k and more: k less half of the distance to the float below k.
    static constexpr double rounds_up_to(std::int32_t k) {
      const auto binade = std::bit_width(static_cast<std::uint32_t>(k - 1));
      return k - static_cast<double>(1 << binade) / (1 << 25);
    }

    /// An offset with which all steps begin where they should. The products of 24 bits are exact in
    /// double precision, as are their small differences.
    constexpr std::optional<float> offset_for(float scale) const {
      double least = 0, limit = 1;  // a sum of zero stays zero
      for (std::int32_t k = 1; k <= count; ++k) {
        const double target = rounds_up_to(k), x = first[k];
        least = std::max(least, target - x * double{scale});
        limit = std::min(limit, target - (x - 1) * double{scale});
      }
      const auto offset = static_cast<float>((least + limit) / 2);
      if (!(least <= double{offset} && double{offset} < limit)) return std::nullopt;
      return offset;
    }
  };
};

}  // namespace octet
