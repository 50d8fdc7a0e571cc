// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// RESIZE_BILINEAR: another height and width, each pixel a mean of four.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/fixed/rounding.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/resize_nearest_neighbor.hpp"

namespace octet {

/// Where a place of the output lies between two of the input, along one axis.
struct bilinear_place {
  std::int32_t lower = 0, upper = 0;  ///< the two places of the input, perhaps the same
  std::int32_t weight = 0;            ///< of `upper`, in 1/1024; 1024 less that for `lower`
};

/// Bits of the weights.
inline constexpr int bilinear_bits = 10;
/// Sizes for which places in 1/1024 stay inside int32.
inline constexpr std::int32_t bilinear_max_size = 1 << 20;

/// The places of the output of one axis.
class bilinear_axis {
 public:
  constexpr bilinear_axis(std::int32_t input, std::int32_t output, resize_alignment align)
      : input_(input), align_(align) {
    const bool inner = align.corners && output > 1;
    const std::int32_t from = inner ? input - 1 : input, to = inner ? output - 1 : output;
    step_ = to == 0 ? 0 : ((from << bilinear_bits) + to / 2) / to;
  }

  /// range    0 <= i < output
  constexpr bilinear_place operator[](std::int32_t i) const {
    constexpr std::int32_t one = 1 << bilinear_bits;
    const std::int32_t place = i * step_ + (align_.half_pixels ? step_ / 2 - one / 2 : 0);
    // The rounded step may lead past the last pixel: where both are the same, the weight has no
    // effect.
    const auto inside = [&](std::int32_t p) { return std::clamp(p, std::int32_t{0}, input_ - 1); };
    const std::int32_t lower = inside(place / one);
    return {lower, inside((place + one - 1) / one), place - lower * one};
  }

 private:
  std::int32_t input_;
  resize_alignment align_;
  std::int32_t step_ = 0;  ///< in 1/1024
};

/// Arguments of resize_bilinear.
template <class T>
struct resize_bilinear_args {
  tensor<const T> input{};
  tensor<T> output{};
  resize_alignment align{};
};

/// Resizes.   out = mean of in at four corners, weighted by (1 - dy, dy) and (1 - dx, dx)
///
/// shapes   input (N,H,W,C), output (N,Ho,Wo,C), all but N and C at most bilinear_max_size
/// units    int8 or int16 codes, scale and zero_point of both the same
/// rounding weights in 1/1024, their products exact in 64 bits; half away from zero
/// memory   no heap, no scratch; input and output must not overlap
/// errors   none here: model/ops/resize_bilinear.hpp checks
/// exact    every backend returns the codes of resize_bilinear<scalar>
/// source   TensorFlow Lite reference kernel, RESIZE_BILINEAR
template <class Backend = scalar, class T>
constexpr void resize_bilinear(const resize_bilinear_args<T>& a) {
  constexpr std::int64_t one = 1 << bilinear_bits;
  const extents_4d &in = a.input.shape, &out = a.output.shape;
  const bilinear_axis rows(in[1], out[1], a.align), columns(in[2], out[2], a.align);
  if (a.output.count() == 0) return;
  for (std::int32_t n = 0; n < out[0]; ++n) {
    for (std::int32_t y = 0; y < out[1]; ++y) {
      const bilinear_place row = rows[y];
      for (std::int32_t x = 0; x < out[2]; ++x) {
        const bilinear_place column = columns[x];
        for (std::int32_t c = 0; c < out[3]; ++c) {
          const auto mean_of_row = [&](std::int32_t from) {
            return a.input.data[a.input.at(n, from, column.lower, c)] * (one - column.weight) +
                   a.input.data[a.input.at(n, from, column.upper, c)] * std::int64_t{column.weight};
          };
          const std::int64_t sum = mean_of_row(row.lower) * (one - row.weight) +
                                   mean_of_row(row.upper) * std::int64_t{row.weight};
          a.output.data.store(
              a.output.at(n, y, x, c),
              static_cast<T>(shift_right<rounding::half_away>(sum, 2 * bilinear_bits)));
        }
      }
    }
  }
}

}  // namespace octet
