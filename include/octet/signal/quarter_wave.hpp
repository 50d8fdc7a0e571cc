// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The one table of sines that windows, FFT and DCT read, and the number types that they compute in.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "octet/fixed/rounding.hpp"
#include "octet/fixed/trigonometric.hpp"

namespace octet {

/// What a signal is computed in: Q0.15 (half the memory) or Q0.31 (noise far below that of 16-bit
/// samples, so that a logarithm of it means something in quiet bands).
template <class T>
concept SignalSample = std::same_as<T, std::int16_t> || std::same_as<T, std::int32_t>;

/// Holds a product of two T, and the sum of two of them as they occur in a rotation.
template <SignalSample T>
using wide_sample = std::conditional_t<sizeof(T) == 2, std::int32_t, std::int64_t>;

namespace detail {

/// sin(2 pi i / turn) in Q1.62.
constexpr std::int64_t sine_of_part(std::size_t i, std::size_t turn) {
  // i * 2^64 / turn, in two halves of 32 bits
  const std::uint64_t high = (std::uint64_t{i} << 32) / turn;
  const std::uint64_t rest = (std::uint64_t{i} << 32) % turn;
  return sine_of_turns(high << 32 | (rest << 32) / turn);
}

/// The code nearest to -x, for x in Q1.62. Negative, because -1 has a code and 1 has none.
template <SignalSample T>
constexpr T negative_code(std::int64_t x) {
  return static_cast<T>(-shift_right<rounding::half_even>(x, 62 - std::numeric_limits<T>::digits));
}

}  // namespace detail

/// quarter_wave<T, Turn>[i] = -sin(2 pi i / Turn) for i = 0 .. Turn / 4, each the nearest code.
template <SignalSample T, std::size_t Turn>
requires(Turn >= 4 && Turn % 4 == 0 && Turn <= 65536) inline constexpr auto quarter_wave = [] {
  std::array<T, Turn / 4 + 1> table{};
  for (std::size_t i = 0; i < table.size(); ++i)
    table[i] = detail::negative_code<T>(detail::sine_of_part(i, Turn));
  return table;
}();

/// A point of the unit circle, both coordinates negated.
template <SignalSample T>
struct negative_phasor {
  T cosine, sine;

  /// The angle 2 pi i / Turn, 0 <= i < Turn / 2.
  template <std::size_t Turn>
  static constexpr negative_phasor at(std::size_t i) {
    constexpr std::size_t quarter = Turn / 4;
    const auto& table = quarter_wave<T, Turn>;
    if (i <= quarter) return {table[quarter - i], table[i]};
    return {static_cast<T>(-table[i - quarter]), table[2 * quarter - i]};
  }
};

}  // namespace octet
