// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// ADD: quantized elementwise sum with broadcasting.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/fixed/multiplier.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/broadcast.hpp"

namespace octet {

/// Bits by which int8 codes are shifted left before they are brought to a common scale: 9 bits of
/// code - zero_point, 20 of fraction, 2 to spare for the sum.
inline constexpr std::int32_t add_left_shift = 20;

/// The factors that bring two inputs to one scale, twice the larger, and their sum to the output's.
struct add_scaling {
  multiplier input1{}, input2{}, output{};

  static constexpr add_scaling from_scales(float input1, float input2, float output) {
    const double common = 2 * double{std::max(input1, input2)};
    return {multiplier::from_real(double{input1} / common),
            multiplier::from_real(double{input2} / common),
            multiplier::from_real(common / ((1 << add_left_shift) * double{output}))};
  }
};

/// Arguments of add.
template <class T>
struct basic_add_args {
  tensor<const T, shape> input1{}, input2{};
  tensor<T, shape> output{};
  std::int32_t input1_zero_point = 0, input2_zero_point = 0, output_zero_point = 0;
  add_scaling scaling{};
  clamp_range<std::int32_t> clamp{};
};

using add_args = basic_add_args<std::int8_t>;

/// Quantized sum.   out = act(input1 + input2), in real units
///
/// shapes   up to rank 6; axes of 1 are broadcast, see broadcasts_to
/// units    int8 codes, three affine parameters
/// rounding contract A on each input (shifted left by add_left_shift) and on the sum
/// memory   no heap, no scratch; the output may lie on an input of its shape
/// errors   none here: model/ops/add.hpp checks
/// exact    every backend returns the codes of add<scalar>
/// source   TensorFlow Lite reference kernel, ADD
template <class Backend = scalar, class Args>
constexpr void add(const Args& a) {
  const auto scaled = [](std::int32_t difference, multiplier m) {
    return Backend::requantize(difference * (1 << add_left_shift), m);
  };
  broadcast(a.input1.shape, a.input2.shape)
      .for_each_row([&](std::int32_t first, const auto& at, const auto& step, std::int32_t n) {
        for (std::int32_t i = 0; i < n; ++i) {
          const auto i1 = static_cast<std::size_t>(at[0] + i * step[0]);
          const auto i2 = static_cast<std::size_t>(at[1] + i * step[1]);
          const std::int32_t sum =
              scaled(a.input1.data[i1] - a.input1_zero_point, a.scaling.input1) +
              scaled(a.input2.data[i2] - a.input2_zero_point, a.scaling.input2);
          const std::int32_t code =
              Backend::requantize(sum, a.scaling.output) + a.output_zero_point;
          using code_type = decltype(a.output.data[0]);
          a.output.data.store(static_cast<std::size_t>(first + i),
                              static_cast<code_type>(clamp_to(code, a.clamp)));
        }
      });
}

}  // namespace octet
