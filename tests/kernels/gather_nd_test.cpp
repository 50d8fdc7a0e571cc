// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// gather_nd against its definition, and indices that point outside.
#include "octet/kernels/gather_nd.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "support/move_oracle.hpp"

using namespace octet_test;

TEST_CASE("random slices by indices of every depth") {
  random_tensor random(20);
  for (int round = 0; round < 1000; ++round) {
    const octet::shape in = random.shape(random.between(1, octet::max_rank), 4);
    if (in.count() == 0) continue;
    const std::int32_t depth = random.between(0, in.rank), count = random.between(0, 4);
    std::vector<std::int32_t> indices;
    for (std::int32_t k = 0; k < count; ++k)
      for (std::int32_t axis = 0; axis < depth; ++axis)
        indices.push_back(random.between(0, in[axis] - 1));
    std::size_t slice = 1;
    for (std::int32_t axis = depth; axis < in.rank; ++axis)
      slice *= static_cast<std::size_t>(in[axis]);
    const auto input = numbered<std::int32_t>(in.count());
    std::vector<std::int32_t> output(static_cast<std::size_t>(count) * slice), expected;
    CHECK(octet::gather_nd(octet::gather_nd_args<std::int32_t, std::int32_t>{
              .input = {input.data(), in},
              .indices = indices.data(),
              .output = output.data(),
              .count = count,
              .depth = depth}) == octet::errc::ok);
    for (std::int32_t k = 0; k < count; ++k) {
      for (std::size_t i = 0; i < input.size(); ++i) {
        const index_vector index = index_of(in, i);
        bool chosen = true;
        for (std::int32_t a = 0; a < depth; ++a)
          chosen = chosen && index[static_cast<std::size_t>(a)] ==
                                 indices[static_cast<std::size_t>(k * depth + a)];
        if (chosen) expected.push_back(input[i]);
      }
    }
    CHECK(output == expected);
  }
}

TEST_CASE("indices outside are refused") {
  const std::int8_t input[]{1, 2, 3, 4, 5, 6};
  const auto gather = [&](std::int32_t row, std::int32_t column) {
    const std::int32_t indices[]{row, column};
    std::int8_t output = 0;
    return octet::gather_nd(
        octet::gather_nd_args<std::int8_t, std::int32_t>{.input = {input, shape_of({2, 3})},
                                                         .indices = indices,
                                                         .output = &output,
                                                         .count = 1,
                                                         .depth = 2});
  };
  CHECK(gather(1, 2) == octet::errc::ok);
  CHECK(gather(2, 0) == octet::errc::index_out_of_range);
  CHECK(gather(0, 3) == octet::errc::index_out_of_range);
  CHECK(gather(-1, 0) == octet::errc::index_out_of_range);
  CHECK(gather(0, -1) == octet::errc::index_out_of_range);
}
