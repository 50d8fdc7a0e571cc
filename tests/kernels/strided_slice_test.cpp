// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// strided_slice against its definition, forwards and backwards.
#include "octet/kernels/strided_slice.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "support/move_oracle.hpp"

using namespace octet_test;

TEST_CASE("random slices") {
  random_tensor random(12);
  for (int round = 0; round < 3000; ++round) {
    const octet::shape in = random.shape(random.between(0, octet::max_rank), 5);
    octet::shape out = in;
    octet::axis_values begin{}, strides{};
    for (std::size_t axis = 0; axis < static_cast<std::size_t>(in.rank); ++axis) {
      const std::int32_t size = in.sizes[axis];
      const std::int32_t step = random.between(1, 3);
      begin[axis] = size == 0 ? 0 : random.between(0, size - 1);
      strides[axis] = random.between(0, 1) == 0 ? step : -step;
      const std::int32_t room = strides[axis] > 0 ? size - begin[axis] : begin[axis] + 1;
      out.sizes[axis] = size == 0 ? 0 : random.between(0, (room + step - 1) / step);
      // The step from a single element leads nowhere.
      if (out.sizes[axis] == 1 && random.between(0, 3) == 0)
        strides[axis] = std::numeric_limits<std::int32_t>::min();
    }
    const auto input = numbered<std::int16_t>(in.count());
    std::vector<std::int16_t> output(out.count());
    octet::strided_slice(octet::strided_slice_args<std::int16_t>{.input = {input.data(), in},
                                                                 .output = {output.data(), out},
                                                                 .begin = begin,
                                                                 .strides = strides});
    CHECK(output == moved(out, input, in, [&](index_vector index) {
            for (std::size_t i = 0; i < index.size(); ++i) {
              index[i] = static_cast<std::int32_t>(begin[i] + std::int64_t{index[i]} * strides[i]);
            }
            return index;
          }));
  }
}

TEST_CASE("nothing of an axis of any size") {
  // No stride is computed: the products would leave int32.
  constexpr std::int32_t huge = std::numeric_limits<std::int32_t>::max();
  const octet::shape in{.sizes = {huge, 0, huge, huge, 1, 1}, .rank = 4};
  octet::strided_slice(octet::strided_slice_args<std::int8_t>{
      .input = {{}, in}, .output = {{}, in}, .strides = {1, 1, 1, 1}});
}
