// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// A double taken apart into integers, so that real constants become codes without double
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

}  // namespace octet
