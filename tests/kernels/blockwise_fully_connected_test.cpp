// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// blockwise_fully_connected against sums in double over every weight and the scale of its block.
#include "octet/kernels/blockwise_fully_connected.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "support/hybrid_oracle.hpp"

using octet::float16;
using octet_test::dice;

namespace {

std::size_t size(std::int32_t n) { return static_cast<std::size_t>(n); }

/// Two codes a byte, the first in its low half.
std::vector<std::uint8_t> packed(const std::vector<std::int32_t>& codes) {
  std::vector<std::uint8_t> bytes((codes.size() + 1) / 2);
  for (std::size_t i = 0; i < codes.size(); ++i)
    bytes[i / 2] = static_cast<std::uint8_t>(bytes[i / 2] | (codes[i] & 15) << (i % 2 * 4));
  return bytes;
}

void check(dice& d) {
  const std::int32_t block = d.between(1, 9), blocks = d.between(1, 4);
  const std::int32_t depth = block * blocks, channels = d.between(0, 5), batch = d.between(0, 3);
  std::vector<std::int32_t> weights(size(channels * depth));
  for (auto& w : weights) w = d.between(-8, 7);
  // 0 and the smallest halves too; positive ones up to 2.
  std::vector<float16> scales(size(channels * blocks));
  for (float16& s : scales)
    s.bits = static_cast<std::uint16_t>(d.chance(8) ? d.between(0, 3) : d.between(0x1400, 0x4000));
  const std::vector<float> bias = octet_test::random_row(d, size(d.chance(3) ? 0 : channels));
  const auto clamp = octet::real_range(d.chance(2) ? octet::activation::relu6  //
                                                   : octet::activation::none);
  std::vector<float> input, output(size(batch * channels), -1);
  for (std::int32_t n = 0; n < batch; ++n) {
    const auto row = octet_test::random_row(d, size(depth));
    input.insert(input.end(), row.begin(), row.end());
  }
  std::vector<std::int8_t> scratch(size(depth));
  const std::vector<std::uint8_t> bytes = packed(weights);
  octet::blockwise_fully_connected(
      {.input = {input.data(), {batch, depth}},
       .filter = {octet::elements<const octet::int4>::in_bytes(bytes.data()), {channels, depth}},
       .scales = scales.data(),
       .block_size = block,
       .bias = bias.empty() ? nullptr : bias.data(),
       .output = {output.data(), {batch, channels}},
       .clamp = clamp,
       .scratch = scratch.data()});
  for (std::int32_t n = 0; n < batch; ++n) {
    const auto first = input.begin() + n * depth;
    const auto row =
        octet_test::quantized_row({first, first + depth}, octet::row_scheme::asymmetric);
    for (std::int32_t o = 0; o < channels; ++o) {
      double sum = bias.empty() ? 0 : double{bias[size(o)]};
      double magnitude = std::abs(sum);
      for (std::int32_t i = 0; i < depth; ++i) {
        const double scale{static_cast<float>(scales[size(o * blocks + i / block)])};
        const double product = row.value(size(i)) * weights[size(o * depth + i)] * scale;
        sum += product;
        magnitude += std::abs(product);
      }
      sum = std::clamp(sum, double{clamp.min}, double{clamp.max});
      REQUIRE(octet_test::is_near(output[size(n * channels + o)], sum, magnitude));
    }
  }
}

}  // namespace

TEST_CASE("every block of weights counts with its own scale") {
  dice d(9);
  for (int i = 0; i < 600; ++i) {
    CAPTURE(i);
    check(d);
  }
}
