// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Compares the gradients of a network with central differences of its loss, in double.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "octet/train/network.hpp"
#include "octet/train/softmax_cross_entropy.hpp"

namespace octet_test {

/// Checks every parameter of a network with these layers on three random samples.
inline void check_gradients(octet::train::map_shape input,
                            const std::vector<octet::train::layer>& layers, std::uint64_t seed) {
  using octet::train::softmax_cross_entropy;
  using network = octet::train::basic_network<double>;
  constexpr octet::train::index_type count = 3;

  network net(input, layers, seed);
  octet::train::random_source random(seed + 1);
  // Biases start at 0, which would hide a mistake in how they enter.
  for (double& parameter : net.parameters()) parameter += 0.1 * random.normal();

  network::workspace work(net, count);
  for (double& value : work.input()) value = random.normal();
  std::vector<std::uint8_t> labels;
  for (int i = 0; i < count; ++i) {
    labels.push_back(
        static_cast<std::uint8_t>(random.below(static_cast<std::size_t>(net.output().size()))));
  }
  const auto loss = [&] {
    const auto outputs = net.forward(work, count);
    return softmax_cross_entropy<double>(outputs, labels, 1.0, work.output_gradient()).loss;
  };

  std::vector<double> gradient(net.parameters().size());
  loss();
  net.backward(work, count, gradient);

  constexpr double step = 1e-6;
  double largest = 0;
  for (std::size_t i = 0; i < gradient.size(); ++i) {
    double& parameter = net.parameters()[i];
    const double kept = parameter;
    parameter = kept + step;
    const double above = loss();
    parameter = kept - step;
    const double below = loss();
    parameter = kept;
    const double expected = (above - below) / (2 * step);
    CAPTURE(i);
    CHECK(gradient[i] == doctest::Approx(expected).epsilon(1e-5).scale(1.0));
    largest = std::max(largest, std::abs(gradient[i]));
  }
  CHECK(largest > 0.01);  // else all would be zero and nothing checked
}

}  // namespace octet_test
