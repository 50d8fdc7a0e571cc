// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// log_softmax against double precision.
#include "octet/kernels/log_softmax.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "support/random_tensor.hpp"

namespace {

std::vector<std::int8_t> run(const std::vector<std::int8_t>& input, std::int32_t depth,
                             double scale) {
  std::vector<std::int8_t> output(input.size());
  const std::int32_t rows = depth == 0 ? 3 : static_cast<std::int32_t>(input.size()) / depth;
  octet::log_softmax(octet::log_softmax_args<std::int8_t>{
      .input = {input.data(), {rows, depth}},
      .output = {output.data(), {rows, depth}},
      .scaling = octet::log_softmax_scaling::from_real(scale)});
  return output;
}

}  // namespace

TEST_CASE("random rows: within a code of the real logarithm") {
  octet_test::random_tensor random(42);
  for (int round = 0; round < 1000; ++round) {
    const std::int32_t depth = round % 50 == 0 ? random.between(0, 4095) : random.between(0, 40);
    const std::int32_t rows = random.between(0, 3);
    const double scale = random.scale(-12, 4);
    const auto input = random.codes<std::int8_t>(static_cast<std::size_t>(rows * depth));
    const auto output = run(input, depth, scale);
    double worst = 0;
    for (std::int32_t row = 0; row < rows; ++row) {
      const auto at = [&](std::int32_t i) { return static_cast<std::size_t>(row * depth + i); };
      std::int32_t largest = -128;
      for (std::int32_t i = 0; i < depth; ++i) largest = std::max<int>(largest, input[at(i)]);
      double sum = 0;
      for (std::int32_t i = 0; i < depth; ++i) sum += std::exp(scale * (input[at(i)] - largest));
      for (std::int32_t i = 0; i < depth; ++i) {
        const double real = scale * (input[at(i)] - largest) - std::log(sum);
        worst = std::max(worst, std::abs(output[at(i)] - std::max(16 * real + 127, -128.0)));
      }
    }
    CHECK(worst <= 0.505);
  }
}

TEST_CASE("edges: one class, equal classes, the most classes, no class, extreme scales") {
  CHECK(run({-128}, 1, 0.1) == std::vector<std::int8_t>{127});
  CHECK(run({5, 5}, 2, 0.1) == std::vector<std::int8_t>{116, 116});  // 127 - 16 ln 2
  CHECK(run({-128, 127}, 2, 10.0) == std::vector<std::int8_t>{-128, 127});
  CHECK(run({126, 127}, 2, 3e38) == std::vector<std::int8_t>{-128, 127});
  CHECK(run({-128, 127}, 2, 1.6e-8) == std::vector<std::int8_t>{116, 116});
  CHECK(run({}, 0, 0.1).empty());
  const std::vector<std::int8_t> many(octet::softmax_max_depth, 5);
  CHECK(run(many, octet::softmax_max_depth, 0.1) ==
        std::vector<std::int8_t>(octet::softmax_max_depth, -6));  // 127 - 16 ln 4095
}

TEST_CASE("the output may lie on the input") {
  octet_test::random_tensor random(43);
  auto codes = random.codes<std::int8_t>(60);
  const auto expected = run(codes, 12, 0.05);
  octet::log_softmax(
      octet::log_softmax_args<std::int8_t>{.input = {codes.data(), {5, 12}},
                                           .output = {codes.data(), {5, 12}},
                                           .scaling = octet::log_softmax_scaling::from_real(0.05)});
  CHECK(codes == expected);
}
