// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// LOG_SOFTMAX of 8-bit codes: differences to the logarithm of a sum of exponentials.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "octet/core/tensor.hpp"
#include "octet/fixed/logarithm.hpp"
#include "octet/fixed/multiplier.hpp"
#include "octet/fixed/rounding.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/softmax.hpp"

namespace octet {

/// The factor between differences of codes and Q5.26, and the way back.
struct log_softmax_scaling {
  softmax_scaling forward{};
  multiplier back{};  ///< from Q5.26 to differences of codes

  /// As softmax_scaling::from_real with beta 1. The way back undoes the rounded factor.
  static constexpr log_softmax_scaling from_real(double scale) {
    const softmax_scaling forward = softmax_scaling::from_real(1.0, scale);
    const std::int64_t unit = std::int64_t{1} << (31 - forward.input.shift);
    return {forward, multiplier::from_real(static_cast<double>(unit) /
                                           static_cast<double>(forward.input.mantissa))};
  }
};

/// Arguments of log_softmax: rows of `depth` codes.
template <class T>
struct log_softmax_args {
  tensor<const T, extents<dynamic, dynamic>> input{};
  tensor<T, extents<dynamic, dynamic>> output{};
  log_softmax_scaling scaling{};
};

/// Quantized logarithm of softmax.   out = x - log(sum(exp(x))), in real units
///
/// shapes   (rows, depth) both; depth <= softmax_max_depth
/// units    8-bit codes; output scale 1/16, zero_point 127
/// rounding differences and the logarithm in Q5.26; the last step to nearest, ties away from zero
/// memory   no heap, no scratch; the output may lie on the input
/// errors   none here: model/ops/log_softmax.hpp checks
/// exact    every backend returns the codes of log_softmax<scalar>
/// source   TensorFlow Lite reference kernel, LOG_SOFTMAX
template <class Backend = scalar, class T>
constexpr void log_softmax(const log_softmax_args<T>& a) {
  constexpr std::int32_t low = std::numeric_limits<T>::min(), high = std::numeric_limits<T>::max();
  constexpr int dropped = 31 - softmax_difference_bits - 4;  // Q5.26 to steps of 1/16
  const softmax_scaling& forward = a.scaling.forward;
  const auto depth = static_cast<std::size_t>(a.input.shape[1]);
  const std::size_t rows = depth == 0 ? 0 : static_cast<std::size_t>(a.input.shape[0]);
  for (std::size_t row = 0; row < rows; ++row) {
    const auto input = a.input.data + row * depth;
    const auto output = a.output.data + row * depth;
    const std::int32_t largest = detail::largest_code(input, depth);
    const std::int32_t log_sum = fixed_log<softmax_sum_bits>(
        detail::sum_of_exponentials<Backend>(input, depth, largest, forward));
    // A difference at or below this cannot be lessened by log_sum inside int32.
    const std::int32_t least =
        Backend::multiply(log_sum + std::numeric_limits<std::int32_t>::min(), a.scaling.back);
    for (std::size_t i = 0; i < depth; ++i) {
      const std::int32_t difference = input[i] - largest;
      std::int64_t code = low;
      if (difference >= forward.lowest_difference && difference > least) {
        const std::int64_t log_share =
            std::int64_t{Backend::multiply(difference, forward.input)} - log_sum;
        code = shift_right<rounding::half_away>(log_share, dropped) + high;
      }
      output.store(i, static_cast<T>(code < low ? low : code > high ? high : code));
    }
  }
}

}  // namespace octet
