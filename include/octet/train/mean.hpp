// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Global average over height and width in the trainer.
#pragma once

#include "octet/train/shape.hpp"

namespace octet::train {

/// MEAN over the axes 1 and 2.
///
/// shapes   input (N,H,W,C)  output (N,C)
struct mean {
  constexpr bool is_sound() const { return true; }
  constexpr map_shape output(const map_shape& in) const { return {1, 1, in.channels}; }
  constexpr index_type fan_in(const map_shape&) const { return 0; }
  constexpr index_type weight_count(const map_shape&) const { return 0; }
  constexpr index_type bias_count(const map_shape&) const { return 0; }
  constexpr index_type scratch_size(const map_shape&) const { return 0; }

  template <typename Real>
  void forward(const forward_args<Real>& args) const {
    const map_shape& in = args.shape;
    const index_type pixels = in.height * in.width;
    const auto input = as_matrix<Real>(args.input, args.count * pixels, in.channels);
    auto out = as_matrix<Real>(args.output, args.count, in.channels);
    for (index_type sample = 0; sample < args.count; ++sample) {
      out.row(sample) = input.middleRows(sample * pixels, pixels).colwise().mean();
    }
  }

  template <typename Real>
  void backward(const backward_args<Real>& args) const {
    const map_shape& in = args.shape;
    if (args.input_gradient.empty()) return;
    const index_type pixels = in.height * in.width;
    const auto out_gradient = as_matrix<Real>(args.output_gradient, args.count, in.channels);
    auto gradient = as_matrix<Real>(args.input_gradient, args.count * pixels, in.channels);
    for (index_type sample = 0; sample < args.count; ++sample) {
      gradient.middleRows(sample * pixels, pixels).rowwise() =
          out_gradient.row(sample) / static_cast<Real>(pixels);
    }
  }
};

}  // namespace octet::train
