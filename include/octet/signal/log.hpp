// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The natural logarithm of energies.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "octet/core/elements.hpp"
#include "octet/fixed/logarithm.hpp"
#include "octet/fixed/q.hpp"
#include "octet/fixed/rounding.hpp"

namespace octet {

/// log(x * 2^-32) for x > 0, in Q7.24.
///
/// error    2^-23
[[nodiscard]] constexpr std::int32_t log_of_q32(std::uint64_t x) {
  constexpr std::int32_t ln_2 = q<5, 26>{0.69314718055994531}.code();
  const int zeros = std::countl_zero(x);
  // x * 2^-32 = mantissa * 2^(31 - zeros), mantissa in [1, 2) in Q1.30
  const auto mantissa = static_cast<std::int32_t>((x << zeros) >> 33);
  return shift_right<rounding::half_up>(fixed_log<1>(mantissa) + (31 - zeros) * ln_2, 2);
}

/// Arguments of log.
struct log_args {
  elements<const std::uint64_t> input{};
  elements<std::int32_t> output{};
  std::size_t count = 0;
  int exponent = 0;         ///< real = input * 2^exponent
  std::uint64_t floor = 0;  ///< added to the input, with 32 fraction bits
  std::int32_t offset = 0;  ///< subtracted from the logarithm, Q7.24
};

/// Logarithms, element by element.   out = log(input * 2^exponent + floor) - offset
///
/// units    the sum is at most 2^31; out in Q7.24
/// range    a sum below 2^-32 counts as 2^-32
/// rounding of the input to 32 fraction bits, ties up
/// error    2^-23, without that rounding
/// memory   no heap, no scratch
/// errors   none
constexpr void log(const log_args& a) {
  const int left = a.exponent + 32;
  for (std::size_t i = 0; i < a.count; ++i) {
    const std::uint64_t x = a.input[i];
    const std::uint64_t scaled = left < 0 ? shift_right<rounding::half_up>(x, -left) : x << left;
    const std::uint64_t sum = scaled + a.floor;
    a.output.store(i, log_of_q32(sum == 0 ? 1 : sum) - a.offset);
  }
}

}  // namespace octet
