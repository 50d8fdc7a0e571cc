// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// transpose_conv: which inputs reach an output, and a small case in the compiler. Every type is
// tried at random in tests/model/ops/weighted_test.cpp.
#include "octet/kernels/transpose_conv.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

namespace {

/// Two inputs, a window of three that moves by two: output 2 gets the last tap of the first and the
/// first tap of the second.
constexpr std::array<std::uint8_t, 6> in_the_compiler() {
  const std::array<std::uint8_t, 2> input{2, 0xfd};       // 2 -3
  const std::array<std::uint8_t, 3> filter{1, 10, 0x9c};  // 1 10 -100
  const std::array<std::int32_t, 1> bias{1000};
  const octet::multiplier one = octet::multiplier::from_real(1.0);
  std::array<std::uint8_t, 6> output{};
  octet::transpose_conv(octet::transpose_conv_args{
      .input = {octet::elements<const std::int8_t>::in_bytes(input.data()), {1, 1, 2, 1}},
      .filter = {octet::elements<const std::int8_t>::in_bytes(filter.data()), {1, 1, 3, 1}},
      .bias = bias.data(),
      .output = {octet::elements<std::int8_t>::in_bytes(output.data()), {1, 1, 6, 1}},
      .input_zero_point = 1,
      .window = {.y = {}, .x = {.size = 3, .stride = 2}},
      .requantize = {.multipliers = &one,
                     .per_channel = false,
                     .zero_point = -1000 + 3,
                     .clamp = {-128, 127}}});
  return output;
}
// Inputs less their zero point: 1 -4. Taps: 1 | 10 | -100 - 4 | -40 | 400 | nothing; and 3.
static_assert(in_the_compiler() == std::array<std::uint8_t, 6>{4, 13, 0x9b, 0xdb, 127, 3});

}  // namespace

TEST_CASE("the inputs that reach an output are those whose window lies on it") {
  for (std::int32_t size = 1; size < 5; ++size) {
    for (std::int32_t stride = 1; stride < 5; ++stride) {
      for (std::int32_t pad = 0; pad < 4; ++pad) {
        const octet::transposed_axis axis{{.size = size, .stride = stride, .pad = pad}, 4};
        for (std::int32_t o = 0; o < 20; ++o) {
          std::vector<std::pair<std::int32_t, std::int32_t>> expected, actual;
          for (std::int32_t i = 0; i < 4; ++i) {
            for (std::int32_t tap = 0; tap < size; ++tap) {
              if (i * stride - pad + tap == o) expected.emplace_back(tap, i);
            }
          }
          axis.for_each_input(
              o, [&](std::int32_t tap, std::int32_t i) { actual.emplace_back(tap, i); });
          CHECK(actual == expected);
        }
      }
    }
  }
}
