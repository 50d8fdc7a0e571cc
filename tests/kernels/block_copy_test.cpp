// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// block_copy joins what it has cut.
#include "octet/kernels/block_copy.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "support/random_tensor.hpp"

TEST_CASE("a raster is cut into columns and joined again") {
  octet_test::random_tensor random(14);
  for (int round = 0; round < 500; ++round) {
    const std::int32_t blocks = random.between(0, 5), left = random.between(0, 4),
                       right = random.between(0, 4), stride = left + right;
    // `left` more elements than the blocks have: without them an empty raster would have no
    // address.
    const auto whole = random.codes<std::int16_t>(static_cast<std::size_t>(blocks * stride + left));
    std::vector<std::int16_t> part(static_cast<std::size_t>(blocks * right)), joined(whole.size());
    octet::block_copy(octet::block_copy_args<std::int16_t>{.input = whole.data() + left,
                                                           .output = part.data(),
                                                           .blocks = blocks,
                                                           .length = right,
                                                           .input_stride = stride,
                                                           .output_stride = right});
    octet::block_copy(octet::block_copy_args<std::int16_t>{.input = part.data(),
                                                           .output = joined.data() + left,
                                                           .blocks = blocks,
                                                           .length = right,
                                                           .input_stride = right,
                                                           .output_stride = stride});
    int wrong = 0;
    for (std::int32_t i = 0; i < blocks * stride; ++i) {
      const auto at = static_cast<std::size_t>(i);
      const std::int32_t column = i % stride - left;
      if (column >= 0)
        wrong += part[static_cast<std::size_t>(i / stride * right + column)] != whole[at];
      wrong += joined[at] != (column >= 0 ? whole[at] : 0);
    }
    CHECK(wrong == 0);
  }
}
