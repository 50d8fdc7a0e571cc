// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// mean in float against sums in double.
#include "octet/float_ops/mean.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "float_ops/real_case.hpp"
#include "support/random_tensor.hpp"

using octet_test::dice;

TEST_CASE("float mean equals the sum over the axes that go, divided") {
  dice d(1);
  octet_test::random_tensor random(1);
  int compared = 0;
  for (int i = 0; i < 800; ++i) {
    const octet::shape s = random.shape(d.between(0, octet::max_rank), 4);
    octet::axis_set axes;
    for (std::int32_t axis = 0; axis < s.rank; ++axis) {
      if (d.chance(2)) axes.add(axis);
    }
    if (axes.count(s) == 0) continue;  // refused at load
    const std::vector<float> input = octet_test::reals(d, s.count());
    std::size_t outputs = 1;
    for (std::int32_t axis = 0; axis < s.rank; ++axis) {
      if (!axes.has(axis)) outputs *= static_cast<std::size_t>(s[axis]);
    }
    std::vector<double> expected(outputs);
    for (std::size_t e = 0; e < input.size(); ++e) {
      const std::vector<std::int32_t> index = octet_test::index_of(s, e);
      std::size_t out = 0;
      for (std::int32_t axis = 0; axis < s.rank; ++axis) {
        if (axes.has(axis)) continue;
        out = out * static_cast<std::size_t>(s[axis]) +
              static_cast<std::size_t>(index[static_cast<std::size_t>(axis)]);
      }
      expected[out] +=
          double{input[e]} * static_cast<double>(outputs) / static_cast<double>(input.size());
    }
    std::vector<float> actual = octet_test::unset(outputs);
    octet::float_ops::mean({.input = {input.data(), s}, .axes = axes, .output = actual.data()});
    CAPTURE(i);
    CHECK(octet_test::close(actual, expected));
    ++compared;
  }
  CHECK(compared > 600);
}
