// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// RESIZE_NEAREST_NEIGHBOR: another height and width, each pixel a copy of the nearest one.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/kernels/axis_map.hpp"

namespace octet {

/// Arguments of resize_nearest_neighbor.
template <class T>
struct resize_nearest_neighbor_args {
  tensor<const T, shape> input{};
  tensor<T, shape> output{};
  elements<const std::int32_t> rows{}, columns{};  ///< where each of the output comes from
};

/// How places in the output meet places in the input.
struct resize_alignment {
  bool corners = false;      ///< the first and the last of both lie on one another
  bool half_pixels = false;  ///< a pixel is where its middle is
};

/// The input's pixel for place i of the output, along one axis.
///
/// rounding floor, or half away from zero where corners are aligned; in float, as the reference
/// range    0 <= i < output
/// source   TensorFlow Lite reference kernel, RESIZE_NEAREST_NEIGHBOR
constexpr std::int32_t nearest_neighbor(std::int32_t i, std::int32_t input, std::int32_t output,
                                        resize_alignment align) {
  const bool inner = align.corners && output > 1;
  const float scale = static_cast<float>(inner ? input - 1 : input) /
                      static_cast<float>(inner ? output - 1 : output);
  const float place = (static_cast<float>(i) + (align.half_pixels ? 0.5F : 0.0F)) * scale;
  auto nearest = static_cast<std::int32_t>(place);
  if (align.corners && place - static_cast<float>(nearest) >= 0.5F) ++nearest;
  return nearest < input - 1 ? nearest : input - 1;
}

/// Resizes.   out[n, y, x, c] = in[n, rows[y], columns[x], c]
///
/// shapes   input (N,H,W,C), output (N,Ho,Wo,C), rows (Ho), columns (Wo)
/// memory   no heap, no scratch; input and output must not overlap
/// errors   none here: model/ops/resize_nearest_neighbor.hpp checks
/// source   TensorFlow Lite reference kernel, RESIZE_NEAREST_NEIGHBOR
template <class Backend = scalar, class T>
constexpr void resize_nearest_neighbor(const resize_nearest_neighbor_args<T>& a) {
  axis_map(a.input, a.output, [&](std::int32_t axis, std::int32_t i) {
    if (axis == 1) return a.rows[static_cast<std::size_t>(i)];
    if (axis == 2) return a.columns[static_cast<std::size_t>(i)];
    return i;
  });
}

}  // namespace octet
