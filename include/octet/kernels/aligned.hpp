// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Two tensors of codes brought to one scale before they are combined: ADD, SUB, SQUARED_DIFFERENCE.
#pragma once

#include <cstdint>

#include "octet/fixed/multiplier.hpp"
#include "octet/kernels/map_pairs.hpp"
#include "octet/kernels/requantization.hpp"

namespace octet {

/// The factors that bring two inputs to one scale, twice the larger, and what is made of them to
/// the output's.
struct aligned_factors {
  decomposed input1, input2, output;
};

/// The same as multipliers.
struct aligned_scaling {
  multiplier input1{}, input2{}, output{};

  /// For contracts A, B and C.
  static constexpr aligned_scaling from_real(const aligned_factors& f) {
    return {multiplier::from_real(f.input1), multiplier::from_real(f.input2),
            multiplier::from_real(f.output)};
  }
};

/// Arguments of add, sub and squared_difference.
template <class T>
using basic_aligned_args = coded_pair_args<T, aligned_scaling>;

/// output = clamp(f(scaled input1, scaled input2) * scaling.output + zero point)
///
/// rounding the backend's contract on each input, shifted left by LeftShift bits before, and on f
/// range    f of what the inputs can become has to stay inside int32
template <class Backend, int LeftShift, class Args, class F>
constexpr void combine_aligned(const Args& a, F f) {
  const auto scaled = [](std::int32_t difference, multiplier m) {
    return Backend::requantize(difference * (1 << LeftShift), m);
  };
  const requantization to{.zero_point = a.output_zero_point, .clamp = a.clamp};
  map_pairs(a, [&](std::int32_t x, std::int32_t y) {
    const std::int32_t combined = f(scaled(x - a.input1_zero_point, a.scaling.input1),
                                    scaled(y - a.input2_zero_point, a.scaling.input2));
    return to.code(Backend::requantize(combined, a.scaling.output));
  });
}

}  // namespace octet
