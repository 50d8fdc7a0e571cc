// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Activations fused into a layer of the trainer, and their gradient.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

namespace octet::train {

enum class activation {
  none,
  relu,  ///< max(x, 0)
};

/// In place.
template <typename Real>
void activate(activation kind, std::span<Real> values) {
  if (kind == activation::none) return;
  for (Real& value : values) value = std::max(value, Real{0});
}

/// Turns the gradient behind the activation into the one before it. `output` is what activate()
/// returned; at the kink of relu the gradient is 0.
template <typename Real>
void undo_activation(activation kind, std::span<const Real> output, std::span<Real> gradient) {
  if (kind == activation::none) return;
  for (std::size_t i = 0; i < output.size(); ++i) {
    gradient[i] = output[i] > Real{0} ? gradient[i] : Real{0};
  }
}

}  // namespace octet::train
