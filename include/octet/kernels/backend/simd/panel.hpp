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
#include "octet/kernels/backend/simd/float_scaling.hpp"
#include "octet/kernels/requantization.hpp"

namespace octet {

/// Output channels of a panel, on every target: one layout of packed memory serves all.
inline constexpr std::size_t panel_width = 16;

constexpr std::size_t panels_of(std::int32_t channels) {
  return (static_cast<std::size_t>(channels) + panel_width - 1) / panel_width;
}

/// How a panel's accumulators become codes.
enum class panel_way : std::uint32_t {
  by_formula,  ///< by the formula of the contract
  literally,   ///< a channel has an unusual multiplier: by the contract's own words
  widely,      ///< contract C over 64 bits; `factor` is the mantissa of 15 bits, `shift` its shift
  as_sums,     ///< not at all: they are what is stored, as int32
};

/// An accumulator x becomes a code by one of these formulas.
///
/// by_integers  code - zero_point =
///   (high32((x + 2^31) * factor + rounding) + (contract A: top bit of x + 2^31)) >> shift
/// Derivation for contract A, whose two roundings are s = floor((x M + 2^30) / 2^31) and
/// floor((s + 2^(e-1) - [s < 0]) / 2^e): floors nest, so with [s < 0] = [x < 0] (they differ only
/// at s = 0, which rounds to 0 either way) the sum is (2 x M + 2^31 + 2^(31+e) - 2^32 [x < 0]) /
/// 2^(32+e). 1 - [x < 0] is the top bit of x + 2^31. Contract B has one rounding, 2^(31+e), and no
/// sign.
///
/// by_words     code = (high16(x) * factor + high16(low16(x) * factor) + odd_factor) >> shift
/// Contract C, whose mantissa has 15 bits: its one rounding, 2^(T-1) of a shift T, is a multiple of
/// 2^16 where T > 16, so that what is below 2^16 only counts in the product of the lower half.
/// `odd_factor` is the rounding and the zero point, `shift` is T - 16.
///
/// by_floats    float_scaling, where the target has that and all channels of the panel too
struct alignas(64) simd_panel {
  std::array<std::uint32_t, panel_width> start{};       ///< of the accumulators
  std::array<std::uint32_t, panel_width> code_start{};  ///< of those of int8 codes as they are
  std::array<std::uint32_t, panel_width> factor{};      ///< 2 * mantissa
  std::array<std::uint32_t, panel_width> odd_factor{};  ///< factor[i | 1]
  std::array<std::uint64_t, panel_width / 2> even_rounding{}, odd_rounding{};
  std::array<std::uint32_t, panel_width> shift{};
  std::array<float, panel_width> scale{}, tail{}, offset{};  ///< of float_scaling
  panel_way way = panel_way::by_formula;
  float_terms terms = float_terms::none;  ///< none: not by floats

