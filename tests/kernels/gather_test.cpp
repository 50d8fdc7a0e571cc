// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// gather against its definition, and indices that point outside.
#include "octet/kernels/gather.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "support/move_oracle.hpp"

using namespace octet_test;

TEST_CASE("random slices by int64 indices") {
  random_tensor random(19);
  for (int round = 0; round < 1000; ++round) {
    octet::gather_args<std::int16_t, std::int64_t> args{.batches = random.between(0, 3),
                                                        .outer = random.between(0, 3),
                                                        .size = random.between(1, 5),
                                                        .inner = random.between(0, 3),
                                                        .count = random.between(0, 4)};
    const octet::shape in = shape_of({args.batches, args.outer, args.size, args.inner});
    const octet::shape out = shape_of({args.batches, args.outer, args.count, args.inner});
    std::vector<std::int64_t> indices(static_cast<std::size_t>(args.batches * args.count));
    for (std::int64_t& i : indices) i = random.between(0, args.size - 1);
    const auto input = numbered<std::int16_t>(in.count());
    std::vector<std::int16_t> output(out.count());
    args.input = input.data();
    args.indices = indices.data();
    args.output = output.data();
    CHECK(octet::gather(args) == octet::errc::ok);
    CHECK(output == moved(out, input, in, [&](index_vector index) {
            const std::int32_t k = index[0] * args.count + index[2];
            index[2] = static_cast<std::int32_t>(indices[static_cast<std::size_t>(k)]);
            return index;
          }));
  }
}

TEST_CASE("indices outside are refused") {
  const std::int8_t input[]{1, 2, 3};
  const auto gather = [&](std::int64_t index) {
    std::int8_t output = 0;
    return octet::gather(octet::gather_args<std::int8_t, std::int64_t>{
        .input = input, .indices = &index, .output = &output, .size = 3});
  };
  CHECK(gather(0) == octet::errc::ok);
  CHECK(gather(2) == octet::errc::ok);
  for (const std::int64_t bad :
       {std::int64_t{-1}, std::int64_t{3}, std::int64_t{1} << 32,
        std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()})
    CHECK(gather(bad) == octet::errc::index_out_of_range);
}
