// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Trainable dense layer over all values of a sample.
#pragma once

#include "octet/train/activation.hpp"
#include "octet/train/shape.hpp"

namespace octet::train {

/// FULLY_CONNECTED, flattening its input as RESHAPE would.   out = act(bias + weights * input)
///
/// shapes   input (N,H*W*C)  weights (O,H*W*C)  bias (O)  output (N,O)
struct fully_connected {
  index_type units = 1;
  activation act = activation::none;

  constexpr bool is_sound() const { return units > 0 && is_trainable(act); }
  constexpr map_shape output(const map_shape&) const { return {1, 1, units}; }
  constexpr index_type fan_in(const map_shape& in) const { return in.size(); }
  constexpr index_type weight_count(const map_shape& in) const { return units * in.size(); }
  constexpr index_type bias_count(const map_shape&) const { return units; }
  constexpr index_type scratch_size(const map_shape&) const { return 0; }

  template <typename Real>
  void forward(const forward_args<Real>& args) const {
    const index_type inputs = args.shape.size();
    auto out = as_matrix<Real>(args.output, args.count, units);
    out.noalias() = as_matrix<Real>(args.input, args.count, inputs) *
                    as_matrix<Real>(args.weights, units, inputs).transpose();
    out.rowwise() += as_matrix<Real>(args.bias, 1, units).row(0);
    activate(act, args.output);
  }

  template <typename Real>
  void backward(const backward_args<Real>& args) const {
    const index_type inputs = args.shape.size();
    undo_activation<Real>(act, args.output, args.output_gradient);
    const auto out_gradient = as_matrix<Real>(args.output_gradient, args.count, units);
    as_matrix<Real>(args.weights_gradient, units, inputs).noalias() =
        out_gradient.transpose() * as_matrix<Real>(args.input, args.count, inputs);
    as_matrix<Real>(args.bias_gradient, 1, units) = out_gradient.colwise().sum();
    if (args.input_gradient.empty()) return;
    as_matrix<Real>(args.input_gradient, args.count, inputs).noalias() =
        out_gradient * as_matrix<Real>(args.weights, units, inputs);
  }
};

}  // namespace octet::train
