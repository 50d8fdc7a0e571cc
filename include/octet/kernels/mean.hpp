// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// MEAN: the mean over any axes, requantized.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

#include "octet/kernels/sum.hpp"

namespace octet {

template <class T>
using basic_mean_args = basic_sum_args<T>;
using mean_args = basic_mean_args<std::int8_t>;

/// The multiplier of a mean over `count` elements: `scale` (input.scale / output.scale) / count.
///
/// rounding the division is of integers, toward zero, after as large a shift as the contracts
///          allow: TensorFlow Lite's formula, which keeps 30 bits of the quotient as a rule
/// range    count >= 1
constexpr multiplier mean_multiplier(multiplier scale, std::int32_t count) {
  const auto log2 =
      static_cast<std::int32_t>(std::bit_width(static_cast<std::uint32_t>(count))) - 1;
  const std::int32_t shift = std::min(log2, 31 + scale.shift);
  return {static_cast<std::int32_t>((std::int64_t{scale.mantissa} << shift) / count),
          scale.shift - shift};
}

/// Mean over axes: sum with the multiplier of mean_multiplier.
///
/// shapes, units, memory, exact   as sum
/// rounding contract A unless the backend is told otherwise; twice over in the multiplier, see
///          mean_multiplier
/// errors   none here: shapes and ranges are checked where the arguments are made
///          (model/ops/mean.hpp)
/// source   TensorFlow Lite's reference kernels, MEAN
template <class Backend = scalar, class T>
constexpr void mean(const basic_mean_args<T>& a) {
  sum<Backend>(a);
}

}  // namespace octet
