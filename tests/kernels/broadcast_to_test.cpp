// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// broadcast_to against its definition.
#include "octet/kernels/broadcast_to.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "support/move_oracle.hpp"

using namespace octet_test;

TEST_CASE("random shapes with axes of one element, and without axes") {
  random_tensor random(13);
  for (int round = 0; round < 2000; ++round) {
    const octet::shape out = random.shape(random.between(0, octet::max_rank), 4);
    const std::int32_t missing = random.between(0, out.rank);
    octet::shape in{.rank = out.rank - missing};
    for (std::int32_t i = 0; i < in.rank; ++i)
      in.sizes[static_cast<std::size_t>(i)] = random.between(0, 1) == 0 ? 1 : out[i + missing];
    const auto input = numbered<std::uint8_t>(in.count());
    std::vector<std::uint8_t> output(out.count());
    octet::broadcast_to(octet::broadcast_to_args<std::uint8_t>{.input = {input.data(), in},
                                                               .output = {output.data(), out}});
    CHECK(output == moved(out, input, in, [&](const index_vector& index) {
            index_vector from(index.begin() + missing, index.end());
            for (std::size_t i = 0; i < from.size(); ++i)
              if (in.sizes[i] == 1) from[i] = 0;
            return from;
          }));
  }
}
