// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// float16: the 16 bits of an IEEE 754 half, and what they stand for.
#pragma once

#include <bit>
#include <cstdint>

namespace octet {

/// A half: sign, 5 bits of exponent, 10 of fraction. It is stored, not computed with.
struct float16 {
  std::uint16_t bits = 0;

  /// The same value; every half is a float. NaNs keep their fraction.
  [[nodiscard]] constexpr explicit operator float() const {
    const auto wide = static_cast<std::uint32_t>(bits);
    const std::uint32_t sign = (wide & 0x8000) << 16;
    const std::uint32_t exponent = (wide >> 10) & 0x1f;
    const std::uint32_t fraction = wide & 0x3ff;
    // Below the smallest exponent there is no leading one: fraction * 2^-24, which a float holds.
    if (exponent == 0) {
      const float magnitude = static_cast<float>(fraction) * 0x1p-24F;
      return std::bit_cast<float>(std::bit_cast<std::uint32_t>(magnitude) | sign);
    }
    const std::uint32_t wide_exponent = exponent == 0x1f ? 0xff : exponent + (127 - 15);
    return std::bit_cast<float>(sign | (wide_exponent << 23) | (fraction << 13));
  }

  friend constexpr bool operator==(float16, float16) = default;
};

}  // namespace octet
