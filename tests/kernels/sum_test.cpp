// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// sum of codes of every type against fractions, over any axes.
#include "octet/kernels/sum.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "support/contract_a.hpp"
#include "support/random_tensor.hpp"

TEST_CASE_TEMPLATE("sum equals the requantized sum over any axes", T, std::int8_t, std::uint8_t,
                   std::int16_t) {
  octet_test::random_tensor random(1);
  for (int round = 0; round < 1000; ++round) {
    octet::shape s{.rank = random.between(0, octet::max_rank)};
    octet::axis_set axes;
    std::size_t outputs = 1;
    for (std::int32_t i = 0; i < s.rank; ++i) {
      std::int32_t& size = s.sizes[static_cast<std::size_t>(i)];
      if (random.between(0, 1) == 0) axes.add(i);
      // Of nothing there is no sum; axes that stay may be empty.
      const bool empty = !axes.has(i) && random.between(0, 39) == 0;
      size = empty ? 0 : random.between(1, i + 1 == s.rank ? 40 : 3);
      if (!axes.has(i)) outputs *= static_cast<std::size_t>(size);
    }
    const auto in = random.codes<T>(s.count());
    const std::int32_t zero_in = sizeof(T) == 1 ? random.code<T>() : 0,
                       zero_out = sizeof(T) == 1 ? random.code<T>() : 0;
    const double factor = random.scale(-12, 1);
    const auto m = octet::multiplier::from_real(factor);
    constexpr std::int32_t low = std::numeric_limits<T>::min(),
                           high = std::numeric_limits<T>::max();
    std::vector<T> out(outputs);
    octet::sum(octet::basic_sum_args<T>{.input = {in.data(), s},
                                        .axes = axes,
                                        .output = out.data(),
                                        .input_zero_point = zero_in,
                                        .requantize = {.multipliers = &m,
                                                       .per_channel = false,
                                                       .zero_point = zero_out,
                                                       .clamp = {low, high}}});
    std::vector<std::int64_t> sums(outputs);
    for (std::size_t i = 0; i < in.size(); ++i) {
      const auto index = octet_test::index_of(s, i);
      std::size_t o = 0;
      for (std::int32_t axis = 0; axis < s.rank; ++axis) {
        if (axes.has(axis)) continue;
        o = o * static_cast<std::size_t>(s[axis]) +
            static_cast<std::size_t>(index[static_cast<std::size_t>(axis)]);
      }
      sums[o] += in[i] - zero_in;
    }
    int wrong = 0;
    for (std::size_t o = 0; o < outputs; ++o) {
      wrong +=
          out[o] != octet_test::clamped(octet_test::times(sums[o], factor) + zero_out, low, high);
    }
    CAPTURE(round);
    CHECK(wrong == 0);
  }
}
