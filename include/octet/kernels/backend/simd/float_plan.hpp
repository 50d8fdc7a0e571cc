// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What a SIMD target is asked for with real values: products, depthwise lines, and rows that become
// one row.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/kernels/activation.hpp"

namespace octet {

/// Rows of values times packed weights.   out[m][n] = clamp(bias[n] + sum_k x[m][k] w[n][k])
///
/// shapes   row m starts at input + (m / width) * y_step + (m % width) * x_step, its k-th value
///          lies offsets[k / size] + k % size behind that; row m of the output starts at
///          output + (m / width) * out_y_step + (m % width) * out_x_step
/// weights  [panel][segments * size][16 channels], 64-byte aligned, as is bias [panel][16]
/// rounding float sums in the order of k; products and sums are rounded, so that targets agree
struct simd_float_product {
  const float* input = nullptr;
  std::ptrdiff_t x_step = 0, y_step = 0;
  std::int32_t rows = 0, width = 1;
  std::int32_t segments = 1, size = 0;
  const std::int32_t* offsets = nullptr;
  const float *weights = nullptr, *bias = nullptr;
  float* output = nullptr;
  std::ptrdiff_t out_x_step = 0, out_y_step = 0;
  std::int32_t channels = 0;
  clamp_range<float> clamp{};
};

/// A tap of a depthwise window: how far its values and its weights are from the first.
struct simd_float_tap {
  std::ptrdiff_t value = 0, weight = 0;
};

/// Neighbouring pixels of a depthwise convolution.
///   out[x][c] = clamp(bias[c] + sum_t in[x * x_step + taps[t].value + c] w[taps[t].weight + c])
///
/// shapes   output [pixels][channels]; bias [channels]
/// rounding float sums in the order of the taps; products and sums are rounded
struct simd_float_depthwise {
  const float* input = nullptr;
  std::ptrdiff_t x_step = 0;
  std::size_t pixels = 0, channels = 0, taps = 0;
  const simd_float_tap* tap = nullptr;
  const float *weights = nullptr, *bias = nullptr;
  float* output = nullptr;
  clamp_range<float> clamp{};
};

enum class simd_float_pair : std::uint8_t { add, subtract, multiply };

/// n elements of two rows.   out[i] = clamp(x[i] op y[i])
///
/// memory   out may be x or y
/// exact    as the scalar: one operation, rounded once; NEON of 32-bit Arm loses the smallest
///          floats
struct simd_float_pairs {
  const float *x = nullptr, *y = nullptr;
  float* out = nullptr;
  std::size_t n = 0;
  bool x_stays = false, y_stays = false;  ///< one element serves for the whole row
  simd_float_pair pair = simd_float_pair::add;
  clamp_range<float> clamp{};
};

/// What a target supplies for them.
struct simd_float_words {
  void (*multiply)(const simd_float_product&) = nullptr;
  void (*depthwise)(const simd_float_depthwise&) = nullptr;
  void (*combine)(const simd_float_pairs&) = nullptr;
};

}  // namespace octet
