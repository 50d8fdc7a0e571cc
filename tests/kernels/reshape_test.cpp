// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// reshape keeps every element in its row-major place, also on top of itself.
#include "octet/kernels/reshape.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "support/random_tensor.hpp"

TEST_CASE("random shapes of the same number of elements") {
  octet_test::random_tensor random(6);
  for (int round = 0; round < 300; ++round) {
    const octet::shape in = random.shape(random.between(0, octet::max_rank), 5);
    const octet::shape flat{.sizes = {static_cast<std::int32_t>(in.count()), 1, 1, 1, 1, 1},
                            .rank = 1};
    const auto input = random.codes<std::int16_t>(in.count());
    std::vector<std::int16_t> output(in.count());
    octet::reshape(octet::reshape_args<std::int16_t>{.input = {input.data(), in},
                                                     .output = {output.data(), flat}});
    CHECK(output == input);
    octet::reshape(octet::reshape_args<std::int16_t>{.input = {output.data(), flat},
                                                     .output = {output.data(), in}});
    CHECK(output == input);
  }
}

static_assert([] {
  const std::array<float, 3> input{0.5F, -1.0F, 2.0F};
  std::array<float, 3> output{};
  octet::reshape(octet::reshape_args<float, octet::extents<3>>{.input = {input.data(), {}},
                                                               .output = {output.data(), {}}});
  return output == input;
}());
