// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Fused activations of the trainer and where their gradient is cut.
#include "octet/train/activation.hpp"

#include <doctest/doctest.h>

#include <array>
#include <span>

using octet::activation;
using octet::train::activate;
using octet::train::is_trainable;
using octet::train::undo_activation;

namespace {

using six_values = std::array<double, 6>;
constexpr six_values around{-7, -0.5, 0, 0.5, 6, 7};

six_values activated(activation act) {
  six_values result = around;
  activate<double>(act, result);
  return result;
}

six_values gradient_before(activation act) {
  six_values gradient{1, 2, 3, 4, 5, 6};
  const six_values output = activated(act);
  undo_activation<double>(act, output, gradient);
  return gradient;
}

}  // namespace

TEST_CASE("activations clamp") {
  CHECK(activated(activation::none) == around);
  CHECK(activated(activation::relu) == six_values{0, 0, 0, 0.5, 6, 7});
  CHECK(activated(activation::relu6) == six_values{0, 0, 0, 0.5, 6, 6});
  CHECK(activated(activation::relu_n1_to_1) == six_values{-1, -0.5, 0, 0.5, 1, 1});
}

TEST_CASE("the gradient passes only where nothing was clamped") {
  CHECK(gradient_before(activation::none) == six_values{1, 2, 3, 4, 5, 6});
  CHECK(gradient_before(activation::relu) == six_values{0, 0, 0, 4, 5, 6});
  CHECK(gradient_before(activation::relu6) == six_values{0, 0, 0, 4, 0, 0});
  CHECK(gradient_before(activation::relu_n1_to_1) == six_values{0, 2, 3, 4, 0, 0});
}

static_assert(is_trainable(activation::none) && is_trainable(activation::relu6));
static_assert(!is_trainable(activation::tanh) && !is_trainable(activation::sign_bit));
