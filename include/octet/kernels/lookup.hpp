// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Functions of one code by table: 256 entries for 8-bit codes, 513 and lines between them for
// 16-bit ones.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "octet/core/tensor.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/quant/affine.hpp"

namespace octet {

/// Entries of a table for 8-bit codes.
inline constexpr std::size_t lookup_size = 256;
/// Entries of a table for 16-bit codes: one every 128 codes, and the end of the last line.
inline constexpr std::size_t interpolation_size = 513;

namespace detail {

/// The nearest whole number, ties away from zero.
constexpr float nearest_whole(float x) {
  constexpr float whole_from = 1 << 23;
  // Written so that infinities and NaN stay what they are.
  if (!(x > -whole_from && x < whole_from)) return x;
  return static_cast<float>(round_half_away<std::int32_t>(x));
}

}  // namespace detail

/// Calls store(i, code) for each entry of the table of f, a function of floats, over [low, high],
/// in steps of 1 / steps_per_unit.
///
/// rounding half away from zero in float; each entry is moved by half of what its line misses in
///          the middle
/// range    saturates; an entry next to values outside float is not moved, and NaN becomes the
///          lowest code
/// exact    the codes of TensorFlow Lite's tables, where f is that of its C library
template <class F, class Store>
constexpr void fill_interpolation(float low, float high, float steps_per_unit, F f, Store store) {
  constexpr float lowest = -0x1p15F, highest = 0x1p15F - 1;
  constexpr std::size_t lines = interpolation_size - 1;
  const auto round = detail::nearest_whole;
  // Written so that NaN takes a branch.
  const auto code = [](float x) {
    return static_cast<std::int16_t>(x > lowest ? (x < highest ? x : highest) : lowest);
  };
  const float step = (high - low) / static_cast<float>(lines);
  for (std::size_t i = 0; i < lines; ++i) {
    const float x = low + static_cast<float>(i) * step;
    const float here = round(f(x) * steps_per_unit);
    const float next = f(low + static_cast<float>(i + 1) * step) * steps_per_unit;
    const float missed = round((next + here) / 2) - round(f(x + step / 2) * steps_per_unit);
    store(i, code(missed == missed ? here - round(missed / 2) : here));
  }
  store(lines, code(round(f(high) * steps_per_unit)));
}

/// The table of f, a function of floats, over [low, high], in Q0.15, as fill_interpolation makes
/// it.
template <class F>
constexpr std::array<std::int16_t, interpolation_size> interpolation_table(float low, float high,
                                                                           F f) {
  std::array<std::int16_t, interpolation_size> table{};
  fill_interpolation(low, high, 0x1p15F, f,
                     [&](std::size_t i, std::int16_t code) { table[i] = code; });
  return table;
}

/// The value of a table at a 16-bit code, on the line between two entries.
///
/// rounding to nearest, ties up
/// range    a line that rises by 2^15 steps or more counts modulo 2^16, as in the reference
template <class Table>
[[nodiscard]] constexpr std::int16_t interpolate(const Table& table, std::int16_t code) {
  const auto line = static_cast<std::size_t>(256 + (code >> 7));
  const std::int32_t rise = static_cast<std::int16_t>(table[line + 1] - table[line]);
  return static_cast<std::int16_t>(table[line] + ((rise * (code & 0x7f) + 64) >> 7));
}

/// Calls store(i, code) for each entry i of the table of f, a function of floats, for codes of T;
/// the entry of an 8-bit code c is the one at c modulo 256.
///
/// rounding as TensorFlow Lite does at preparation: all in float, half away from zero; times the
///          reciprocal of the output's scale, of 16-bit codes as the reference finds it from the
///          ends of the output's range
/// range    saturates; NaN becomes the lowest code. The ends of the input's range have to be finite
template <class T, class F, class Store>
constexpr void fill_lookup(affine input, affine output, F f, Store store) {
  static_assert(sizeof(T) <= 2);
  constexpr std::int32_t low = std::numeric_limits<T>::min();
  constexpr std::int32_t high = std::numeric_limits<T>::max();
  const auto real = [](affine a, std::int32_t code) {
    return a.scale * static_cast<float>(code - a.zero_point);
  };
  if constexpr (sizeof(T) == 2) {
    const float steps_per_unit = 0x1p16F / (real(output, high) - real(output, low));
    fill_interpolation(real(input, low), real(input, high), steps_per_unit, f, store);
  } else {
    constexpr float beyond = 1 << 20;  // codes from any zero point
    const float steps_per_unit = 1.0F / output.scale;
    for (std::int32_t code = low; code <= high; ++code) {
      const float steps = f(real(input, code)) * steps_per_unit;
      // Written so that NaN takes a branch.
      const float bounded = steps > -beyond ? (steps < beyond ? steps : beyond) : -beyond;
      const std::int32_t result =
          detail::round_half_away<std::int32_t>(bounded) + output.zero_point;
      store(static_cast<std::size_t>(static_cast<std::uint8_t>(code)),
            static_cast<T>(std::clamp(result, low, high)));
    }
  }
}

/// Arguments of lookup.
template <class T>
struct lookup_args {
  tensor<const T, extents<dynamic>> input{};
  tensor<T, extents<dynamic>> output{};
  elements<const T> table{};  ///< as fill_lookup makes it
};

/// Element by element.   out = table[input], of 16-bit codes interpolated
///
/// shapes   any, the same
/// memory   no heap, no scratch; the output may lie on the input
/// errors   none here: the operators check
/// exact    every backend returns the codes of lookup<scalar>
/// source   TensorFlow Lite kernels, ELU and GELU of 8-bit codes, EXP and LOG of 16-bit ones
template <class Backend = scalar, class T>
constexpr void lookup(const lookup_args<T>& a) {
  const std::size_t count = a.output.count();
  for (std::size_t i = 0; i < count; ++i) {
    const T code = a.input.data[i];
    if constexpr (sizeof(T) == 2) {
      a.output.data.store(i, interpolate(a.table, code));
    } else {
      a.output.data.store(i, a.table[static_cast<std::uint8_t>(code)]);
    }
  }
}

}  // namespace octet
