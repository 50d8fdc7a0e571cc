// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SUB: quantized elementwise difference with broadcasting.
#pragma once

#include <algorithm>
#include <cstdint>

#include "octet/kernels/add.hpp"

namespace octet {

/// The factors of a difference, divided in float: not always those of a sum.
template <class T>
constexpr aligned_factors sub_factors(float input1, float input2, float output) {
  const float common = 2 * std::max(input1, input2);
  return {decompose(input1 / common), decompose(input2 / common),
          decompose(common / ((1 << add_left_shift<T>)*output))};
}

/// Quantized difference.   out = act(input1 - input2), in real units
///
/// shapes, units, rounding, range, memory, exact   as add
/// errors   none here: model/ops/sub.hpp checks
/// source   TensorFlow Lite reference kernel, SUB
template <class Backend = scalar, class T>
constexpr void sub(const basic_aligned_args<T>& a) {
  combine_aligned<Backend, add_left_shift<T>>(a,
                                              [](std::int32_t x, std::int32_t y) { return x - y; });
}

}  // namespace octet
