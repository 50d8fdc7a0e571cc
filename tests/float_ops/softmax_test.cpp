// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// softmax in float against double.
#include "octet/float_ops/softmax.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "float_ops/real_case.hpp"

using octet_test::dice;

namespace {

std::vector<double> softmax_of(const std::vector<float>& in, std::size_t depth, double beta) {
  std::vector<double> out;
  for (std::size_t first = 0; first < in.size(); first += depth) {
    double largest = double{in[first]};
    for (std::size_t i = 0; i < depth; ++i) largest = std::max(largest, double{in[first + i]});
    double sum = 0;
    for (std::size_t i = 0; i < depth; ++i) {
      sum += std::exp(beta * (double{in[first + i]} - largest));
    }
    for (std::size_t i = 0; i < depth; ++i) {
      out.push_back(std::exp(beta * (double{in[first + i]} - largest)) / sum);
    }
  }
  return out;
}

}  // namespace

TEST_CASE("float softmax equals exp / sum of exp") {
  dice d(1);
  for (int i = 0; i < 300; ++i) {
    const auto depth = static_cast<std::size_t>(d.between(1, 40));
    const auto rows = static_cast<std::size_t>(d.between(0, 3));
    const std::vector<float> in = octet_test::reals(d, rows * depth, d.chance(4) ? 200.0 : 5.0);
    const float beta = d.chance(2) ? 1.0F : static_cast<float>(octet_test::real(d, 0.1, 3.0));
    std::vector<float> out = octet_test::unset(in.size());
    octet::float_ops::softmax({.input = in, .output = out, .depth = depth, .beta = beta});
    CAPTURE(i);
    CHECK(octet_test::close(out, softmax_of(in, depth, double{beta}), 1e-6));
    std::vector<float> over = in;
    octet::float_ops::softmax({.input = over, .output = over, .depth = depth, .beta = beta});
    CHECK(over == out);
  }
}

TEST_CASE("float softmax of values whose exponentials float does not hold") {
  const std::vector<float> in{1000.0F, 999.0F, -1000.0F};
  std::vector<float> out(3);
  octet::float_ops::softmax({.input = in, .output = out, .depth = 3});
  CHECK(octet_test::close(out, softmax_of(in, 3, 1.0), 1e-6));
}
