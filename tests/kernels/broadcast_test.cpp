// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Broadcasting against the definition: the index of a broadcast axis is 0.
#include "octet/kernels/broadcast.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "support/broadcast_oracle.hpp"
#include "support/random_tensor.hpp"

using octet::shape;

TEST_CASE("every element of the output meets the elements of the definition") {
  octet_test::random_tensor random(2);
  for (int round = 0; round < 2000; ++round) {
    const octet_test::broadcast_shapes shapes = octet_test::random_broadcast(random);
    const shape &a = shapes.a, &b = shapes.b, &out = shapes.out;
    REQUIRE(octet::broadcasts_to(a, b, out));
    std::size_t count = 0;
    int wrong = 0;
    octet::broadcast(a, b).for_each_row(
        [&](std::int32_t first, const auto& at, const auto& step, std::int32_t n) {
          for (std::int32_t i = 0; i < n; ++i, ++count) {
            wrong += static_cast<std::size_t>(first + i) != count;
            wrong += at[0] + i * step[0] != octet_test::broadcast_element(a, out, count);
            wrong += at[1] + i * step[1] != octet_test::broadcast_element(b, out, count);
          }
        });
    CHECK(wrong == 0);
    CHECK(count == out.count());
  }
}

TEST_CASE("shapes that do not go together") {
  const shape two_three{.sizes = {2, 3, 1, 1, 1, 1}, .rank = 2};
  const shape three{.sizes = {3, 1, 1, 1, 1, 1}, .rank = 1};
  const shape two{.sizes = {2, 1, 1, 1, 1, 1}, .rank = 1};
  const shape one{.sizes = {1, 1, 1, 1, 1, 1}, .rank = 1};
  const shape none{.sizes = {0, 1, 1, 1, 1, 1}, .rank = 1};
  const shape scalar{};
  CHECK(octet::broadcasts_to(two_three, three, two_three));
  CHECK(octet::broadcasts_to(scalar, two_three, two_three));
  CHECK(octet::broadcasts_to(scalar, scalar, scalar));
  CHECK(octet::broadcasts_to(one, none, none));
  CHECK_FALSE(octet::broadcasts_to(two_three, two, two_three));
  CHECK_FALSE(octet::broadcasts_to(two_three, three, three));
  CHECK_FALSE(octet::broadcasts_to(one, one, two));
  CHECK_FALSE(octet::broadcasts_to(one, none, one));
  CHECK_FALSE(octet::broadcasts_to(two, none, none));
}

TEST_CASE("an empty tensor may have axes whose product leaves int32") {
  constexpr std::int32_t huge = std::numeric_limits<std::int32_t>::max();
  const shape a{.sizes = {0, huge, huge, 1, 1, 1}, .rank = 3};
  REQUIRE(octet::broadcasts_to(a, a, a));
  int rows = 0;
  octet::broadcast(a, a).for_each_row(
      [&](std::int32_t, const auto&, const auto&, std::int32_t) { ++rows; });
  CHECK(rows == 0);
}
