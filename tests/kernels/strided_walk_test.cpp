// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// strided_walk against six plain loops.
#include "octet/kernels/strided_walk.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "support/random_tensor.hpp"

namespace {

using offsets = std::array<std::int32_t, 2>;

/// The offsets of both tensors, element after element.
std::vector<offsets> visit(const octet::strided_walk<2>& walk, int* rows = nullptr) {
  std::vector<offsets> seen;
  walk.for_each_row([&](std::int32_t first, const auto& at, const auto& step, std::int32_t n) {
    CHECK(first == static_cast<std::int32_t>(seen.size()));
    for (std::int32_t i = 0; i < n; ++i) seen.push_back({at[0] + i * step[0], at[1] + i * step[1]});
    if (rows != nullptr) ++*rows;
  });
  return seen;
}

}  // namespace

TEST_CASE("any sizes and strides are visited in row-major order") {
  octet_test::random_tensor random(1);
  for (int round = 0; round < 2000; ++round) {
    const octet::shape s = random.shape(random.between(0, octet::max_rank), 4);
    octet::strided_walk<2> walk;
    std::array<offsets, octet::max_rank> strides{};
    offsets dense{1, 1};
    for (std::int32_t axis = s.rank - 1; axis >= 0; --axis) {
      auto& stride = strides[static_cast<std::size_t>(axis)];
      // Dense axes merge, others must not.
      for (std::size_t t = 0; t < 2; ++t) {
        const bool apart = random.between(0, 3) == 0;
        stride[t] = apart ? random.between(-9, 9) : dense[t];
        dense[t] = stride[t] * s[axis];
      }
      walk.add_axis(s[axis], stride);
    }
    std::vector<offsets> expected;
    for (std::size_t i = 0; i < s.count(); ++i) {
      const std::vector<std::int32_t> index = octet_test::index_of(s, i);
      offsets at{};
      for (std::size_t axis = 0; axis < index.size(); ++axis) {
        for (std::size_t t = 0; t < 2; ++t) at[t] += index[axis] * strides[axis][t];
      }
      expected.push_back(at);
    }
    CHECK(visit(walk) == expected);
  }
}

TEST_CASE("axes that all tensors cross alike become one row") {
  octet::strided_walk<2> walk;
  walk.add_axis(3, {1, 0});
  walk.add_axis(1, {99, 99});
  walk.add_axis(4, {3, 0});
  walk.add_axis(5, {12, 0});
  int rows = 0;
  CHECK(visit(walk, &rows).size() == 60);
  CHECK(rows == 1);
  walk.add_axis(2, {60, 1});
  rows = 0;
  CHECK(visit(walk, &rows).size() == 120);
  CHECK(rows == 2);
}

TEST_CASE("no axis is one element, an empty axis none") {
  octet::strided_walk<2> walk;
  CHECK(visit(walk) == std::vector<offsets>{{0, 0}});
  walk.add_axis(7, {1, 1});
  walk.add_axis(0, {7, 7});
  CHECK(visit(walk).empty());
}
