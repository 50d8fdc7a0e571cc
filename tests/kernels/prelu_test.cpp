// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// prelu against exact fractions, over random shapes.
#include "octet/kernels/prelu.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "support/contract_a.hpp"
#include "support/random_tensor.hpp"

namespace {

template <class T, class A>
void check(std::uint32_t seed, bool symmetric) {
  octet_test::random_tensor random(seed);
  using limits = std::numeric_limits<T>;
  for (int round = 0; round < 400; ++round) {
    const octet::shape shape = random.shape(random.between(1, 6), 4);
    octet::shape slopes = shape;
    for (std::int32_t axis = 0; axis < shape.rank; ++axis) {
      if (random.between(0, 1) == 0) slopes.sizes[static_cast<std::size_t>(axis)] = 1;
    }
    const double identity = random.scale(-6, 3), slope = random.scale(-14, -4);
    const std::int32_t in_zero = symmetric ? 0 : random.code<T>();
    const std::int32_t alpha_zero = symmetric ? 0 : random.code<A>();
    const std::int32_t out_zero = symmetric ? 0 : random.code<T>();
    const auto input = random.codes<T>(shape.count());
    const auto alpha = random.codes<A>(slopes.count());
    std::vector<T> output(input.size());
    octet::prelu(octet::prelu_args<T, A>{.input = {input.data(), shape},
                                         .alpha = {alpha.data(), slopes},
                                         .output = {output.data(), shape},
                                         .input_zero_point = in_zero,
                                         .alpha_zero_point = alpha_zero,
                                         .output_zero_point = out_zero,
                                         .identity = octet::multiplier::from_real(identity),
                                         .slope = octet::multiplier::from_real(slope)});
    int wrong = 0;
    for (std::size_t i = 0; i < input.size(); ++i) {
      const std::vector<std::int32_t> index = octet_test::index_of(shape, i);
      std::size_t at = 0;
      for (std::int32_t axis = 0; axis < shape.rank; ++axis) {
        const auto k = static_cast<std::size_t>(axis);
        at = at * static_cast<std::size_t>(slopes[axis]) +
             (slopes[axis] == 1 ? 0 : static_cast<std::size_t>(index[k]));
      }
      const std::int64_t x = input[i] - in_zero;
      const std::int64_t scaled = x >= 0 ? octet_test::times(x, identity)
                                         : octet_test::times(x * (alpha[at] - alpha_zero), slope);
      wrong += output[i] != octet_test::clamped(scaled + out_zero, limits::min(), limits::max());
    }
    CHECK(wrong == 0);
  }
}

}  // namespace

TEST_CASE("8-bit codes") { check<std::int8_t, std::int8_t>(37, false); }
TEST_CASE("legacy 8-bit codes") { check<std::uint8_t, std::uint8_t>(38, false); }
TEST_CASE("16-bit codes, slopes in 8 bits") { check<std::int16_t, std::int8_t>(39, true); }
