// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Max pooling of the trainer: values by hand, ties, gradients with and without overlap.
#include "octet/train/max_pool_2d.hpp"

#include <doctest/doctest.h>

#include <array>

#include "train/gradient_check.hpp"

using namespace octet::train;

TEST_CASE("max_pool_2d takes the largest of each window, channel by channel") {
  // 2 x 5 x 2 -> 1 x 2 x 2: the fifth column has no whole window.
  const std::array<double, 20> input{1, -1, 2, -2, -9, -9, -8, -7, 99, 99,
                                     4, -4, 3, -3, -6, -6, -7, -8, 99, 99};
  std::array<double, 4> output{};
  max_pool_2d{}.forward(forward_args<double>{{2, 5, 2}, 1, input, {}, {}, output, {}});
  CHECK(output == std::array<double, 4>{4, -1, -6, -6});
}

TEST_CASE("the gradient goes to one value of each window, the first of equals") {
  const std::array<double, 4> input{5, 7, 7, 7};
  std::array<double, 1> output{};
  const max_pool_2d layer;
  layer.forward(forward_args<double>{{2, 2, 1}, 1, input, {}, {}, output, {}});
  std::array<double, 1> gradient{3};
  std::array<double, 4> input_gradient{9, 9, 9, 9};
  layer.backward(
      backward_args<double>{{2, 2, 1}, 1, input, {}, output, {}, gradient, input_gradient, {}, {}});
  CHECK(input_gradient == std::array<double, 4>{0, 3, 0, 0});
}

TEST_CASE("max_pool_2d gradients equal differences, also with overlapping windows") {
  const conv_2d first{.filters = 3};
  const fully_connected last{.units = 4};
  octet_test::check_gradients({7, 6, 2}, {first, max_pool_2d{}, last}, 31);
  octet_test::check_gradients({7, 6, 2}, {first, max_pool_2d{.kernel = 3, .stride = 2}, last}, 32);
  octet_test::check_gradients({7, 6, 2}, {first, max_pool_2d{.kernel = 2, .stride = 3}, last}, 33);
}
