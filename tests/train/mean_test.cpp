// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Global mean of the trainer.
#include "octet/train/mean.hpp"

#include <doctest/doctest.h>

#include <array>

#include "train/gradient_check.hpp"

using namespace octet::train;

TEST_CASE("mean averages each channel of each sample") {
  const std::array<double, 12> input{1, 10, 2, 20, 6, 60, -1, 0, -2, 0, -3, 0};
  std::array<double, 4> output{};
  mean{}.forward(forward_args<double>{{1, 3, 2}, 2, input, {}, {}, output, {}});
  CHECK(output == std::array<double, 4>{3, 30, -2, 0});
}

TEST_CASE("mean gradients equal differences") {
  octet_test::check_gradients({5, 4, 2}, {conv_2d{.filters = 3}, mean{}}, 41);
}
