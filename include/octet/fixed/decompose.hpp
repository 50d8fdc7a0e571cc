// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// A double or float taken apart into integers, so that real constants become codes without double
// arithmetic.
#pragma once

#include <bit>
#include <cstdint>

namespace octet {

/// real = mantissa * 2^exponent, |mantissa| <= 2^53
struct decomposed {
  std::int64_t mantissa;
  int exponent;
};

/// Takes a double apart, exactly. An infinity counts as +-2^1024, a NaN as 0.
[[nodiscard]] constexpr decomposed decompose(double real) {
  constexpr std::uint64_t implicit_bit = std::uint64_t{1} << 52;
  const auto bits = std::bit_cast<std::uint64_t>(real);
  const int field = static_cast<int>((bits >> 52) & 0x7ff);
  const std::uint64_t fraction = bits & (implicit_bit - 1);
  if (field == 0x7ff && fraction != 0) return {0, 0};
  // Subnormals lack the implicit bit and share the exponent of field 1.
  const auto magnitude = static_cast<std::int64_t>(field == 0 ? fraction : fraction | implicit_bit);
  return {(bits >> 63) != 0 ? -magnitude : magnitude, (field == 0 ? 1 : field) - 1075};
}

/// The same of a float.
[[nodiscard]] constexpr decomposed decompose(float real) {
  constexpr std::uint32_t implicit_bit = std::uint32_t{1} << 23;
  const auto bits = std::bit_cast<std::uint32_t>(real);
  const int field = static_cast<int>((bits >> 23) & 0xff);
  const std::uint32_t fraction = bits & (implicit_bit - 1);
  if (field == 0xff)
    return fraction != 0 ? decomposed{0, 0} : decomposed{bits >> 31 != 0 ? -1 : 1, 1024};
  const auto magnitude = static_cast<std::int64_t>(field == 0 ? fraction : fraction | implicit_bit);
  return {(bits >> 31) != 0 ? -magnitude : magnitude, (field == 0 ? 1 : field) - 150};
}

/// x * 2^bits
[[nodiscard]] constexpr decomposed scaled(const decomposed& x, int bits) {
  return {x.mantissa, x.exponent + bits};
}

/// The product of two floats, or of others whose mantissas have no more than 63 bits together:
/// exact.
[[nodiscard]] constexpr decomposed operator*(const decomposed& x, const decomposed& y) {
  return {x.mantissa * y.mantissa, x.exponent + y.exponent};
}

/// The quotient of positive numbers, to nearest at 53 bits, ties to even: what a division of
/// doubles gives, if neither these nor the quotient are subnormal.
[[nodiscard]] constexpr decomposed operator/(const decomposed& x, const decomposed& y) {
  // Both in [2^62, 2^63).
  const int up = std::countl_zero(static_cast<std::uint64_t>(x.mantissa)) - 1;
  const int down = std::countl_zero(static_cast<std::uint64_t>(y.mantissa)) - 1;
  std::uint64_t rest = static_cast<std::uint64_t>(x.mantissa) << up;
  const std::uint64_t divisor = static_cast<std::uint64_t>(y.mantissa) << down;
  int exponent = x.exponent - up - y.exponent + down - 52;
  if (rest < divisor) {
    rest <<= 1;
    --exponent;
  }
  std::int64_t quotient = 0;
  for (int bit = 0; bit < 53; ++bit) {
    const bool fits = rest >= divisor;
    quotient = 2 * quotient + (fits ? 1 : 0);
    rest = (rest - (fits ? divisor : 0)) << 1;
  }
  // What is left is twice the remainder.
  const bool up_at_tie = rest == divisor && quotient % 2 != 0;
  return {quotient + (rest > divisor || up_at_tie ? 1 : 0), exponent};
}

/// The double that was taken apart, or the nearest to a product; a normal one.
[[nodiscard]] constexpr double compose(const decomposed& x) {
  const int half = x.exponent / 2;  // 2^exponent alone may be no double
  const auto power = [](int e) {
    return std::bit_cast<double>(static_cast<std::uint64_t>(1023 + e) << 52);
  };
  return static_cast<double>(x.mantissa) * power(half) * power(x.exponent - half);
}

}  // namespace octet
