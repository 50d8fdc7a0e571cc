// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// transpose against its definition, element by element.
#include "octet/kernels/transpose.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "support/move_oracle.hpp"

using namespace octet_test;

TEST_CASE("random shapes in any order of axes") {
  random_tensor random(11);
  for (int round = 0; round < 2000; ++round) {
    const octet::shape in = random.shape(random.between(0, octet::max_rank), 4);
    octet::axis_values permutation{0, 1, 2, 3, 4, 5};
    for (std::int32_t i = in.rank - 1; i > 0; --i) {
      std::swap(permutation[static_cast<std::size_t>(i)],
                permutation[static_cast<std::size_t>(random.between(0, i))]);
    }
    octet::shape out{.rank = in.rank};
    for (std::size_t i = 0; i < static_cast<std::size_t>(in.rank); ++i)
      out.sizes[i] = in[permutation[i]];
    const auto input = numbered<std::int32_t>(in.count());
    std::vector<std::int32_t> output(out.count());
    octet::transpose(octet::transpose_args<std::int32_t>{
        .input = {input.data(), in}, .output = {output.data(), out}, .permutation = permutation});
    CHECK(output == moved(out, input, in, [&](const index_vector& index) {
            index_vector from(index.size());
            for (std::size_t i = 0; i < index.size(); ++i)
              from[static_cast<std::size_t>(permutation[i])] = index[i];
            return from;
          }));
  }
}

static_assert([] {
  const std::array<std::int16_t, 6> input{1, 2, 3, 4, 5, 6};
  std::array<std::int16_t, 6> output{};
  octet::transpose(octet::transpose_args<std::int16_t>{
      .input = {input.data(), {.sizes = {2, 3, 1, 1, 1, 1}, .rank = 2}},
      .output = {output.data(), {.sizes = {3, 2, 1, 1, 1, 1}, .rank = 2}},
      .permutation = {1, 0}});
  return output == std::array<std::int16_t, 6>{1, 4, 2, 5, 3, 6};
}());
