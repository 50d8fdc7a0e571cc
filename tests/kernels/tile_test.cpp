// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// tile against its definition.
#include "octet/kernels/tile.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "support/move_oracle.hpp"

using namespace octet_test;

TEST_CASE("random shapes and multiples") {
  random_tensor random(17);
  for (int round = 0; round < 2000; ++round) {
    const octet::shape in = random.shape(random.between(0, octet::max_rank), 3);
    octet::shape out = in;
    for (std::size_t axis = 0; axis < static_cast<std::size_t>(in.rank); ++axis)
      out.sizes[axis] *= random.between(0, 19) == 0 ? 0 : random.between(1, 3);
    const auto input = numbered<std::int64_t>(in.count());
    std::vector<std::int64_t> output(out.count());
    octet::tile(octet::tile_args<std::int64_t>{.input = {input.data(), in},
                                               .output = {output.data(), out}});
    CHECK(output == moved(out, input, in, [&](index_vector index) {
            for (std::size_t i = 0; i < index.size(); ++i)
              while (index[i] >= in.sizes[i]) index[i] -= in.sizes[i];
            return index;
          }));
  }
}
