// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// mirror_pad against walking back and forth along each axis.
#include "octet/kernels/mirror_pad.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "support/move_oracle.hpp"

using namespace octet_test;

namespace {

/// The place that a walk reaches after `steps` from 0 when it turns at the ends, or, with `repeat`,
/// stands still there for one step.
std::int32_t bounce(std::int32_t steps, std::int32_t size, bool repeat) {
  std::int32_t place = 0, direction = steps < 0 ? -1 : 1;
  for (std::int32_t left = steps < 0 ? -steps : steps; left > 0; --left) {
    const std::int32_t next = place + direction;
    if (next >= 0 && next < size) {
      place = next;
      continue;
    }
    direction = -direction;
    if (!repeat) place += direction;
  }
  return place;
}

}  // namespace

TEST_CASE("random shapes and borders") {
  random_tensor random(16);
  for (int round = 0; round < 2000; ++round) {
    const bool symmetric = random.between(0, 1) == 1;
    octet::shape in = random.shape(random.between(0, octet::max_rank), 4), out = in;
    octet::axis_values before{};
    for (std::size_t axis = 0; axis < static_cast<std::size_t>(in.rank); ++axis) {
      const std::int32_t most = in.sizes[axis] - 1 + symmetric;
      if (most <= 0 || random.between(0, 1) == 0) continue;
      before[axis] = random.between(0, most);
      out.sizes[axis] += before[axis] + random.between(0, most);
    }
    const auto input = numbered<std::int32_t>(in.count());
    std::vector<std::int32_t> output(out.count());
    octet::mirror_pad(octet::mirror_pad_args<std::int32_t>{.input = {input.data(), in},
                                                           .output = {output.data(), out},
                                                           .before = before,
                                                           .repeat = symmetric});
    CHECK(output == moved(out, input, in, [&](index_vector index) {
            for (std::size_t i = 0; i < index.size(); ++i)
              index[i] = bounce(index[i] - before[i], in.sizes[i], symmetric);
            return index;
          }));
  }
}
