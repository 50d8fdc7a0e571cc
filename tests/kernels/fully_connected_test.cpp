// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// fully_connected against products in exact integers.
#include "octet/kernels/fully_connected.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <vector>

#include "octet/kernels/backend/armv7e_m.hpp"
#include "support/kernel_oracle.hpp"

using octet_test::dice;

namespace {

struct product_case {
  std::int32_t batch, depth, channels;
  std::vector<std::int8_t> input, filter;
  std::vector<std::int32_t> bias;
  std::int32_t input_zero_point, output_zero_point;
  bool per_channel;
  std::vector<double> factors;
  octet::clamp_range<std::int32_t> clamp;

  explicit product_case(dice& d)
      : batch(d.between(0, 3)),
        depth(d.chance(5)   ? d.between(0, 2)
              : d.chance(9) ? d.between(240, 700)
                            : d.between(3, 140)),
        channels(d.between(0, 20)),
        input(d.codes<std::int8_t>(size(batch * depth))),
        filter(d.codes<std::int8_t>(size(channels * depth))),
        bias(d.chance(2) ? d.biases(size(channels)) : std::vector<std::int32_t>{}),
        input_zero_point(d.code<std::int8_t>()),
        output_zero_point(d.code<std::int8_t>()),
        per_channel(d.chance(2)),
        factors(d.factors(per_channel ? size(channels) : 1)),
        clamp(d.clamp()) {}

  static std::size_t size(std::int32_t n) { return static_cast<std::size_t>(n); }

  std::vector<std::int8_t> expected() const {
    std::vector<std::int8_t> out;
    for (std::int32_t i = 0; i < batch * channels; ++i) {
      const std::int32_t o = i % channels, n = i / channels;
      std::int64_t sum = bias.empty() ? 0 : bias[size(o)];
      for (std::int32_t k = 0; k < depth; ++k) {
        sum += (input[size(n * depth + k)] - input_zero_point) *
               std::int64_t{filter[size(o * depth + k)]};
      }
      const double factor = factors[per_channel ? size(o) : 0];
      out.push_back(octet_test::clamped(octet_test::times(sum, factor) + output_zero_point, clamp));
    }
    return out;
  }

  template <class Backend>
  std::vector<std::int8_t> actual() const {
    std::vector<std::int8_t> out(size(batch * channels));
    const auto multipliers = octet_test::multipliers_of(factors);
    octet::fully_connected<Backend>(
        octet::fully_connected_args{.input = {input.data(), {batch, depth}},
                                    .filter = {filter.data(), {channels, depth}},
                                    .bias = bias.empty() ? nullptr : bias.data(),
                                    .output = {out.data(), {batch, channels}},
                                    .input_zero_point = input_zero_point,
                                    .requantize = {.multipliers = multipliers.data(),
                                                   .per_channel = per_channel,
                                                   .zero_point = output_zero_point,
                                                   .clamp = clamp}});
    return out;
  }
};

constexpr std::array<std::uint8_t, 2> in_the_compiler() {
  const std::array<std::uint8_t, 2> input{3, 0xfe};         // 3 -2
  const std::array<std::uint8_t, 4> filter{1, 2, 0xfd, 4};  // 1 2 | -3 4
  const std::array<std::int32_t, 2> bias{5, 6};
  const std::array<octet::multiplier, 2> factors{octet::multiplier::from_real(1.0),
                                                 octet::multiplier::from_real(2.0)};
  std::array<std::uint8_t, 2> output{};
  octet::fully_connected(octet::fully_connected_args{
      .input = {octet::elements<const std::int8_t>::in_bytes(input.data()), {1, 2}},
      .filter = {octet::elements<const std::int8_t>::in_bytes(filter.data()), {2, 2}},
      .bias = bias.data(),
      .output = {octet::elements<std::int8_t>::in_bytes(output.data()), {1, 2}},
      .requantize = {.multipliers = factors.data(), .zero_point = 1, .clamp = {-20, 127}}});
  return output;
}
// 5 + 3 - 4 + 1 = 5; 2 * (6 - 9 - 8) + 1 = -21, clamped to -20
static_assert(in_the_compiler() == std::array<std::uint8_t, 2>{5, 0xec});

}  // namespace

TEST_CASE_TEMPLATE("fully_connected equals the product", Backend, octet::scalar, octet::armv7e_m) {
  dice d(3);
  for (int i = 0; i < 1000; ++i) {
    const product_case c(d);
    CAPTURE(i);
    CHECK(c.actual<Backend>() == c.expected());
  }
}
