// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The backend for Arm's DSP extension (Cortex-M4, M7, M33, M55): two int16 products an instruction.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "octet/core/elements.hpp"
#include "octet/fixed/multiplier.hpp"
#include "octet/kernels/accumulator.hpp"
#include "octet/kernels/backend/dsp.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/requantization.hpp"

namespace octet {

/// int8 codes with int8 weights by the instructions of dsp.hpp; everything else as basic_scalar
/// does it.
template <contract Contract>
struct basic_armv7e_m : basic_scalar<Contract> {
  using base = basic_scalar<Contract>;

  /// What the words below do with instructions of their own.
  template <class Sum, class T, class W>
  static constexpr bool in_pairs =
      std::same_as<Sum, std::int32_t>&& std::same_as<T, std::int8_t>&& std::same_as<W, std::int8_t>;

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

  template <class Sum, class T, class W>
  static constexpr void multiply_taps(const Sum* start, Sum* sums, elements<const T> x,
                                      std::int32_t zero_point, elements<const W> w, const tap* taps,
                                      std::int32_t count, std::int32_t n, std::int32_t repeat) {
    std::int32_t done = 0;
    if constexpr (in_pairs<Sum, T, W>) {
      if (!std::is_constant_evaluated() && repeat == 1) {
        done = multiply_tap_words(start, sums, x.data(), zero_point, w.data(), taps, count, n);
        if (done == n) return;
      }
    }
    const auto rest = static_cast<std::size_t>(done);
    if (start != nullptr) start += done;
    base::multiply_taps(start, sums + rest, x + rest, zero_point, w + rest, taps, count, n - done,
                        repeat);
  }

  static constexpr std::int32_t block = 64;
  static constexpr std::int32_t columns_at_once = 2;

  /// Of each four codes first 0 and 2, then 1 and 3, as SXTB16 gives the weights.
  struct pairs {
    std::array<std::uint32_t, base::column_length / 2> words;

    /// In the compiler, code by code.
    constexpr void put(std::size_t i, std::int32_t value) {
      std::uint32_t& word = words[i / 4 * 2 + i % 2];
      word = i % 4 < 2 ? dsp::pair(value, 0) : word | dsp::pair(0, value);
    }
    constexpr std::int32_t operator[](std::size_t i) const {
      const std::uint32_t word = words[i / 4 * 2 + i % 2];
      return i % 4 < 2 ? dsp::low(word) : dsp::high(word);
    }
  };
  template <class Sum, class T, class W>
  using column =
      std::conditional_t<in_pairs<Sum, T, W>, pairs, typename base::template column<Sum, T, W>>;

  template <class Column, class T>
  static constexpr void fill_column(Column& to, elements<const T> x, std::int32_t zero_point,
                                    std::int32_t n) {
    if constexpr (!std::same_as<Column, pairs>) {
      base::fill_column(to, x, zero_point, n);
    } else if (std::is_constant_evaluated()) {
      for (std::size_t i = 0; i < static_cast<std::size_t>(n); ++i) to.put(i, x[i] - zero_point);
    } else {
      fill_pairs(to, x.data(), zero_point, n);
    }
  }

