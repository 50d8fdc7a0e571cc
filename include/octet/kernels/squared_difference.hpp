// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SQUARED_DIFFERENCE: the square of a quantized elementwise difference, with broadcasting.
#pragma once

#include <algorithm>
#include <cstdint>

#include "octet/kernels/aligned.hpp"
#include "octet/kernels/backend/scalar.hpp"

namespace octet {

/// Bits by which codes are shifted left first: as many as the square has to spare.
template <class T>
inline constexpr int squared_difference_left_shift = sizeof(T) == 1 ? 7 : 0;

/// The factors of a squared difference; what is divided last is first multiplied in float.
template <class T>
constexpr aligned_factors squared_difference_factors(float input1, float input2, float output) {
  const double common = 2 * double{std::max(input1, input2)};
  constexpr int square = 1 << 2 * squared_difference_left_shift<T>;
  return {decompose(double{input1} / common), decompose(double{input2} / common),
          decompose(common * common / double{square * output})};
}

/// Squared difference.   out = (input1 - input2)^2, in real units
///
/// shapes, memory   as add
/// units    int8 or int16 codes, three affine parameters
/// rounding contract A unless the backend is told otherwise, on each input (shifted left by
///          squared_difference_left_shift) and on the square
/// errors   none here: model/ops/squared_difference.hpp checks
/// exact    every backend returns the codes of squared_difference<scalar>
/// source   TensorFlow Lite reference kernel, SQUARED_DIFFERENCE
template <class Backend = scalar, class T>
constexpr void squared_difference(const basic_aligned_args<T>& a) {
  // Each input is halved at least, so |x - y| <= 2^15.
  combine_aligned<Backend, squared_difference_left_shift<T>>(
      a, [](std::int32_t x, std::int32_t y) { return (x - y) * (x - y); });
}

}  // namespace octet