  /// Where an accumulator of 64 bits starts; in a wide panel, which has no rounding.
  constexpr std::uint64_t& wide_start(std::size_t i) {
    return i < panel_width / 2 ? even_rounding[i] : odd_rounding[i - panel_width / 2];
  }
  constexpr std::uint64_t wide_start(std::size_t i) const {
    return i < panel_width / 2 ? even_rounding[i] : odd_rounding[i - panel_width / 2];
  }
};

/// The rounding contract of a kernel: A or B for int8 codes, C for int16 codes.
enum class simd_contract : std::uint8_t { double_rounding, single_rounding, int16_by_int8 };

/// The SIMD backend takes accumulators below this magnitude.
inline constexpr std::uint64_t simd_accumulator_limit = std::uint64_t{1} << 30;

/// Whether the formula of a contract is exact for a channel: everything in it stays inside int32,
/// given simd_accumulator_limit.
constexpr bool has_short_formula(multiplier m, std::int32_t zero_point, simd_contract contract) {
  const bool by_words = contract == simd_contract::int16_by_int8;
  if (!by_words && (zero_point < -128 || zero_point > 127)) return false;
  if (m.mantissa == 0) return true;
  const std::int32_t largest = by_words ? -2 : contract == simd_contract::single_rounding ? 0 : -1;
  if (m.mantissa < 0 || m.shift > largest || m.shift < -22) return false;
  const std::int64_t offset =
      by_words ? std::int64_t{zero_point} * (std::int64_t{1} << -m.shift) : 0;
  return offset >= -(1 << 29) && offset <= 1 << 29;
}

/// The mantissa of contract C.
constexpr std::uint32_t mantissa_of_15_bits(multiplier m) {
  return static_cast<std::uint32_t>(
      m.mantissa < 0x7fff0000 ? shift_right<rounding::half_up>(m.mantissa, 16) : 0x7fff);
}

/// Channel i of a panel, of contract C.
constexpr void set_words_channel(simd_panel& p, std::size_t i, multiplier m,
                                 std::int32_t zero_point) {
  const std::int32_t shift = -m.shift - 1;
  p.factor[i] = mantissa_of_15_bits(m);
  p.odd_factor[i] = (static_cast<std::uint32_t>(zero_point) << shift) + (1U << (shift - 1));
  p.shift[i] = static_cast<std::uint32_t>(shift);
}

/// Channel i of a panel, of contracts A and B.
constexpr void set_bytes_channel(simd_panel& p, std::size_t i, multiplier m,
                                 simd_contract contract) {
  const auto e = static_cast<std::uint32_t>(-m.shift);
  const bool ties_away = contract == simd_contract::double_rounding;
  const std::uint32_t factor = 2 * static_cast<std::uint32_t>(m.mantissa);
  std::uint64_t rounding = std::uint64_t{1} << (31 + e);
  if (ties_away) rounding += (std::uint64_t{1} << 31) - (std::uint64_t{1} << 32);
  rounding -= std::uint64_t{factor} << 31;
  p.factor[i] = factor;
  if (i % 2 == 1) p.odd_factor[i - 1] = p.odd_factor[i] = factor;
  (i % 2 == 0 ? p.even_rounding : p.odd_rounding)[i / 2] = rounding;
  p.shift[i] = e;
}

/// Fills channel i of a panel; its accumulators start at `start`, modulo 2^32.
constexpr void set_channel(simd_panel& p, std::size_t i, std::uint32_t start, multiplier m,
                           std::int32_t zero_point, simd_contract contract) {
  p.start[i] = start;
  if (!has_short_formula(m, zero_point, contract)) {
    p.way = panel_way::literally;
    return;
  }
  if (m.mantissa == 0) m.shift = -2;
  if (contract == simd_contract::int16_by_int8) {
    set_words_channel(p, i, m, zero_point);
  } else {
    set_bytes_channel(p, i, m, contract);
  }
}

/// Lets a panel's codes come from floats of so many terms; false where a channel's cannot. All its
/// channels are set, of contract A or B.
constexpr bool set_floats(simd_panel& p, const requantization& r, contract c,
                          float_rounding rounding, float_terms terms) {
  const auto steps = [](std::int32_t n) { return std::clamp<std::int32_t>(n, 0, 255); };
  for (std::size_t i = 0; i < panel_width; ++i) {
    const multiplier m{static_cast<std::int32_t>(p.factor[i] / 2),
                       -static_cast<std::int32_t>(p.shift[i])};
    const auto scaling = float_scaling::of(
        m, c, {steps(r.clamp.max - r.zero_point), steps(r.zero_point - r.clamp.min)}, rounding,
        terms);
    if (!scaling) return false;
    p.scale[i] = scaling->scale;
    p.tail[i] = scaling->tail;
    p.offset[i] = scaling->offset;
  }
  p.terms = terms;
  return true;
}

/// The last word on a panel whose channels are set.
constexpr void finish_panel(simd_panel& p, const requantization& r, simd_contract contract,
                            float_rounding rounding) {
  if (rounding == float_rounding::none || p.way != panel_way::by_formula ||
      contract == simd_contract::int16_by_int8) {
    return;
  }
  const octet::contract c = contract == simd_contract::double_rounding
                                ? octet::contract::double_rounding
                                : octet::contract::single_rounding;
  if (set_floats(p, r, c, rounding, float_terms::one)) return;
  if (rounding == float_rounding::to_zero) set_floats(p, r, c, rounding, float_terms::two);
}

/// Fills channel i of a wide panel.   code = (accumulator * factor + 2^(shift - 1)) >> shift
constexpr void set_wide_channel(simd_panel& p, std::size_t i, std::uint64_t start, multiplier m) {
  p.way = panel_way::widely;
  p.wide_start(i) = start;
  p.factor[i] = mantissa_of_15_bits(m);
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
