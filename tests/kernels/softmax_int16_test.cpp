// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// softmax of 16-bit codes against double precision, its tables against those of the C library.
#include "octet/kernels/softmax_int16.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "support/random_tensor.hpp"

namespace {

std::vector<std::int16_t> run(const std::vector<std::int16_t>& input, std::int32_t depth,
                              double scale) {
  std::vector<std::int16_t> output(input.size());
  const std::int32_t rows = depth == 0 ? 3 : static_cast<std::int32_t>(input.size()) / depth;
  octet::softmax_int16({.input = {input.data(), {rows, depth}},
                        .output = {output.data(), {rows, depth}},
                        .scaling = octet::multiplier::from_real(scale / (10.0 / 65535.0))});
  return output;
}

}  // namespace

TEST_CASE("random rows: as near the real softmax as exponentials of 15 bits are") {
  octet_test::random_tensor random(44);
  for (int round = 0; round < 1000; ++round) {
    const std::int32_t depth = round % 50 == 0 ? random.between(0, 4095) : random.between(0, 40);
    const std::int32_t rows = random.between(0, 3);
    const double scale = random.scale(-20, -9);
    const auto input = random.codes<std::int16_t>(static_cast<std::size_t>(rows * depth));
    const auto output = run(input, depth, scale);
    double excess = 0;
    for (std::int32_t row = 0; row < rows; ++row) {
      const auto at = [&](std::int32_t i) { return static_cast<std::size_t>(row * depth + i); };
      std::int32_t largest = -32768;
      for (std::int32_t i = 0; i < depth; ++i) largest = std::max<int>(largest, input[at(i)]);
      // What is further below the largest than 10 counts as if it were 10 below.
      const auto exponential = [&](std::int32_t i) {
        return std::exp(std::max(scale * (input[at(i)] - largest), -10.0));
      };
      double sum = 0;
      for (std::int32_t i = 0; i < depth; ++i) sum += exponential(i);
      for (std::int32_t i = 0; i < depth; ++i) {
        const double share = 32768 * exponential(i) / sum;
        // Every exponential is off by up to a step, which the sum adds up.
        const double tolerance = 3 + depth * share / 32768;
        excess = std::max(excess, std::abs(output[at(i)] - std::min(share, 32767.0)) - tolerance);
      }
    }
    CHECK(excess <= 0);
  }
}

TEST_CASE("the tables are those of the C library's functions") {
  CHECK(octet::detail::exponential_table<std::int16_t> ==
        octet::interpolation_table(-10.0F, 0.0F, [](float x) { return std::exp(x); }));
  CHECK(octet::detail::exponential_table<std::int16_t>.front() == 2);
  CHECK(octet::detail::exponential_table<std::int16_t>.back() == 32767);
  CHECK(octet::detail::reciprocal_table.front() == 32767);
  CHECK(octet::detail::reciprocal_table.back() == 16384);
}

TEST_CASE("edges: one class, equal classes, the most classes, no class, extreme scales") {
  CHECK(run({-32768}, 1, 0.1)[0] >= 32765);
  const auto halves = run({5, 5}, 2, 0.1);
  CHECK(halves[0] == halves[1]);
  CHECK(std::abs(halves[0] - 16384) <= 2);
  CHECK(run({-32768, 32767}, 2, 1.0)[0] <= 2);
  CHECK(run({-32768, 32767}, 2, 3e38).size() == 2);  // wraps, as in the references: any code
  CHECK(run({}, 0, 0.1).empty());
  const auto depth = static_cast<std::size_t>(octet::softmax_int16_max_depth);
  const std::vector<std::int16_t> many(depth, 5);
  CHECK(run(many, octet::softmax_int16_max_depth, 0.001) == std::vector<std::int16_t>(depth, 0));
}

TEST_CASE("the output may lie on the input") {
  octet_test::random_tensor random(45);
  auto codes = random.codes<std::int16_t>(60);
  const auto expected = run(codes, 12, 0.0001);
  octet::softmax_int16({.input = {codes.data(), {5, 12}},
                        .output = {codes.data(), {5, 12}},
                        .scaling = octet::multiplier::from_real(0.0001 / (10.0 / 65535.0))});
  CHECK(codes == expected);
}
