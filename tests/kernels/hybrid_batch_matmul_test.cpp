// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// hybrid_batch_matmul against sums in double over broadcast and transposed matrices.
#include "octet/kernels/hybrid_batch_matmul.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "support/hybrid_oracle.hpp"
#include "support/matmul_case.hpp"

using octet::row_scheme;
using octet_test::coded_row;
using octet_test::dice;
using octet_test::matmul_case;

namespace {

/// The row of x that output element i needs, quantized; its elements are the first of each product.
coded_row row_for(const matmul_case& c, std::size_t i, const std::vector<float>& x,
                  row_scheme scheme) {
  std::vector<float> row;
  c.for_each_product(i, [&](std::size_t of_x, std::size_t) { row.push_back(x[of_x]); });
  return octet_test::quantized_row(row, scheme);
}

template <class Accumulator>
void check(dice& d) {
  const matmul_case c = matmul_case::random(d);
  const row_scheme scheme = d.chance(2) ? row_scheme::symmetric : row_scheme::asymmetric;
  const std::vector<float> x = octet_test::random_row(d, c.x.count());
  const auto y = d.codes<std::int8_t>(c.y.count());
  const bool per_channel = d.chance(2);
  const auto columns = static_cast<std::size_t>(c.output[c.output.rank - 1]);
  std::vector<float> scales(per_channel ? columns : 1);
  for (float& s : scales) s = d.scale(-8, 2);
  std::vector<std::int8_t> scratch(static_cast<std::size_t>(c.depth));
  std::vector<float> output(c.output.count(), -1);
  octet::hybrid_batch_matmul<octet::scalar, Accumulator>(
      {.x = {x.data(), c.x},
       .y = {y.data(), c.y},
       .output = {output.data(), c.output},
       .adjoint_x = c.adjoint_x,
       .adjoint_y = c.adjoint_y,
       .scheme = scheme,
       .scaling = {.scales = scales.data(), .per_channel = per_channel},
       .scratch = scratch.data()});
  for (std::size_t i = 0; i < output.size(); ++i) {
    const coded_row row = row_for(c, i, x, scheme);
    const double scale = scales[per_channel ? i % columns : 0];
    double sum = 0, magnitude = 0;
    std::size_t k = 0;
    c.for_each_product(i, [&](std::size_t, std::size_t of_y) {
      const double product = row.value(k++) * y[of_y] * scale;
      sum += product;
      magnitude += std::abs(product);
    });
    REQUIRE(octet_test::is_near(output[i], sum, magnitude));
  }
}

}  // namespace

TEST_CASE("hybrid_batch_matmul quantizes each row of x by itself") {
  dice d(5);
  for (int i = 0; i < 600; ++i) {
    CAPTURE(i);
    check<octet::accumulator_32>(d);
    check<octet::accumulator_64>(d);
  }
}

TEST_CASE("hybrid_batch_matmul takes matrices wider than a block") {
  constexpr std::int32_t columns = 2 * octet::scalar::block + 1;
  const std::vector<float> x{127, -1};
  std::vector<std::int8_t> y(2 * columns), scratch(2);
  for (std::size_t i = 0; i < y.size(); ++i) y[i] = static_cast<std::int8_t>(i);
  const float scale = 1;
  for (const bool adjoint : {false, true}) {
    std::vector<float> output(columns);
    octet::shape of_y{.sizes = {2, columns, 1, 1, 1, 1}, .rank = 2};
    if (adjoint) of_y.sizes = {columns, 2, 1, 1, 1, 1};
    octet::hybrid_batch_matmul({.x = {x.data(), {.sizes = {1, 2, 1, 1, 1, 1}, .rank = 2}},
                                .y = {y.data(), of_y},
                                .output = {output.data(), {.sizes = {1, columns}, .rank = 2}},
                                .adjoint_y = adjoint,
                                .scaling = {.scales = &scale, .per_channel = false},
                                .scratch = scratch.data()});
    for (std::size_t i = 0; i < output.size(); ++i) {
      const std::size_t first = adjoint ? 2 * i : i, second = adjoint ? 2 * i + 1 : i + columns;
      CHECK(output[i] == 127 * y[first] - y[second]);
    }
  }
}
