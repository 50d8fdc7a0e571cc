// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Activations fused into a layer of the trainer, and their gradient.
#pragma once

#include <cstddef>
#include <span>

#include "octet/kernels/activation.hpp"

namespace octet::train {

/// The activations that clamp; the others have no gradient here.
constexpr bool is_trainable(activation act) {
  return act == activation::none || act == activation::relu || act == activation::relu6 ||
         act == activation::relu_n1_to_1;
}

/// In place.
template <typename Real>
void activate(activation act, std::span<Real> values) {
  if (act == activation::none) return;
  const auto range = real_range(act);
  const clamp_range<Real> limits{static_cast<Real>(range.min), static_cast<Real>(range.max)};
  for (Real& value : values) value = clamp_to(value, limits);
}

/// Turns the gradient behind the activation into the one before it. `output` is what activate()
/// returned; where it is clamped, and at the kinks, the gradient is 0.
template <typename Real>
void undo_activation(activation act, std::span<const Real> output, std::span<Real> gradient) {
  if (act == activation::none) return;
  const auto range = real_range(act);
  const auto low = static_cast<Real>(range.min);
  const auto high = static_cast<Real>(range.max);
  for (std::size_t i = 0; i < output.size(); ++i) {
    gradient[i] = output[i] > low && output[i] < high ? gradient[i] : Real{0};
  }
}

}  // namespace octet::train
