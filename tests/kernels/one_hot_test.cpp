// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// one_hot against its definition, with indices that mark nothing.
#include "octet/kernels/one_hot.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "support/move_oracle.hpp"

using namespace octet_test;

TEST_CASE("random indices") {
  random_tensor random(24);
  for (int round = 0; round < 500; ++round) {
    octet::one_hot_args<std::int8_t, std::int64_t> args{.outer = random.between(0, 4),
                                                        .depth = random.between(0, 4),
                                                        .inner = random.between(0, 4),
                                                        .on = 9,
                                                        .off = -1};
    std::vector<std::int64_t> indices(static_cast<std::size_t>(args.outer * args.inner));
    for (std::int64_t& i : indices) i = random.between(-1, 5);
    const octet::shape out = shape_of({args.outer, args.depth, args.inner});
    std::vector<std::int8_t> output(out.count()), expected(out.count());
    args.indices = indices.data();
    args.output = output.data();
    octet::one_hot(args);
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const index_vector at = index_of(out, i);
      const std::int64_t marked = indices[static_cast<std::size_t>(at[0] * args.inner + at[2])];
      expected[i] = marked == at[1] ? std::int8_t{9} : std::int8_t{-1};
    }
    CHECK(output == expected);
  }
}
