// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Dense layer of the trainer.
#include "octet/train/fully_connected.hpp"

#include <doctest/doctest.h>

#include <array>

#include "train/gradient_check.hpp"

using octet::activation;
using namespace octet::train;

TEST_CASE("fully_connected multiplies by rows of weights (O,I) and adds the bias") {
  const std::array<double, 4> input{1, 2, 3, 4};  // two samples of 1x2x1
  const std::array<double, 6> weights{1, 0, 0, 1, 1, -1};
  const std::array<double, 3> bias{10, 20, -1};
  std::array<double, 6> output{};
  const map_shape in{1, 2, 1};
  fully_connected{.units = 3}.forward(
      forward_args<double>{in, 2, input, weights, bias, output, {}});
  CHECK(output == std::array<double, 6>{11, 22, -2, 13, 24, -2});
  fully_connected{.units = 3, .act = activation::relu}.forward(
      forward_args<double>{in, 2, input, weights, bias, output, {}});
  CHECK(output == std::array<double, 6>{11, 22, 0, 13, 24, 0});
}

TEST_CASE("fully_connected gradients equal differences") {
  octet_test::check_gradients({2, 3, 2}, {fully_connected{.units = 3}}, 51);
  octet_test::check_gradients(
      {2, 3, 2},
      {fully_connected{.units = 5, .act = activation::relu},
       fully_connected{.units = 4, .act = activation::relu_n1_to_1}, fully_connected{.units = 3}},
      52);
}
