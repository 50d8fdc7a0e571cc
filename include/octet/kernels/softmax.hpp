// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SOFTMAX of 8-bit codes: exponentials of the last axis, divided by their sum.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "octet/core/tensor.hpp"
#include "octet/fixed/math.hpp"
#include "octet/fixed/multiplier.hpp"
#include "octet/fixed/rounding.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/backend/scalar.hpp"

namespace octet {

/// Integer bits of the differences that are exponentiated: Q5.26.
inline constexpr int softmax_difference_bits = 5;
/// Integer bits of the sum: Q12.19.
inline constexpr int softmax_sum_bits = 12;
/// Each exponential adds up to 1 to the sum.
inline constexpr std::int32_t softmax_max_depth = (1 << softmax_sum_bits) - 1;

/// The factor between differences of codes and Q5.26, and the least difference that is not taken
/// for minus infinity.
struct softmax_scaling {
  multiplier input{};
  std::int32_t lowest_difference = 0;

  /// Whether a difference of one code is more than one step of Q5.26.
  constexpr bool counts() const {
    return input.shift > 1 || (input.shift == 1 && input.mantissa > 1 << 30);
  }

  /// real = beta * scale * 2^26, which must be above 1: see model/ops/softmax.hpp.
  static constexpr softmax_scaling from_real(double beta, double scale) {
    return from_real(decompose(beta * scale));
  }
  static constexpr softmax_scaling from_real(const decomposed& beta_times_scale) {
    constexpr int fraction = 31 - softmax_difference_bits;
    const multiplier m = multiplier::from_real(scaled(beta_times_scale, fraction));
    constexpr std::int32_t reach = ((1 << softmax_difference_bits) - 1) << fraction;
    return {m, -(reach >> (m.shift < 0 ? 0 : m.shift))};
  }
};

/// Arguments of softmax: rows of `depth` codes.
template <class In, class Out = In>
struct basic_softmax_args {
  tensor<const In, extents<dynamic, dynamic>> input{};
  tensor<Out, extents<dynamic, dynamic>> output{};
  softmax_scaling scaling{};
};

using softmax_args = basic_softmax_args<std::int8_t>;

namespace detail {

/// 1 / sum = value * 2^-integer_bits, value in Q0.31; sum > 0 in Q12.19.
struct softmax_reciprocal {
  std::int32_t value;
  int integer_bits;

  static constexpr softmax_reciprocal of(std::int32_t sum) {
    const auto bits = static_cast<std::uint32_t>(sum);
    const int leading_zeros = std::countl_zero(bits);
    // With the leading one moved to the top, sum = 2^integer_bits * (1 + x), x in [0, 1).
    const auto x = static_cast<std::int32_t>((bits << leading_zeros) - (std::uint32_t{1} << 31));
    return {one_over_one_plus_x_for_x_in_0_1(x), softmax_sum_bits - leading_zeros};
  }
};

/// The largest of n > 0 codes.
template <class T>
constexpr std::int32_t largest_code(elements<const T> codes, std::size_t n) {
  std::int32_t largest = codes[0];
  for (std::size_t i = 1; i < n; ++i) largest = codes[i] > largest ? codes[i] : largest;
  return largest;
}

/// exp(difference) in Q0.31, for a difference of codes <= 0 that is not below lowest_difference.
template <class Backend>
constexpr std::int32_t softmax_exponential(std::int32_t difference, const softmax_scaling& s) {
  return exp_on_negative_values<softmax_difference_bits>(Backend::multiply(difference, s.input));
}

/// Sum of the exponentials of n > 0 codes relative to the largest, in Q12.19: 1 at least.
template <class Backend, class T>
constexpr std::int32_t sum_of_exponentials(elements<const T> codes, std::size_t n,
                                           std::int32_t largest, const softmax_scaling& s) {
  std::int32_t sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const std::int32_t difference = codes[i] - largest;
    if (difference < s.lowest_difference) continue;
    sum += rounding_divide_by_pot(softmax_exponential<Backend>(difference, s), softmax_sum_bits);
  }
  return sum;
}

/// The code of exponential / sum.
template <class T>
constexpr T softmax_share(std::int32_t exponential, const softmax_reciprocal& of_sum) {
  using limits = std::numeric_limits<T>;
  constexpr clamp_range<std::int32_t> codes{limits::min(), limits::max()};
  constexpr int dropped = 31 - std::numeric_limits<std::make_unsigned_t<T>>::digits;
  const std::int32_t share =
      rounding_divide_by_pot(saturating_rounding_doubling_high_mul(of_sum.value, exponential),
                             of_sum.integer_bits + dropped);
  return static_cast<T>(clamp_to(share + codes.min, codes));
}

}  // namespace detail

/// Quantized softmax of each row.   out = exp(beta * x) / sum(exp(beta * x)), in real units
///
/// shapes   (rows, depth) both; depth <= softmax_max_depth
/// units    int8 codes; output scale 1/256, zero_point -128, or int16: 1/65536, -32768
/// rounding differences in Q5.26, exponentials in Q0.31, their sum in Q12.19, the last division to
///          nearest, ties away from zero
/// memory   no heap, no scratch; the output may lie on the input
/// errors   none here: model/ops/softmax.hpp checks
/// exact    every backend returns the codes of softmax<scalar>
/// source   TensorFlow Lite reference kernel, SOFTMAX
template <class Backend = scalar, class Args>
constexpr void softmax(const Args& a) {
  using code = std::remove_cvref_t<decltype(a.output.data[0])>;
  const auto depth = static_cast<std::size_t>(a.input.shape[1]);
  const std::size_t rows = depth == 0 ? 0 : static_cast<std::size_t>(a.input.shape[0]);
  for (std::size_t row = 0; row < rows; ++row) {
    const auto input = a.input.data + row * depth;
    const auto output = a.output.data + row * depth;
    const std::int32_t largest = detail::largest_code(input, depth);
    const std::int32_t sum = detail::sum_of_exponentials<Backend>(input, depth, largest, a.scaling);
    const auto reciprocal = detail::softmax_reciprocal::of(sum);
    for (std::size_t i = 0; i < depth; ++i) {
      const std::int32_t difference = input[i] - largest;
      const std::int32_t exponential =
          difference >= a.scaling.lowest_difference
              ? detail::softmax_exponential<Backend>(difference, a.scaling)
              : 0;
      output.store(i, detail::softmax_share<code>(exponential, reciprocal));
    }
  }
}

}  // namespace octet
