// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// A batch's gradient is the mean over its samples, however it is cut into parts.
#include "octet/train/batch.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

using namespace octet::train;

TEST_CASE("the gradient of a batch is the mean of the gradients of its samples") {
  const network net({4, 4, 1}, {conv_2d{.filters = 2}, fully_connected{.units = 3}}, 1);
  random_source random(2);
  constexpr std::size_t count = 37;  // two whole parts and a rest
  std::vector<float> values(count * 16);
  for (float& value : values) value = static_cast<float>(random.normal());
  std::vector<std::uint8_t> labels(count);
  for (auto& label : labels) label = static_cast<std::uint8_t>(random.below(3));
  const samples data{labels, [&](std::size_t position, std::span<float> into) {
                       std::ranges::copy(std::span(values).subspan(position * 16, 16),
                                         into.begin());
                     }};

  std::vector<double> expected(net.parameters().size());
  classification_loss expected_loss;
  batch_gradient single(net, data, 1, 1);
  for (std::uint32_t i = 0; i < count; ++i) {
    expected_loss += single.run({&i, 1});
    for (std::size_t p = 0; p < expected.size(); ++p) {
      expected[p] += static_cast<double>(single.gradient()[p]) / count;
    }
  }

  std::vector<std::uint32_t> all(count);
  for (std::uint32_t i = 0; i < count; ++i) all[i] = i;
  batch_gradient whole(net, data, count, 2);
  const classification_loss loss = whole.run(all);
  CHECK(loss.loss == doctest::Approx(expected_loss.loss).epsilon(1e-5));
  CHECK(loss.correct == expected_loss.correct);
  for (std::size_t p = 0; p < expected.size(); ++p) {
    CHECK(static_cast<double>(whole.gradient()[p]) ==
          doctest::Approx(expected[p]).epsilon(1e-4).scale(0.1));
  }
}
