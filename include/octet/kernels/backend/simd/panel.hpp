// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Sixteen output channels as the SIMD backend keeps them: where their accumulators start, and how
// these become codes.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "octet/fixed/multiplier.hpp"
#include "octet/fixed/rounding.hpp"
#include "octet/kernels/requantization.hpp"

namespace octet {

/// Output channels of a panel, on every target: one layout of packed memory serves all.
inline constexpr std::size_t panel_width = 16;

constexpr std::size_t panels_of(std::int32_t channels) {
  return (static_cast<std::size_t>(channels) + panel_width - 1) / panel_width;
}

/// An accumulator x is kept as x + 2^31, so that it multiplies as an unsigned number, and becomes
///   (high32((x + 2^31) * factor + rounding) + (contract A: top bit of x + 2^31)) >> shift
/// Derivation for contract A, whose two roundings are s = floor((x M + 2^30) / 2^31) and
/// floor((s + 2^(e-1) - [s < 0]) / 2^e): floors nest, so with [s < 0] = [x < 0] (they differ only
/// at s = 0, which rounds to 0 either way) the sum is (2 x M + 2^31 + 2^(31+e) - 2^32 [x < 0]) /
/// 2^(32+e). The zero point comes in as 2^(32+e) * zero_point, and 1 - [x < 0] is the top bit of
/// x + 2^31. Contract B has one rounding, 2^(31+e), and no sign; contract C is B with a mantissa
/// of 15 bits.
struct alignas(64) simd_panel {
  std::array<std::uint32_t, panel_width> start{};       ///< of the accumulators
  std::array<std::uint32_t, panel_width> factor{};      ///< 2 * mantissa
  std::array<std::uint32_t, panel_width> odd_factor{};  ///< factor[i | 1]
  std::array<std::uint64_t, panel_width / 2> even_rounding{}, odd_rounding{};
  std::array<std::uint32_t, panel_width> shift{};
  std::array<std::uint32_t, panel_width> literal{};  ///< [0]: panel_way, [1]: whether near

  /// Where an accumulator of 64 bits starts; in a wide panel, which has no rounding.
  constexpr std::uint64_t& wide_start(std::size_t i) {
    return i < panel_width / 2 ? even_rounding[i] : odd_rounding[i - panel_width / 2];
  }
  constexpr std::uint64_t wide_start(std::size_t i) const {
    return i < panel_width / 2 ? even_rounding[i] : odd_rounding[i - panel_width / 2];
  }
};

/// How a panel's accumulators become codes.
enum panel_way : std::uint32_t {
  by_formula,  ///< all channels as above
  literally,   ///< a channel has an unusual multiplier: by the contract's own words
  widely,      ///< contract C over 64 bits; `factor` is the mantissa of 15 bits, `shift` its shift
  as_sums,     ///< not at all: they are what is stored, as int32
};

/// The rounding contract of a kernel: A or B for int8 codes, C for int16 codes.
enum class simd_contract : std::uint8_t { double_rounding, single_rounding, int16_by_int8 };

/// The SIMD backend takes accumulators below this magnitude.
inline constexpr std::uint64_t simd_accumulator_limit = std::uint64_t{1} << 30;

/// Below this magnitude the top byte of x + 2^31 is 127 or 128 by the sign of x, so that a dot
/// product of bytes adds it: one instruction where a shift and an addition are two. Targets of form
/// biased_8 have that instruction.
inline constexpr std::uint64_t simd_near_limit = std::uint64_t{1} << 24;

/// Whether the short formula is exact for a channel: everything in it stays inside int32, given
/// simd_accumulator_limit.
constexpr bool has_short_formula(multiplier m, std::int32_t zero_point, simd_contract contract) {
  if (m.mantissa == 0) return true;
  const std::int32_t largest = contract == simd_contract::double_rounding ? -1 : 0;
  if (m.mantissa < 0 || m.shift > largest || m.shift < -22) return false;
  const std::int64_t offset = std::int64_t{zero_point} * (std::int64_t{1} << -m.shift);
  return offset >= -(1 << 29) && offset <= 1 << 29;
}

/// Fills channel i of a panel; its accumulators start at `start`, modulo 2^32. near: all channels
/// of the filter stay below simd_near_limit, and the target takes the sign by a dot product.
constexpr void set_channel(simd_panel& p, std::size_t i, std::uint32_t start, multiplier m,
                           std::int32_t zero_point, simd_contract contract, bool near) {
  p.start[i] = start + 0x80000000U;
  p.literal[1] = near ? 1 : 0;
  if (!has_short_formula(m, zero_point, contract)) {
    p.literal[0] = literally;
    return;
  }
  if (m.mantissa == 0) m.shift = -1;
  const auto e = static_cast<std::uint32_t>(-m.shift);
  std::int32_t mantissa = m.mantissa;
  if (contract == simd_contract::int16_by_int8) {
    mantissa = mantissa < 0x7fff0000 ? shift_right<rounding::half_up>(mantissa, 16) : 0x7fff;
    mantissa *= 1 << 16;
  }
  const bool ties_away = contract == simd_contract::double_rounding;
  const std::uint32_t factor = 2 * static_cast<std::uint32_t>(mantissa);
  std::uint64_t rounding = static_cast<std::uint64_t>(std::int64_t{zero_point}) << (32 + e);
  rounding += std::uint64_t{1} << (31 + e);
  if (ties_away) rounding += (std::uint64_t{1} << 31) - (std::uint64_t{1} << 32);
  if (ties_away && near) rounding -= std::uint64_t{127} << 32;
  rounding -= std::uint64_t{factor} << 31;
  p.factor[i] = factor;
  if (i % 2 == 1) p.odd_factor[i - 1] = p.odd_factor[i] = factor;
  (i % 2 == 0 ? p.even_rounding : p.odd_rounding)[i / 2] = rounding;
  p.shift[i] = e;
}

/// Fills channel i of a wide panel.   code = (accumulator * factor + 2^(shift - 1)) >> shift
constexpr void set_wide_channel(simd_panel& p, std::size_t i, std::uint64_t start, multiplier m) {
  p.literal[0] = widely;
  p.wide_start(i) = start;
  p.factor[i] = static_cast<std::uint32_t>(
      m.mantissa < 0x7fff0000 ? shift_right<rounding::half_up>(m.mantissa, 16) : 0x7fff);
  p.shift[i] = static_cast<std::uint32_t>(std::max<std::int32_t>(15 - m.shift, 1));
}

/// accumulator -> code by the contract's own words.
constexpr std::int32_t literal_code(std::int32_t accumulator, multiplier m, const requantization& r,
                                    simd_contract contract) {
  if (contract == simd_contract::int16_by_int8) return r.code(requantize_16x8(accumulator, m));
  return r.code(contract == simd_contract::single_rounding
                    ? requantize<octet::contract::single_rounding>(accumulator, m)
                    : requantize<octet::contract::double_rounding>(accumulator, m));
}

}  // namespace octet
