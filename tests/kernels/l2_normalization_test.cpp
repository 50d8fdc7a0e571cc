// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// l2_normalization against double precision.
#include "octet/kernels/l2_normalization.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "support/random_tensor.hpp"

namespace {

std::vector<std::int8_t> run(const std::vector<std::int8_t>& input, std::int32_t depth,
                             std::int32_t zero) {
  std::vector<std::int8_t> output(input.size());
  const std::int32_t rows = depth == 0 ? 3 : static_cast<std::int32_t>(input.size()) / depth;
  octet::l2_normalization(
      octet::l2_normalization_args<std::int8_t>{.input = {input.data(), {rows, depth}},
                                                .output = {output.data(), {rows, depth}},
                                                .zero_point = zero});
  return output;
}

}  // namespace

TEST_CASE("random rows: within a code of the real quotient") {
  octet_test::random_tensor random(46);
  for (int round = 0; round < 1000; ++round) {
    const std::int32_t depth = round % 100 == 0 ? 30000 : random.between(0, 40);
    const std::int32_t rows = random.between(0, 3), zero = random.code<std::int8_t>();
    const auto input = random.codes<std::int8_t>(static_cast<std::size_t>(rows * depth));
    const auto output = run(input, depth, zero);
    double worst = 0;
    for (std::int32_t row = 0; row < rows; ++row) {
      const auto at = [&](std::int32_t i) { return static_cast<std::size_t>(row * depth + i); };
      double squares = 0;
      for (std::int32_t i = 0; i < depth; ++i) squares += std::pow(input[at(i)] - zero, 2);
      if (squares == 0) squares = 1;
      for (std::int32_t i = 0; i < depth; ++i) {
        const double real = 128 * (input[at(i)] - zero) / std::sqrt(squares);
        worst = std::max(worst, std::abs(output[at(i)] - std::min(real, 127.0)));
      }
    }
    // Double rounding: half a code, and half of that where the shift is one bit.
    CHECK(worst <= 0.75);
  }
}

TEST_CASE("edges: zeros, one step, no values, in place") {
  CHECK(run({7, 7, 7}, 3, 7) == std::vector<std::int8_t>{0, 0, 0});
  CHECK(run({7, 8, 7}, 3, 7) == std::vector<std::int8_t>{0, 127, 0});
  CHECK(run({7, 6, 7}, 3, 7) == std::vector<std::int8_t>{0, -128, 0});
  CHECK(run({}, 0, 0).empty());
  std::vector<std::int8_t> codes{3, 4, 5, -12};
  octet::l2_normalization(octet::l2_normalization_args<std::int8_t>{
      .input = {codes.data(), {2, 2}}, .output = {codes.data(), {2, 2}}, .zero_point = 0});
  CHECK(codes == std::vector<std::int8_t>{77, 102, 49, -118});
}
