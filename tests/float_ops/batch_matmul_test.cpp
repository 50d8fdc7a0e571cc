// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Float batch_matmul against products in double.
#include "octet/float_ops/batch_matmul.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "float_ops/real_case.hpp"
#include "support/matmul_case.hpp"

TEST_CASE("float batch_matmul equals the products") {
  octet_test::dice d(12);
  for (int i = 0; i < 500; ++i) {
    const auto c = octet_test::matmul_case::random(d);
    const auto x = octet_test::reals(d, c.x.count()), y = octet_test::reals(d, c.y.count());
    std::vector<double> expected(c.output.count());
    for (std::size_t o = 0; o < expected.size(); ++o) {
      c.for_each_product(o, [&](std::size_t of_x, std::size_t of_y) {
        expected[o] += double{x[of_x]} * double{y[of_y]};
      });
    }
    std::vector<float> output = octet_test::unset(expected.size());
    octet::float_ops::batch_matmul({.x = {x.data(), c.x},
                                    .y = {y.data(), c.y},
                                    .output = {output.data(), c.output},
                                    .adjoint_x = c.adjoint_x,
                                    .adjoint_y = c.adjoint_y});
    CAPTURE(i);
    CHECK(octet_test::close(output, expected));
  }
}
