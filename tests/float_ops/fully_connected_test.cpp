// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// fully_connected in float against sums in double.
#include "octet/float_ops/fully_connected.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "float_ops/real_case.hpp"

using octet_test::dice;

TEST_CASE("float fully_connected equals the matrix product") {
  dice d(1);
  const auto size = [](std::int32_t n) { return static_cast<std::size_t>(n); };
  for (int i = 0; i < 500; ++i) {
    const std::int32_t rows = d.between(0, 3), depth = d.between(0, 40),
                       channels = d.between(0, 25);
    const std::vector<float> input = octet_test::reals(d, size(rows * depth)),
                             filter = octet_test::reals(d, size(channels * depth)),
                             bias = octet_test::reals(d, d.chance(2) ? size(channels) : 0);
    const auto clamp = octet_test::real_clamp(d);
    std::vector<double> expected;
    for (std::int32_t n = 0; n < rows; ++n) {
      for (std::int32_t o = 0; o < channels; ++o) {
        double sum = bias.empty() ? 0.0 : double{bias[size(o)]};
        for (std::int32_t k = 0; k < depth; ++k) {
          sum += double{input[size(n * depth + k)]} * double{filter[size(o * depth + k)]};
        }
        expected.push_back(octet_test::clamped(sum, clamp));
      }
    }
    std::vector<float> actual = octet_test::unset(expected.size());
    octet::float_ops::fully_connected({
        .input = {input.data(), {rows, depth}},
        .filter = {filter.data(), {channels, depth}},
        .bias = bias.empty() ? nullptr : bias.data(),
        .output = {actual.data(), {rows, channels}},
        .clamp = clamp,
    });
    CAPTURE(i);
    CHECK(octet_test::close(actual, expected));
  }
}
