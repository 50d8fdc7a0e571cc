// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// A frame of 16-bit samples under a Hann window, brought to full scale.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "octet/core/elements.hpp"
#include "octet/fixed/q62.hpp"
#include "octet/signal/quarter_wave.hpp"

namespace octet {

/// hann_table<T, Length>[i] = -(1 - cos(2 pi i / Length)) / 2 for i = 0 .. Length / 2, each the
/// nearest code: the periodic window, of which the rest is the mirror image. Negative as
/// quarter_wave is, since the middle of the window is 1.
template <SignalSample T, std::size_t Length>
requires(Length >= 2 && Length <= 65536) inline constexpr auto hann_table = [] {
  std::array<T, Length / 2 + 1> table{};
  for (std::size_t i = 0; i < table.size(); ++i) {
    // (1 - cos x) / 2 = sin(x / 2)^2
    const auto sine = static_cast<std::uint64_t>(detail::sine_of_part(i, 2 * Length));
    table[i] = detail::negative_code<T>(static_cast<std::int64_t>(detail::mul_q62(sine, sine)));
  }
  return table;
}();

/// Arguments of hann_window.
template <SignalSample T>
struct hann_window_args {
  elements<const std::int16_t> input{};
  elements<T> output{};
};

/// A frame under a Hann window.   output = input * hann * 2^-exponent; returns the exponent
///
/// shapes   Length samples, Length values
/// units    any 16-bit samples. The least exponent that no sample overflows with, so that a quiet
///          frame has as many significant bits as a loud one; the values are at most 2^15, or 2^30
///          for int32, which real_fft asks for
/// rounding of each product, ties up, and of the window to the nearest codes of T
/// memory   no heap, no scratch; no overlap
/// errors   none
template <std::size_t Length, SignalSample T>
constexpr int hann_window(const hann_window_args<T>& a) {
  using wide = wide_sample<T>;
  constexpr int to_sample = std::numeric_limits<T>::digits - 15;
  constexpr int dropped = sizeof(T) == 2 ? 15 : 32;
  std::uint32_t used = 0;
  for (std::size_t i = 0; i < Length; ++i) {
    const std::int32_t x = a.input[i];
    used |= static_cast<std::uint32_t>(x ^ (x >> 31));
  }
  const int headroom = 15 - static_cast<int>(std::bit_width(used));
  const auto store = [&](std::size_t i, T negative_weight) {
    const std::int32_t x = a.input[i] << (headroom + to_sample);
    const wide product = wide{x} * negative_weight;
    a.output.store(i, static_cast<T>(((wide{1} << (dropped - 1)) - product) >> dropped));
  };
  const auto& window = hann_table<T, Length>;
  store(0, window[0]);
  for (std::size_t i = 1; i <= Length / 2; ++i) {
    store(i, window[i]);
    store(Length - i, window[i]);
  }
  return dropped - std::numeric_limits<T>::digits - to_sample - headroom;
}

}  // namespace octet
