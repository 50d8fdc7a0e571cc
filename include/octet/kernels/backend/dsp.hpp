// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Instructions of Arm's DSP extension as functions.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <limits>

#include "octet/fixed/multiplier.hpp"

namespace octet {

/// Instructions of the DSP extension, which see a word as two int16 or four int8. Elsewhere the
/// same in C++, so that the backend can be tested on any machine.
namespace dsp {

/// The int16 in the lower and in the upper half.
constexpr std::int16_t low(std::uint32_t x) { return static_cast<std::int16_t>(x); }
constexpr std::int16_t high(std::uint32_t x) { return static_cast<std::int16_t>(x >> 16); }
constexpr std::uint32_t pair(std::int32_t low, std::int32_t high) {
  return (static_cast<std::uint32_t>(low) & 0xFFFF) | static_cast<std::uint32_t>(high) << 16;
}

/// SXTAB16: the halves of a, plus bytes 0 and 2 of x.
inline std::uint32_t add_even_bytes(std::uint32_t a, std::uint32_t x) {
#if defined(__ARM_FEATURE_DSP)
  std::uint32_t sum;
  asm("sxtab16 %0, %1, %2" : "=r"(sum) : "r"(a), "r"(x));
  return sum;
#else
  return pair(low(a) + static_cast<std::int8_t>(x), high(a) + static_cast<std::int8_t>(x >> 16));
#endif
}

/// SXTAB16 with a rotation: the halves of a, plus bytes 1 and 3 of x.
inline std::uint32_t add_odd_bytes(std::uint32_t a, std::uint32_t x) {
#if defined(__ARM_FEATURE_DSP)
  std::uint32_t sum;
  asm("sxtab16 %0, %1, %2, ror #8" : "=r"(sum) : "r"(a), "r"(x));
  return sum;
#else
  return add_even_bytes(a, std::rotr(x, 8));
#endif
}

/// SXTB16: bytes 0 and 2.
inline std::uint32_t even_bytes(std::uint32_t x) {
#if defined(__ARM_FEATURE_DSP)
  std::uint32_t bytes;
  asm("sxtb16 %0, %1" : "=r"(bytes) : "r"(x));
  return bytes;
#else
  return add_even_bytes(0, x);
#endif
}

/// SXTB16 with a rotation: bytes 1 and 3.
inline std::uint32_t odd_bytes(std::uint32_t x) {
#if defined(__ARM_FEATURE_DSP)
  std::uint32_t bytes;
  asm("sxtb16 %0, %1, ror #8" : "=r"(bytes) : "r"(x));
  return bytes;
#else
  return add_odd_bytes(0, x);
#endif
}

/// SMLAD: sum + low * low + high * high.
inline std::int32_t multiply_pairs(std::uint32_t x, std::uint32_t y, std::int32_t sum) {
#if defined(__ARM_FEATURE_DSP)
  asm("smlad %0, %1, %2, %0" : "+r"(sum) : "r"(x), "r"(y));
  return sum;
#else
  return sum + low(x) * low(y) + high(x) * high(y);
#endif
}

/// SMMULR: the upper word of x * y, rounded half up.
inline std::int32_t multiply_high(std::int32_t x, std::int32_t y) {
#if defined(__ARM_FEATURE_DSP)
  std::int32_t product;
  asm("smmulr %0, %1, %2" : "=r"(product) : "r"(x), "r"(y));
  return product;
#else
  return static_cast<std::int32_t>((std::int64_t{x} * y + (std::int64_t{1} << 31)) >> 32);
#endif
}

/// SMMLSR: the upper word of a * 2^32 - x * y, rounded half up.
inline std::int32_t subtract_high(std::int32_t a, std::int32_t x, std::int32_t y) {
#if defined(__ARM_FEATURE_DSP)
  std::int32_t difference;
  asm("smmlsr %0, %1, %2, %3" : "=r"(difference) : "r"(x), "r"(y), "r"(a));
  return difference;
#else
  return a + static_cast<std::int32_t>(((std::int64_t{1} << 31) - std::int64_t{x} * y) >> 32);
#endif
}

/// QADD: 2 * x, or the int32 nearest to it.
inline std::int32_t twice(std::int32_t x) {
#if defined(__ARM_FEATURE_DSP)
  std::int32_t sum;
  asm("qadd %0, %1, %1" : "=r"(sum) : "r"(x));
  return sum;
#else
  constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();
  return static_cast<std::int32_t>(std::clamp(std::int64_t{x} * 2, -most - 1, most));
#endif
}

/// SSAT: the code of int8 nearest to x.
inline std::int32_t saturate(std::int32_t x) {
#if defined(__ARM_FEATURE_DSP)
  std::int32_t code;
  asm("ssat %0, #8, %1" : "=r"(code) : "r"(x));
  return code;
#else
  return std::clamp<std::int32_t>(x, -128, 127);
#endif
}

/// LDRD: two words; then p is past them.
inline std::array<std::uint32_t, 2> load_two(const std::uint32_t*& p) {
#if defined(__ARM_FEATURE_DSP)
  std::uint32_t first, second;
  asm("ldrd %0, %1, [%2], #8"
      : "=&r"(first), "=&r"(second), "+r"(p)
      : "m"(*reinterpret_cast<const std::array<std::uint32_t, 2>*>(p)));
  return {first, second};
#else
  p += 2;
  return {p[-2], p[-1]};
#endif
}

/// LDRD: a mantissa and a shift.
inline multiplier load_multiplier(const multiplier* m) {
#if defined(__ARM_FEATURE_DSP)
  std::int32_t mantissa, shift;
  asm("ldrd %0, %1, [%2]" : "=r"(mantissa), "=r"(shift) : "r"(m), "m"(*m));
  return {mantissa, shift};
#else
  return *m;
#endif
}

/// Four neighbouring codes at any address.
inline std::uint32_t load(const std::int8_t* codes) {
  std::uint32_t word;
  __builtin_memcpy(&word, codes, sizeof word);
  return word;
}

/// The n % 4 codes with which a row of n ends, and zeros.
inline std::uint32_t load_last(const std::int8_t* row, std::int32_t n) {
  const std::int32_t rest = n % 4;
  if (n >= 4) return load(row + n - 4) >> (8 * (4 - rest));
  std::uint32_t word = 0;
  for (std::int32_t i = 0; i < rest; ++i) {
    word |= static_cast<std::uint32_t>(static_cast<std::uint8_t>(row[i])) << (8 * i);
  }
  return word;
}

}  // namespace dsp

}  // namespace octet
