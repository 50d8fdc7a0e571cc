// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The backend for Arm's DSP extension (Cortex-M4, M7, M33, M55): two int16 products an instruction.
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "octet/core/elements.hpp"
#include "octet/fixed/multiplier.hpp"
#include "octet/kernels/accumulator.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/requantization.hpp"

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

/// Four neighbouring codes at any address.
inline std::uint32_t load(const std::int8_t* codes) {
  std::uint32_t word;
  __builtin_memcpy(&word, codes, sizeof word);
  return word;
}

}  // namespace dsp

/// int8 codes with int8 weights by the instructions above; everything else as basic_scalar does it.
template <contract Contract>
struct basic_armv7e_m : basic_scalar<Contract> {
  using base = basic_scalar<Contract>;

  template <class Sum = std::int32_t, class T, class W>
  static constexpr Sum dot(elements<const T> x, std::int32_t zero_point, elements<const W> w,
                           std::int32_t n) {
    if constexpr (in_pairs<Sum, T, W>) {
      if (!std::is_constant_evaluated()) return dot_pairs(x.data(), zero_point, w.data(), n);
    }
    return base::template dot<Sum>(x, zero_point, w, n);
  }

  template <class Sum, class T, class W>
  static constexpr void multiply_accumulate(Sum* sums, elements<const T> x, std::int32_t step,
                                            std::int32_t zero_point, elements<const W> w,
                                            std::int32_t n) {
    std::int32_t done = 0;
    if constexpr (in_pairs<Sum, T, W>) {
      if (!std::is_constant_evaluated() && step == 1) {
        done = multiply_words(sums, x.data(), zero_point, w.data(), n);
      }
    }
    const auto rest = static_cast<std::size_t>(done);
    base::multiply_accumulate(sums + rest, x + rest, step, zero_point, w + rest, n - done);
  }

  static constexpr std::int32_t requantize(std::int32_t accumulator, multiplier m) {
    if constexpr (Contract == contract::double_rounding) {
      if (!std::is_constant_evaluated() && m.shift < 0 && small(accumulator)) {
        const std::int32_t high = dsp::multiply_high(2 * accumulator, m.mantissa);
        const std::int32_t half = 1 << (-m.shift - 1);
        return (high + half + (high >> 31)) >> -m.shift;
      }
    }
    return base::requantize(accumulator, m);
  }

  template <class Accumulator = accumulator_32, class T>
  static constexpr void requantize_row(const typename Accumulator::sum* sums,
                                       const requantization& r, std::int32_t channel,
                                       elements<T> out, std::int32_t n) {
    detail::requantize_row<basic_armv7e_m, Accumulator>(sums, r, channel, out, n);
  }

 private:
  template <class Sum, class T, class W>
  static constexpr bool in_pairs =
      std::same_as<Sum, std::int32_t>&& std::same_as<T, std::int8_t>&& std::same_as<W, std::int8_t>;

  /// |x| < 2^30: twice it is an int32, and its product with a mantissa leaves room for rounding.
  static constexpr bool small(std::int32_t x) {
    return static_cast<std::uint32_t>(x) + 0x3FFF'FFFFU < 0x7FFF'FFFFU;
  }

  static std::int32_t dot_pairs(const std::int8_t* x, std::int32_t zero_point, const std::int8_t* w,
                                std::int32_t n) {
    const std::uint32_t minus = dsp::pair(-zero_point, -zero_point);
    std::int32_t sum = 0;
    for (; n >= 4; n -= 4) {
      const std::uint32_t xs = dsp::load(x);
      const std::uint32_t ws = dsp::load(w);
      sum = dsp::multiply_pairs(dsp::add_even_bytes(minus, xs), dsp::even_bytes(ws), sum);
      sum = dsp::multiply_pairs(dsp::add_odd_bytes(minus, xs), dsp::odd_bytes(ws), sum);
      x += 4;
      w += 4;
    }
    for (; n > 0; --n) sum += (*x++ - zero_point) * *w++;
    return sum;
  }

  /// Four channels at a time; returns how many were done.
  static std::int32_t multiply_words(std::int32_t* sums, const std::int8_t* x,
                                     std::int32_t zero_point, const std::int8_t* w,
                                     std::int32_t n) {
    const std::uint32_t minus = dsp::pair(-zero_point, -zero_point);
    std::int32_t i = 0;
    for (; i + 4 <= n; i += 4) {
      const std::uint32_t xs = dsp::load(x + i);
      const std::uint32_t ws = dsp::load(w + i);
      const std::uint32_t x02 = dsp::add_even_bytes(minus, xs), w02 = dsp::even_bytes(ws);
      const std::uint32_t x13 = dsp::add_odd_bytes(minus, xs), w13 = dsp::odd_bytes(ws);
      sums[i] += dsp::low(x02) * dsp::low(w02);
      sums[i + 1] += dsp::low(x13) * dsp::low(w13);
      sums[i + 2] += dsp::high(x02) * dsp::high(w02);
      sums[i + 3] += dsp::high(x13) * dsp::high(w13);
    }
    return i;
  }
};

/// Contract A on the DSP extension.
using armv7e_m = basic_armv7e_m<contract::double_rounding>;

}  // namespace octet