  template <class Sum, class Column, class W>
  static constexpr void multiply_columns(const Sum* start, Sum* sums, const Column* columns,
                                         std::int32_t count, elements<const W> w,
                                         std::int32_t stride, std::int32_t n, std::int32_t rows) {
    if constexpr (std::same_as<Column, pairs>) {
      if (!std::is_constant_evaluated()) {
        if (count == 2) {
          return multiply_two_columns(start, sums, columns, w.data(), stride, n, rows);
        }
        return multiply_one_column(start, sums, columns[0], w.data(), stride, n, rows);
      }
    }
    detail::multiply_columns<block>(start, sums, columns, count, w, stride, n, rows);
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

  template <class T>
  static constexpr void add_scaled(std::int32_t* sums, elements<const T> x, std::int32_t step,
                                   std::int32_t zero_point, int left, multiplier m,
                                   std::int32_t n) {
    detail::add_scaled<basic_armv7e_m>(sums, x, step, zero_point, left, m, n);
  }

  template <class Accumulator = accumulator_32, class T>
  static constexpr void requantize_row(const typename Accumulator::sum* sums,
                                       const requantization& r, std::int32_t channel,
                                       elements<T> out, std::int32_t n) {
    if constexpr (std::same_as<Accumulator, accumulator_32> && std::same_as<T, std::int8_t> &&
                  Contract == contract::double_rounding) {
      if (!std::is_constant_evaluated() && r.small_factors) {
        return requantize_codes(sums, r, channel, out.data(), n);
      }
    }
    detail::requantize_row<basic_armv7e_m, Accumulator>(sums, r, channel, out, n);
  }

 private:
  /// |x| < 2^30: twice it is an int32, and its product with a mantissa leaves room for rounding.
  static constexpr bool small(std::int32_t x) {
    return static_cast<std::uint32_t>(x) + 0x3FFF'FFFFU < 0x7FFF'FFFFU;
  }

  [[gnu::noinline]] static void fill_pairs(pairs& to, const std::int8_t* x, std::int32_t zero_point,
                                           std::int32_t n) {
    const std::uint32_t minus = dsp::pair(-zero_point, -zero_point);
    std::uint32_t* words = to.words.data();
    const auto put = [&](std::uint32_t xs) {
      *words++ = dsp::add_even_bytes(minus, xs);
      *words++ = dsp::add_odd_bytes(minus, xs);
    };
    for (const std::int8_t* end = x + n / 4 * 4; x != end; x += 4) put(dsp::load(x));
    // Whatever lies past the last code meets weights of zero.
    if (n % 4 != 0) put(dsp::load_last(x - n / 4 * 4, n));
  }

  /// Calls step(four weights of one row, four of the next) along two rows of n; the same row
  /// twice where stride is 0.
  template <class Step>
  [[gnu::always_inline]] static void along_two_rows(const std::int8_t* w, std::int32_t stride,
                                                    std::int32_t n, Step step) {
    const std::int8_t* at = w;
    for (const std::int8_t* end = w + n / 4 * 4; at != end;) {
      const std::uint32_t second = dsp::load(at + stride);
      const std::uint32_t first = dsp::load(at);
      at += 4;
      step(first, second);
    }
    if (n % 4 != 0) step(dsp::load_last(w, n), dsp::load_last(w + stride, n));
  }

  static void multiply_two_columns(const std::int32_t* start, std::int32_t* sums,
                                   const pairs* columns, const std::int8_t* w, std::int32_t stride,
                                   std::int32_t n, std::int32_t rows) {
    constexpr auto apart = sizeof(pairs) / sizeof(std::uint32_t);
    for (std::int32_t o = 0; start != nullptr && o < rows; ++o) {
      sums[o] = sums[block + o] = start[o];
    }
    for (; rows >= 2; rows -= 2, w += 2 * stride, sums += 2) {
      std::int32_t a0 = sums[0], a1 = sums[1], b0 = sums[block], b1 = sums[block + 1];
      const std::uint32_t* x = columns[0].words.data();
      along_two_rows(
          w, stride, n, [&](std::uint32_t u, std::uint32_t v) __attribute__((always_inline)) {
            const std::uint32_t y0 = x[apart], y1 = x[apart + 1];
            const auto [x0, x1] = dsp::load_two(x);
            const std::uint32_t u0 = dsp::even_bytes(u), u1 = dsp::odd_bytes(u);
            a0 = dsp::multiply_pairs(x0, u0, a0);
            b0 = dsp::multiply_pairs(y0, u0, b0);
            a0 = dsp::multiply_pairs(x1, u1, a0);
            b0 = dsp::multiply_pairs(y1, u1, b0);
            const std::uint32_t v0 = dsp::even_bytes(v), v1 = dsp::odd_bytes(v);
            a1 = dsp::multiply_pairs(x0, v0, a1);
            b1 = dsp::multiply_pairs(y0, v0, b1);
            a1 = dsp::multiply_pairs(x1, v1, a1);
            b1 = dsp::multiply_pairs(y1, v1, b1);
          });
      sums[0] = a0, sums[1] = a1, sums[block] = b0, sums[block + 1] = b1;
    }
    if (rows == 0) return;
    multiply_one_column(sums, sums, columns[0], w, stride, n, rows);
    multiply_one_column(sums + block, sums + block, columns[1], w, stride, n, rows);
  }

  [[gnu::noinline]] static void multiply_one_column(const std::int32_t* start, std::int32_t* sums,
                                                    const pairs& column, const std::int8_t* w,
                                                    std::int32_t stride, std::int32_t n,
                                                    std::int32_t rows) {
    const std::int32_t* from = start != nullptr ? start : sums;
    for (; rows > 0; rows -= 2, w += 2 * stride, sums += 2, from += 2) {
      const std::int32_t next = rows > 1 ? 1 : 0;  // a last row goes twice
      std::int32_t a = from[0], b = from[next];
      const std::uint32_t* x = column.words.data();
      along_two_rows(
          w, next * stride,
          n, [&](std::uint32_t u, std::uint32_t v) __attribute__((always_inline)) {
            const auto [x0, x1] = dsp::load_two(x);
            a = dsp::multiply_pairs(x0, dsp::even_bytes(u), a);
            b = dsp::multiply_pairs(x0, dsp::even_bytes(v), b);
            a = dsp::multiply_pairs(x1, dsp::odd_bytes(u), a);
            b = dsp::multiply_pairs(x1, dsp::odd_bytes(v), b);
          });
      sums[0] = a, sums[next] = b;
    }
  }

  /// Small factors, so that sums of 2^30 and more saturate as codes, whether they are doubled
  /// exactly or not.
  [[gnu::noinline]] static void requantize_codes(const std::int32_t* sums, const requantization& r,
                                                 std::int32_t channel, std::int8_t* out,
                                                 std::int32_t n) {
    const std::int32_t step = r.per_channel ? 1 : 0, zero_point = r.zero_point;
    const multiplier* m = r.multipliers.data() + channel * step;
    std::int8_t* to = out;
    for (const std::int32_t* end = sums + n; sums != end; m += step) {
      const auto [mantissa, shift] = dsp::load_multiplier(m);
      const std::int32_t high = dsp::multiply_high(dsp::twice(*sums++), mantissa);
      // / 2^-shift, ties away from zero
      *to++ = static_cast<std::int8_t>(dsp::saturate(dsp::subtract_high(
          zero_point, high + (high >> 31), std::numeric_limits<std::int32_t>::min() >> ~shift)));
    }
    if (r.clamp.min == -128 && r.clamp.max == 127) return;
    for (; out != to; ++out) {
      *out = static_cast<std::int8_t>(clamp_to(std::int32_t{*out}, r.clamp));
    }
  }

  /// Four channels at a time; returns how many were done.
  static std::int32_t multiply_tap_words(const std::int32_t* start, std::int32_t* sums,
                                         const std::int8_t* x, std::int32_t zero_point,
                                         const std::int8_t* w, const tap* taps, std::int32_t count,
                                         std::int32_t n) {
    const std::uint32_t minus = dsp::pair(-zero_point, -zero_point);
    const std::int32_t* from = start != nullptr ? start : sums;
    std::int32_t i = 0;
    for (; i + 4 <= n; i += 4, x += 4, w += 4, sums += 4, from += 4) {
      std::int32_t s0 = from[0], s1 = from[1], s2 = from[2], s3 = from[3];
      const auto* at = reinterpret_cast<const std::uint32_t*>(taps);
      for (const auto* end = at + 2 * count; at != end;) {
        const auto [input, filter] = dsp::load_two(at);
        const std::uint32_t u = dsp::load(x + input), v = dsp::load(w + filter);
        const std::uint32_t x02 = dsp::add_even_bytes(minus, u), w02 = dsp::even_bytes(v);
        const std::uint32_t x13 = dsp::add_odd_bytes(minus, u), w13 = dsp::odd_bytes(v);
        s0 += dsp::low(x02) * dsp::low(w02);
        s1 += dsp::low(x13) * dsp::low(w13);
        s2 += dsp::high(x02) * dsp::high(w02);
        s3 += dsp::high(x13) * dsp::high(w13);
      }
      sums[0] = s0, sums[1] = s1, sums[2] = s2, sums[3] = s3;
    }
    return i;
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
