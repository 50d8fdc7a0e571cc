// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The classifier's loss: known values, gradient, large logits.
#include "octet/train/softmax_cross_entropy.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstdint>

using octet::train::classification_loss;
using octet::train::softmax_cross_entropy;

TEST_CASE("loss, hits and gradient of two samples") {
  // exp = 1 2 1 and 1 1 2: probabilities in quarters.
  const double two = std::log(2.0);
  const std::array<double, 6> logits{0, two, 0, 0, 0, two};
  const std::array<std::uint8_t, 2> labels{1, 0};
  std::array<double, 6> gradient{};
  const auto total = softmax_cross_entropy<double>(logits, labels, 0.5, gradient);
  CHECK(total.loss == doctest::Approx(std::log(2.0) + std::log(4.0)));
  CHECK(total.correct == 1);
  const std::array<double, 6> expected{0.125, -0.25, 0.125, -0.375, 0.125, 0.25};
  for (std::size_t i = 0; i < 6; ++i) CHECK(gradient[i] == doctest::Approx(expected[i]));
}

TEST_CASE("huge logits neither overflow nor lose the loss") {
  const std::array<float, 3> logits{1000, 0, -1000};
  std::array<float, 3> gradient{};
  const std::array<std::uint8_t, 1> right{0};
  CHECK(softmax_cross_entropy<float>(logits, right, 1, gradient).loss == 0);
  const std::array<std::uint8_t, 1> wrong{2};
  CHECK(softmax_cross_entropy<float>(logits, wrong, 1, gradient).loss == 2000);
  CHECK(gradient == std::array<float, 3>{1, 0, -1});
}

TEST_CASE("no samples lose nothing") {
  const auto total = softmax_cross_entropy<float>({}, {}, 1, {});
  CHECK(total.loss == 0);
  CHECK(total.correct == 0);
}
