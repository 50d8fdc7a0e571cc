// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// A real factor as an int32 mantissa and a shift, what else its eight bytes hold under other
// contracts, and the multiplication by it.
#pragma once

#include <algorithm>
#include <bit>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <type_traits>

#include "octet/core/config.hpp"
#include "octet/fixed/contract.hpp"
#include "octet/fixed/decompose.hpp"
#include "octet/fixed/round_real.hpp"
#include "octet/fixed/rounding.hpp"

namespace octet {

/// A real factor.   real = mantissa * 2^(shift - 31)
///
/// units    mantissa Q0.31, |mantissa| >= 2^30 unless the factor is 0; shift -31 .. 30. Contracts D
///          and E keep other things in the same bytes: see encode
struct multiplier {
  std::int32_t mantissa = 0;
  std::int32_t shift = 0;

  /// The multiplier nearest to a real factor.
  ///
  /// rounding half away from zero, at 31 bits
  /// range    below 2^-32 (and NaN): 0, 0. At 2^30 and above (and infinity): +-INT32_MAX, 30
  /// source   Jacob et al. 2018, sec. 2.2; equal to TensorFlow Lite's for every factor >= 0
  [[nodiscard]] static constexpr multiplier from_real(double real) {
    return from_real(decompose(real));
  }
  [[nodiscard]] static constexpr multiplier from_real(const decomposed& real) {
    const auto [mantissa, exponent] = real;
    const int bits = static_cast<int>(
        std::bit_width(static_cast<std::uint64_t>(mantissa < 0 ? -mantissa : mantissa)));
    int shift = exponent + bits;
    std::int64_t code =
        bits > 31 ? shift_right<rounding::half_away>(mantissa, bits - 31) : mantissa << (31 - bits);
    if (code == std::int64_t{1} << 31) {  // rounded up to 1.0, which Q0.31 does not hold; -1.0 fits
      code /= 2;
      ++shift;
    }
    if (mantissa == 0 || shift < -31) return {0, 0};
    constexpr std::int32_t largest = std::numeric_limits<std::int32_t>::max();
    if (shift > 30) return {mantissa < 0 ? -largest : largest, 30};
    return {static_cast<std::int32_t>(code), shift};
  }

