// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// ADD: quantized elementwise sum with broadcasting.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "octet/kernels/aligned.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/broadcast.hpp"
#include "octet/kernels/requantization.hpp"

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
  const aligned_scaling& by = a.scaling;
  const requantization to{.multipliers = &by.output,
                          .per_channel = false,
                          .zero_point = a.output_zero_point,
                          .clamp = a.clamp,
                          .small_factors = by.output.shift >= -20 && by.output.shift < 0};
  const auto row = [&](std::int32_t first, const auto& at, const auto& step, std::int32_t n) {
    const auto element = [&](std::size_t input, std::int32_t i) {
      return static_cast<std::size_t>(at[input] + i * step[input]);
    };
    for (std::int32_t i = 0; i < n; i += Backend::block) {
      const std::int32_t some = std::min(Backend::block, n - i);
      std::array<std::int32_t, Backend::block> sums{};
      Backend::add_scaled(sums.data(), a.input1.data + element(0, i), step[0], a.input1_zero_point,
                          add_left_shift<T>, by.input1, some);
      Backend::add_scaled(sums.data(), a.input2.data + element(1, i), step[1], a.input2_zero_point,
                          add_left_shift<T>, by.input2, some);
      Backend::requantize_row(sums.data(), to, 0,
                              a.output.data + static_cast<std::size_t>(first + i), some);
    }
  };
  broadcast(a.input1.shape, a.input2.shape).for_each_row(row);
}

}  // namespace octet
