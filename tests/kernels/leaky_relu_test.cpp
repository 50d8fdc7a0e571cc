// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// leaky_relu against exact fractions, over random codes.
#include "octet/kernels/leaky_relu.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "support/contract_a.hpp"
#include "support/random_tensor.hpp"

namespace {

template <class T>
void check(std::uint32_t seed, bool symmetric) {
  octet_test::random_tensor random(seed);
  using limits = std::numeric_limits<T>;
  for (int round = 0; round < 500; ++round) {
    const double identity = random.scale(-6, 3);
    const double alpha =
        random.between(0, 2) == 0 ? -0.5 * random.scale(-6, 1) : double{random.scale(-12, 1)};
    const std::int32_t in_zero = symmetric ? 0 : random.code<T>();
    const std::int32_t out_zero = symmetric ? 0 : random.code<T>();
    const auto input = random.codes<T>(static_cast<std::size_t>(random.between(0, 70)));
    std::vector<T> output(input.size());
    const octet::extents<octet::dynamic> count{input.size()};
    octet::leaky_relu_args<T> args{.input = {input.data(), count},
                                   .output = {output.data(), count},
                                   .input_zero_point = in_zero,
                                   .output_zero_point = out_zero,
                                   .identity = octet::multiplier::from_real(identity),
                                   .slope = octet::multiplier::from_real(identity * alpha)};
    octet::leaky_relu(args);
    int wrong = 0;
    for (std::size_t i = 0; i < input.size(); ++i) {
      const std::int64_t x = input[i] - in_zero;
      const std::int64_t scaled = octet_test::times(x, x >= 0 ? identity : identity * alpha);
      wrong += output[i] != octet_test::clamped(scaled + out_zero, limits::min(), limits::max());
    }
    CHECK(wrong == 0);
    std::vector<T> in_place = input;
    args.input.data = in_place.data();
    args.output.data = in_place.data();
    octet::leaky_relu(args);
    CHECK(in_place == output);
  }
}

}  // namespace

TEST_CASE("8-bit codes") { check<std::int8_t>(34, false); }
TEST_CASE("legacy 8-bit codes") { check<std::uint8_t>(35, false); }
TEST_CASE("16-bit codes") { check<std::int16_t>(36, true); }
