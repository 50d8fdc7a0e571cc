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

/// Calls store(i, code) for each entry i of the table of f, a function of floats; the entry of code
/// c is the one at c modulo 256.
///
/// rounding as TensorFlow Lite does at preparation: all in float, times the reciprocal of the
///          output's scale, half away from zero
/// range    saturates; NaN becomes the lowest code
template <class T, class F, class Store>
constexpr void fill_lookup(affine input, affine output, F f, Store store) {
  static_assert(sizeof(T) == 1);
  constexpr std::int32_t low = std::numeric_limits<T>::min();
  constexpr std::int32_t high = std::numeric_limits<T>::max();
  constexpr float beyond = 1 << 20;  // codes from any zero point
  const float steps_per_unit = 1.0F / output.scale;
  for (std::int32_t code = low; code <= high; ++code) {
    const float real = input.scale * static_cast<float>(code - input.zero_point);
    const float steps = f(real) * steps_per_unit;
    // Written so that NaN takes a branch.
    const float bounded = steps > -beyond ? (steps < beyond ? steps : beyond) : -beyond;
    const std::int32_t result = detail::round_half_away<std::int32_t>(bounded) + output.zero_point;
    store(static_cast<std::size_t>(static_cast<std::uint8_t>(code)),
          static_cast<T>(std::clamp(result, low, high)));
  }
}

/// The table of f, a function of floats, over [low, high], in Q0.15.
///
/// rounding half away from zero in float; each entry is moved by half of what its line misses in
///          the middle
/// exact    the codes of TensorFlow Lite's tables, where f is that of its C library
template <class F>
constexpr std::array<std::int16_t, interpolation_size> interpolation_table(float low, float high,
                                                                           F f) {
  constexpr float one = 0x1p15F;
  constexpr std::size_t lines = interpolation_size - 1;
  const auto round = [](float x) {
    return static_cast<float>(detail::round_half_away<std::int32_t>(x));
  };
  const auto code = [](float x) { return static_cast<std::int16_t>(std::clamp(x, -one, one - 1)); };
  const float step = (high - low) / static_cast<float>(lines);
  std::array<std::int16_t, interpolation_size> table{};
  for (std::size_t i = 0; i < lines; ++i) {
    const float x = low + static_cast<float>(i) * step;
    const float here = round(f(x) * one);
    const float next = f(low + static_cast<float>(i + 1) * step) * one;
    const float missed = round((next + here) / 2) - round(f(x + step / 2) * one);
    table[i] = code(here - round(missed / 2));
  }
  table[lines] = code(round(f(high) * one));
  return table;
}

/// The value of a table at a 16-bit code, on the line between two entries.
///
/// rounding to nearest, ties up
[[nodiscard]] constexpr std::int16_t interpolate(
    const std::array<std::int16_t, interpolation_size>& table, std::int16_t code) {
  const auto line = static_cast<std::size_t>(256 + (code >> 7));
  const std::int32_t rise = table[line + 1] - table[line];
  return static_cast<std::int16_t>(table[line] + ((rise * (code & 0x7f) + 64) >> 7));
}

/// Arguments of lookup.
template <class T>
struct lookup_args {
  tensor<const T, extents<dynamic>> input{};
  tensor<T, extents<dynamic>> output{};
  elements<const T> table{};  ///< lookup_size entries, in the order of fill_lookup
};

/// Element by element.   out = table[input]
///
/// shapes   any, the same
/// memory   no heap, no scratch; the output may lie on the input
/// errors   none here: the operators check
/// exact    every backend returns the codes of lookup<scalar>
/// source   TensorFlow Lite kernels, ELU and GELU of 8-bit codes
template <class Backend = scalar, class T>
constexpr void lookup(const lookup_args<T>& a) {
  const std::size_t count = a.output.count();
  for (std::size_t i = 0; i < count; ++i) {
    a.output.data.store(i, a.table[static_cast<std::uint8_t>(a.input.data[i])]);
  }
}

}  // namespace octet