  friend constexpr bool operator==(multiplier, multiplier) = default;
};

/// a * b in Q0.15 or Q0.31.   sat(floor((a * b + 2^(w - 2)) / 2^(w - 1))), w = 16 or 32
///
/// rounding nearest, ties toward +infinity
/// range    only lowest * lowest (-1 * -1) leaves the range; it gives the highest code
/// source   gemmlowp's and ARM's saturating rounding doubling high multiply
template <std::signed_integral T>
requires(sizeof(T) == 2 || sizeof(T) == 4) [[nodiscard]] constexpr T
    saturating_rounding_doubling_high_mul(T a, T b) {
  using wide = std::conditional_t<sizeof(T) == 2, std::int32_t, std::int64_t>;
  constexpr int fraction = std::numeric_limits<T>::digits;
  if (a == b && a == std::numeric_limits<T>::min()) return std::numeric_limits<T>::max();
  const wide product = static_cast<wide>(a) * static_cast<wide>(b);
  return static_cast<T>((product + (wide{1} << (fraction - 1))) >> fraction);
}

/// x / 2^exponent, to nearest, ties away from zero; exponent >= 0.
[[nodiscard]] constexpr std::int32_t rounding_divide_by_pot(std::int32_t x, int exponent) {
  return shift_right<rounding::half_away>(x, exponent);
}

/// The eight bytes of a factor as requantize<C> reads them; nothing where the contract cannot hold
/// it.
///
///   A, B, C  multiplier::from_real
///   D        the double itself
///   E        the nearest float
///   F        multiplier::from_real of a power of two, 2^-32 .. 2^29; nothing else can be held
template <contract C>
[[nodiscard]] constexpr std::optional<multiplier> encode(const decomposed& real) {
  if constexpr (C == contract::in_double) {
    return std::bit_cast<multiplier>(compose(real));
  } else if constexpr (C == contract::in_float) {
    return multiplier{std::bit_cast<std::int32_t>(static_cast<float>(compose(real))), 0};
  } else {
    const multiplier m = multiplier::from_real(real);
    if constexpr (C == contract::power_of_two) {
      const auto exponent = static_cast<std::uint64_t>(1023 + m.shift - 1);
      if (std::bit_cast<double>(exponent << 52) != compose(real)) return std::nullopt;
    }
    return m;
  }
}
template <contract C>
[[nodiscard]] constexpr std::optional<multiplier> encode(double real) {
  return encode<C>(decompose(real));
}

namespace detail {

/// Contracts D, E and F for accumulators of 32 or 64 bits.
template <contract C, std::signed_integral I>
constexpr std::int32_t requantize_encoded(I acc, multiplier m) {
  if constexpr (C == contract::in_double) {
    return round_to_int32<rounding::half_away>(static_cast<double>(acc) * std::bit_cast<double>(m));
  } else if constexpr (C == contract::in_float) {
    const float factor = std::bit_cast<float>(m.mantissa);
    return round_to_int32<rounding::half_even>(double{static_cast<float>(acc) * factor});
  } else {
    static_assert(C == contract::power_of_two);
    const int left = m.shift - 1;
    if (left < 0) return saturate_cast<std::int32_t>(shift_right<rounding::half_up>(acc, -left));
    // All beyond 2^32 saturates, and so it does when it is shifted.
    constexpr std::int64_t enough = std::int64_t{1} << 32;
    const std::int64_t bounded = std::clamp(std::int64_t{acc}, -enough, enough);
    return saturate_cast<std::int32_t>(bounded << left);
  }
}

}  // namespace detail

/// accumulator * multiplier, where `m` is encode<C>'s.
///
/// rounding A       the accumulator is shifted left by max(shift, 0), multiplied (rounding, ties
///                  up), divided by 2^max(-shift, 0) (rounding, ties away)
///          B       one rounding, ties up
///          C       as A: see requantize_16x8 for what is its own
///          D       the product in double, ties away
///          E       the accumulator and the product in float, ties to even
///          F       a shift, ties up: the mantissa is not looked at
/// range    A result of B, or a left-shifted accumulator of A, that leaves int32 wraps modulo
///          2^32: the references leave that undefined and their builds wrap. D, E and F saturate,
///          so that XNNPACK's clamp before the rounding gives the same codes
/// source   Jacob et al. 2018, sec. 2.2; TensorFlow Lite's reference kernels; XNNPACK's fp32
///          requantization
template <contract C = contract::double_rounding>
[[nodiscard]] constexpr std::int32_t requantize(std::int32_t acc, multiplier m) {
  if constexpr (C == contract::in_double || C == contract::in_float ||
                C == contract::power_of_two) {
    return detail::requantize_encoded<C>(acc, m);
  } else if constexpr (C == contract::single_rounding) {
    OCTET_ASSERT(m.shift >= -31 && m.shift <= 30);
    const std::int64_t product = std::int64_t{acc} * m.mantissa;
    return static_cast<std::int32_t>(shift_right<rounding::half_up>(product, 31 - m.shift));
  } else {
    OCTET_ASSERT(m.shift >= -31 && m.shift <= 30);
    const auto shifted = static_cast<std::uint32_t>(acc) << std::max(m.shift, std::int32_t{0});
    return rounding_divide_by_pot(
        saturating_rounding_doubling_high_mul(static_cast<std::int32_t>(shifted), m.mantissa),
        std::max(-m.shift, std::int32_t{0}));
  }
}

/// accumulator * multiplier for 64-bit accumulators (contract C: int16 codes with int8 weights).
///
/// rounding the mantissa to 15 bits (half up), then the product once, ties up
/// range    The reference asks for |acc| < 2^47, mantissa >= 0, shift < 8. Beyond it the product
///          wraps modulo 2^64, the result modulo 2^32, and a shift above 14 counts as 14
/// source   TensorFlow Lite's reference kernels, 16x8
[[nodiscard]] constexpr std::int32_t requantize_16x8(std::int64_t acc, multiplier m) {
  OCTET_ASSERT(m.shift >= -31 && m.shift <= 30);
  const std::int32_t mantissa = m.mantissa < 0x7fff0000
                                    ? shift_right<rounding::half_up>(m.mantissa, 16)
                                    : std::int32_t{0x7fff};
  const auto product = static_cast<std::uint64_t>(acc) *
                       static_cast<std::uint64_t>(static_cast<std::int64_t>(mantissa));
  return static_cast<std::int32_t>(shift_right<rounding::half_up>(
      static_cast<std::int64_t>(product), std::max(15 - m.shift, std::int32_t{1})));
}

}  // namespace octet
