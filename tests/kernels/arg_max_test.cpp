// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// arg_max and arg_min against the standard library.
#include "octet/kernels/arg_max.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "support/random_tensor.hpp"

namespace {

template <class T, class Index>
void check(octet_test::random_tensor& random) {
  octet::arg_max_args<T, Index> args{
      .outer = random.between(0, 4), .size = random.between(1, 6), .inner = random.between(0, 4)};
  std::vector<T> input(static_cast<std::size_t>(args.outer * args.size * args.inner));
  // Few values, so that many are equal.
  for (T& x : input) x = static_cast<T>(random.between(-2, 2) + (T(-1) > T(0) ? 2 : 0));
  std::vector<Index> highest(static_cast<std::size_t>(args.outer * args.inner)), lowest = highest;
  args.input = input.data();
  args.output = highest.data();
  octet::arg_max(args);
  args.output = lowest.data();
  octet::arg_min(args);
  int wrong = 0;
  for (std::int32_t o = 0; o < args.outer; ++o) {
    for (std::int32_t i = 0; i < args.inner; ++i) {
      std::vector<T> column;
      for (std::int32_t k = 0; k < args.size; ++k)
        column.push_back(input[static_cast<std::size_t>((o * args.size + k) * args.inner + i)]);
      const auto at = static_cast<std::size_t>(o * args.inner + i);
      wrong += highest[at] != std::max_element(column.begin(), column.end()) - column.begin();
      wrong += lowest[at] != std::min_element(column.begin(), column.end()) - column.begin();
    }
  }
  CHECK(wrong == 0);
}

}  // namespace

TEST_CASE("random tensors, the first of equal elements") {
  octet_test::random_tensor random(23);
  for (int round = 0; round < 500; ++round) {
    check<std::int8_t, std::int32_t>(random);
    check<std::int16_t, std::int32_t>(random);
    check<std::int64_t, std::int32_t>(random);
    check<std::uint8_t, std::int64_t>(random);
    check<float, std::int32_t>(random);
    check<std::int32_t, std::int64_t>(random);
  }
}
