// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// log_softmax and l2_normalization in float against double.
#include "octet/float_ops/rows.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "float_ops/real_case.hpp"
#include "octet/float_ops/l2_normalization.hpp"
#include "octet/float_ops/log_softmax.hpp"

using octet_test::dice;

TEST_CASE("float log_softmax") {
  dice d(3);
  for (std::size_t depth = 1; depth <= 20; ++depth) {
    std::vector<float> in = octet_test::reals(d, 3 * depth, 50.0);
    std::vector<double> expected;
    for (std::size_t row = 0; row < 3; ++row) {
      double sum = 0;
      for (std::size_t i = 0; i < depth; ++i) sum += std::exp(double{in[row * depth + i]});
      for (std::size_t i = 0; i < depth; ++i)
        expected.push_back(double{in[row * depth + i]} - std::log(sum));
    }
    octet::float_ops::log_softmax({.input = in, .output = in, .depth = depth});
    CHECK(octet_test::close(in, expected));
  }
}

TEST_CASE("float l2_normalization; zeros stay zeros") {
  dice d(4);
  for (std::size_t depth = 1; depth <= 20; ++depth) {
    std::vector<float> in = octet_test::reals(d, 3 * depth, 50.0);
    std::fill_n(in.begin(), depth, 0.0F);
    std::vector<double> expected(depth, 0.0);
    for (std::size_t row = 1; row < 3; ++row) {
      double squares = 0;
      for (std::size_t i = 0; i < depth; ++i) squares += std::pow(double{in[row * depth + i]}, 2);
      for (std::size_t i = 0; i < depth; ++i)
        expected.push_back(double{in[row * depth + i]} / std::sqrt(squares));
    }
    octet::float_ops::l2_normalization({.input = in, .output = in, .depth = depth});
    CHECK(octet_test::close(in, expected));
  }
}
