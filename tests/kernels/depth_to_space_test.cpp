// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// depth_to_space and space_to_depth against their definitions.
#include "octet/kernels/depth_to_space.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "support/move_oracle.hpp"

using namespace octet_test;

TEST_CASE("random images and squares") {
  random_tensor random(21);
  for (int round = 0; round < 500; ++round) {
    const octet::shape deep_each = random.shape(4, 4);
    const std::int32_t block = random.between(1, 3), channels = deep_each[3];
    const octet::shape wide =
        shape_of({deep_each[0], deep_each[1] * block, deep_each[2] * block, channels});
    const octet::shape deep =
        shape_of({deep_each[0], deep_each[1], deep_each[2], block * block * channels});
    const auto input = numbered<std::int16_t>(wide.count());
    std::vector<std::int16_t> folded(input.size()), back(input.size());
    octet::space_to_depth(
        octet::depth_space_args<std::int16_t>{.input = {input.data(), wide.as_4d()},
                                              .output = {folded.data(), deep.as_4d()},
                                              .block = block});
    CHECK(folded == moved(deep, input, wide, [&](const index_vector& index) {
            const std::int32_t pixel = index[3] / channels;
            return index_vector{index[0], index[1] * block + pixel / block,
                                index[2] * block + pixel % block, index[3] % channels};
          }));
    octet::depth_to_space(
        octet::depth_space_args<std::int16_t>{.input = {folded.data(), deep.as_4d()},
                                              .output = {back.data(), wide.as_4d()},
                                              .block = block});
    CHECK(back == input);
  }
}
