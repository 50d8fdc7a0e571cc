// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// ADD: quantized elementwise sum with broadcasting.
#pragma once

#include <algorithm>
#include <cstdint>

#include "octet/kernels/aligned.hpp"
#include "octet/kernels/backend/scalar.hpp"

namespace octet {

/// Bits by which codes are shifted left before they are brought to a common scale. int8: 9 bits of
/// code - zero_point, 20 of fraction, 2 to spare for the sum; int16: 16 bits of code and 15.
template <class T>
inline constexpr int add_left_shift = sizeof(T) == 1 ? 20 : 15;

/// The factors of a sum, divided as doubles are.
template <class T>
constexpr aligned_factors add_factors(float input1, float input2, float output) {
  const decomposed common = scaled(decompose(std::max(input1, input2)), 1);
  return {decompose(input1) / common, decompose(input2) / common,
          common / scaled(decompose(output), add_left_shift<T>)};
}

template <class T>
using basic_add_args = basic_aligned_args<T>;
using add_args = basic_add_args<std::int8_t>;

/// Quantized sum.   out = act(input1 + input2), in real units
///
/// shapes   up to rank 6; axes of 1 are broadcast, see broadcasts_to
/// units    int8, uint8 or int16 codes, three affine parameters
/// rounding contract A unless the backend is told otherwise, on each input (shifted left by
///          add_left_shift) and on the sum
/// range    scaling.output below 1, see add_factors
/// memory   no heap, no scratch; the output may lie on an input of its shape
/// errors   none here: model/ops/add.hpp checks
/// exact    every backend returns the codes of add<scalar>
/// source   TensorFlow Lite reference kernel, ADD
template <class Backend = scalar, class T>
constexpr void add(const basic_add_args<T>& a) {
  combine_aligned<Backend, add_left_shift<T>>(a,
                                              [](std::int32_t x, std::int32_t y) { return x + y; });
}

}  // namespace octet
