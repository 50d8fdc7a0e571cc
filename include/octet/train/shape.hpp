// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What the layers of the trainer share: shapes, argument structs, Eigen views of flat memory.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <span>

#include "octet/kernels/window.hpp"

namespace octet::train {

/// Signed, as Eigen counts.
using index_type = Eigen::Index;

/// One sample of a layer's input or output, channels innermost as in .tflite (NHWC without N).
struct map_shape {
  index_type height = 1;
  index_type width = 1;
  index_type channels = 1;

  constexpr index_type size() const { return height * width * channels; }
  friend constexpr bool operator==(const map_shape&, const map_shape&) = default;
};

/// One axis of a square window, by the rule of the kernels.
constexpr window_axis window_over(index_type input, index_type kernel, index_type stride,
                                  padding pad) {
  return window_axis::over(static_cast<std::int32_t>(input), static_cast<std::int32_t>(kernel),
                           static_cast<std::int32_t>(stride), 1, pad);
}

template <typename Real>
using matrix = Eigen::Matrix<Real, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
template <typename Real>
using matrix_view = Eigen::Map<matrix<Real>>;
template <typename Real>
using const_matrix_view = Eigen::Map<const matrix<Real>>;

/// Row-major views of rows * columns values.
template <typename Real>
matrix_view<Real> as_matrix(std::span<Real> values, index_type rows, index_type columns) {
  return {values.data(), rows, columns};
}
template <typename Real>
const_matrix_view<Real> as_matrix(std::span<const Real> values, index_type rows,
                                  index_type columns) {
  return {values.data(), rows, columns};
}

/// Arguments of a layer's forward pass over `count` samples of shape `shape`.
template <typename Real>
struct forward_args {
  map_shape shape;                ///< of one input sample
  index_type count;               ///< samples
  std::span<const Real> input;    ///< count * shape.size()
  std::span<const Real> weights;  ///< in .tflite layout
  std::span<const Real> bias;
  std::span<Real> output;   ///< count * output shape
  std::span<Real> scratch;  ///< count * scratch_size(shape); the backward pass needs it untouched
};

/// Arguments of a layer's backward pass: gradients of the loss, after the matching forward pass.
template <typename Real>
struct backward_args {
  map_shape shape;
  index_type count;
  std::span<const Real> input;
  std::span<const Real> weights;
  std::span<const Real> output;     ///< what the forward pass returned
  std::span<Real> scratch;          ///< as the forward pass left it; overwritten
  std::span<Real> output_gradient;  ///< overwritten where an activation is undone
  std::span<Real> input_gradient;   ///< overwritten; empty where nobody needs it (first layer)
  std::span<Real> weights_gradient;
  std::span<Real> bias_gradient;
};

}  // namespace octet::train
