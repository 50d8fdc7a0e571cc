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

  /// The nearest half, of two equally near the even one. What is larger than every half becomes the
  /// largest; NaN stays NaN.
  [[nodiscard]] static constexpr float16 nearest(float value) {
    const auto wide = std::bit_cast<std::uint32_t>(value);
    const auto sign = static_cast<std::uint16_t>((wide >> 16) & 0x8000);
    const std::uint32_t magnitude = wide & 0x7fffffff;
    constexpr std::uint32_t infinity = 0x7f800000, least_normal = 0x38800000;
    const auto half = [&](std::uint32_t magnitude_bits) {
      return float16{static_cast<std::uint16_t>(sign | magnitude_bits)};
    };
    if (magnitude > infinity) return half(0x7e00);
    // Halves below 2^-14 are 2^-24 apart, as floats from 0.5 on are: an addition rounds to them.
    if (magnitude < least_normal) {
      const float rounded = std::bit_cast<float>(magnitude) + 0.5F;
      return half(std::bit_cast<std::uint32_t>(rounded) - std::bit_cast<std::uint32_t>(0.5F));
    }
    const std::uint32_t odd = (magnitude >> 13) & 1;
    const std::uint32_t rounded = ((magnitude + 0xfff + odd) >> 13) - ((127 - 15) << 10);
    return half(rounded < 0x7bff ? rounded : 0x7bff);
  }

  friend constexpr bool operator==(float16, float16) = default;
};

}  // namespace octet
