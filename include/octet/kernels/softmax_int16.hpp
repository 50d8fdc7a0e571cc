// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SOFTMAX of 16-bit codes: the exponential and 1 / (1 + x) are tables.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/fixed/multiplier.hpp"
#include "octet/fixed/real.hpp"
#include "octet/fixed/rounding.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/lookup.hpp"
#include "octet/kernels/softmax.hpp"

namespace octet {

/// Each exponential adds less than 2^15 to the sum.
inline constexpr std::int32_t softmax_int16_max_depth = 1 << 16;

/// Arguments of softmax of 16-bit codes: rows of `depth` codes.
struct softmax_int16_args {
  tensor<const std::int16_t, extents<dynamic, dynamic>> input{};
  tensor<std::int16_t, extents<dynamic, dynamic>> output{};
  multiplier scaling{};  ///< of differences to where -65535 is -10: beta * scale * 6553.5
};

namespace detail {

/// exp over [-10, 0], in Q0.15; below -10 it does not count. A template, so that it costs compile
/// time only where it is used.
template <class Code>
inline constexpr auto exponential_table = interpolation_table(-10.0F, 0.0F, [](float x) {
  return static_cast<float>(real_exp(double{x}));
});

/// 1 / (1 + x) over [0, 1], in Q0.15.
inline constexpr auto reciprocal_table =
    interpolation_table(0.0F, 1.0F, [](float x) { return 1.0F / (1.0F + x); });

/// 1 / sum = value * 2^-shift, both sum (Q16.15, > 0) and value in steps of 2^-15.
struct softmax_int16_reciprocal {
  std::int32_t value;
  int shift;

  static constexpr softmax_int16_reciprocal of(std::int32_t sum) {
    const int leading_zeros = std::countl_zero(static_cast<std::uint32_t>(sum));
    // sum = 2^n (1 + x): 1 + x in Q0.16, then x around 0.
    const std::int64_t moved =
        shift_right<rounding::half_up>(std::int64_t{sum} << (leading_zeros - 1), 14);
    const auto x = saturate_cast<std::int16_t>(moved - (1 << 16) - (1 << 15));
    return {interpolate(reciprocal_table, x), 31 - leading_zeros};
  }
};

}  // namespace detail

/// Quantized softmax of each row.   out = exp(beta * x) / sum(exp(beta * x)), in real units
///
/// shapes   (rows, depth) both; depth <= softmax_int16_max_depth
/// units    int16 codes; output scale 1/32768, zero_point 0
/// rounding exponentials, their sum and its reciprocal in Q0.15; the product to nearest, ties up
/// memory   no heap, no scratch; the output holds the exponentials, and may lie on the input
/// errors   none here: model/ops/softmax.hpp checks
/// exact    every backend returns the codes of softmax_int16<scalar>
/// source   TensorFlow Lite reference kernel, SOFTMAX
template <class Backend = scalar>
constexpr void softmax_int16(const softmax_int16_args& a) {
  const auto depth = static_cast<std::size_t>(a.input.shape[1]);
  const std::size_t rows = depth == 0 ? 0 : static_cast<std::size_t>(a.input.shape[0]);
  for (std::size_t row = 0; row < rows; ++row) {
    const auto input = a.input.data + row * depth;
    const auto output = a.output.data + row * depth;
    const std::int32_t largest = detail::largest_code(input, depth);
    std::int32_t sum = 0;
    for (std::size_t i = 0; i < depth; ++i) {
      const std::int32_t scaled = Backend::multiply(input[i] - largest, a.scaling);
      const auto place = saturate_cast<std::int16_t>(std::int64_t{scaled} + 32767);
      const std::int16_t exponential = interpolate(detail::exponential_table<std::int16_t>, place);
      output.store(i, exponential);
      sum += exponential;
    }
    const auto reciprocal = detail::softmax_int16_reciprocal::of(sum);
    for (std::size_t i = 0; i < depth; ++i) {
      const std::int32_t product = output[i] * reciprocal.value;
      output.store(i, saturate_cast<std::int16_t>(
                          shift_right<rounding::half_up>(product, reciprocal.shift)));
    }
  }
}

}  // namespace octet
