// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The discrete cosine transform that makes cepstral coefficients of logarithms.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/core/elements.hpp"
#include "octet/fixed/rounding.hpp"
#include "octet/signal/quarter_wave.hpp"

namespace octet {

/// Arguments of dct.
struct dct_args {
  elements<const std::int32_t> input{};
  elements<std::int32_t> output{};
};

/// The first coefficients of a DCT-II.   out[k] = sum of in[n] cos(pi k (n + 1/2) / N)
///
/// shapes   N values, Count <= N coefficients
/// units    in Q7.24, out Q15.16
/// rounding cosines to Q0.15, each sum once, ties up
/// error    N * 2^-16 of the largest input, and half a code
/// memory   no heap, no scratch; no overlap
/// errors   none
template <std::size_t N, std::size_t Count>
requires(N >= 1 && N <= 256 && Count <= N) constexpr void dct(const dct_args& a) {
  constexpr std::size_t turn = 4 * N;
  for (std::size_t k = 0; k < Count; ++k) {
    std::int64_t negative_sum = 0;
    std::size_t angle = k;
    for (std::size_t n = 0; n < N; ++n) {
      // From half a turn on the cosine is that of the angle below, negated.
      const bool far = angle >= turn / 2;
      const auto w = negative_phasor<std::int16_t>::at<turn>(far ? angle - turn / 2 : angle);
      const std::int64_t product = std::int64_t{a.input[n]} * w.cosine;
      negative_sum += far ? -product : product;
      angle += 2 * k;
      if (angle >= turn) angle -= turn;
    }
    a.output.store(
        k, static_cast<std::int32_t>(shift_right<rounding::half_up>(-negative_sum, 15 + 24 - 16)));
  }
}

}  // namespace octet
