// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// svdf against sums over its whole past, in exact integers.
#include "octet/kernels/svdf.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "support/kernel_oracle.hpp"
#include "support/wide_contracts.hpp"

using octet_test::dice;
using octet_test::int128;

namespace {

std::size_t size(std::int32_t n) { return static_cast<std::size_t>(n); }

std::int32_t saturated(int128 code, std::int32_t low, std::int32_t high) {
  return code < low ? low : code > high ? high : static_cast<std::int32_t>(code);
}

template <class State>
struct svdf_case {
  octet::svdf_sizes z;
  std::vector<std::int8_t> feature_weights;
  std::vector<State> time_weights;
  std::vector<std::int32_t> bias;  ///< may be empty
  std::int32_t input_zero, state_zero, output_zero;
  double feature_factor, output_factor;
  std::vector<std::vector<std::int32_t>> features{};  ///< of every step so far, (batch, filters)

  static svdf_case random(dice& d) {
    const octet::svdf_sizes z{.batch = d.between(0, 3),
                              .inputs = d.between(0, 9),
                              .units = d.between(1, 4),
                              .rank = d.between(1, 3),
                              .memory = d.between(1, 5)};
    svdf_case c{.z = z,
                .feature_weights = d.codes<std::int8_t>(size(z.filters() * z.inputs)),
                .time_weights = d.codes<State>(size(z.filters() * z.memory)),
                .bias = std::vector<std::int32_t>(d.chance(4) ? 0 : size(z.units)),
                .input_zero = d.code<std::int8_t>(),
                .state_zero = sizeof(State) == 1 ? d.code<std::int8_t>() : 0,
                .output_zero = d.code<std::int8_t>(),
                .feature_factor = d.scale(-12, 1),
                .output_factor = d.scale(sizeof(State) == 1 ? -14 : -28, -8)};
    // Now and then sums that leave int32.
    const std::int32_t reach = d.chance(3) ? std::numeric_limits<std::int32_t>::max() : 1 << 20;
    for (std::int32_t& b : c.bias) b = d.between(-reach, reach);
    return c;
  }

  /// Takes up the features of one input.
  void step(const std::vector<std::int8_t>& input) {
    std::vector<std::int32_t> row;
    for (std::int32_t n = 0; n < z.batch; ++n) {
      for (std::int32_t f = 0; f < z.filters(); ++f) {
        std::int64_t sum = 0;
        for (std::int32_t i = 0; i < z.inputs; ++i) {
          sum += std::int64_t{input[size(n * z.inputs + i)] - input_zero} *
                 feature_weights[size(f * z.inputs + i)];
        }
        using limits = std::numeric_limits<State>;
        row.push_back(saturated(octet_test::times_a(sum, feature_factor) + state_zero,
                                limits::min(), limits::max()));
      }
    }
    features.push_back(row);
  }

  std::int8_t output(std::int32_t n, std::int32_t u) const {
    std::int64_t sum = bias.empty() ? 0 : bias[size(u)];
    for (std::int32_t f = u * z.rank; f < (u + 1) * z.rank; ++f) {
      for (std::int32_t age = 0; age < z.memory && size(age) < features.size(); ++age) {
        const std::int32_t code =
            features[features.size() - 1 - size(age)][size(n * z.filters() + f)];
        const std::int32_t weight = time_weights[size(f * z.memory + z.memory - 1 - age)];
        sum += std::int64_t{code - state_zero} * weight;
      }
    }
    const auto wrapped = static_cast<std::int32_t>(static_cast<std::uint64_t>(sum));
    return static_cast<std::int8_t>(
        saturated(octet_test::times_a(wrapped, output_factor) + output_zero, -128, 127));
  }
};

/// A unit of rank 1 that adds the last two inputs.
constexpr std::array<int, 3> in_the_compiler() {
  std::array<std::uint8_t, 1> input{};
  const std::array<std::uint8_t, 1> weight{1};
  const std::array<std::uint8_t, 2> time{1, 1};
  std::array<std::uint8_t, 2> state{};
  std::array<std::uint8_t, 1> output{};
  std::array<int, 3> outputs{};
  const octet::multiplier one = octet::multiplier::from_real(1.0);
  for (std::size_t i = 0; i < 3; ++i) {
    input[0] = static_cast<std::uint8_t>(10 + i);
    octet::svdf(octet::basic_svdf_args<std::int8_t>{
        .sizes = {.batch = 1, .inputs = 1, .units = 1, .rank = 1, .memory = 2},
        .input = octet::elements<const std::int8_t>::in_bytes(input.data()),
        .feature_weights = octet::elements<const std::int8_t>::in_bytes(weight.data()),
        .time_weights = octet::elements<const std::int8_t>::in_bytes(time.data()),
        .state = octet::elements<std::int8_t>::in_bytes(state.data()),
        .output = octet::elements<std::int8_t>::in_bytes(output.data()),
        .feature_scaling = one,
        .output_scaling = one});
    outputs[i] = output[0];
  }
  return outputs;
}
static_assert(in_the_compiler() == std::array{10, 10 + 11, 11 + 12});

}  // namespace

TEST_CASE_TEMPLATE("svdf equals the sums over its past", State, std::int8_t, std::int16_t) {
  dice d(71);
  for (int i = 0; i < 300; ++i) {
    auto c = svdf_case<State>::random(d);
    const octet::svdf_sizes& z = c.z;
    std::vector<State> state(size(z.batch * z.filters() * z.memory),
                             static_cast<State>(c.state_zero));
    for (int step = 0; step < 7; ++step) {
      const auto input = d.codes<std::int8_t>(size(z.batch * z.inputs));
      std::vector<std::int8_t> output(size(z.batch * z.units)), expected;
      c.step(input);
      for (std::int32_t n = 0; n < z.batch; ++n) {
        for (std::int32_t u = 0; u < z.units; ++u) expected.push_back(c.output(n, u));
      }
      octet::svdf(octet::basic_svdf_args<State>{
          .sizes = z,
          .input = input.data(),
          .feature_weights = c.feature_weights.data(),
          .time_weights = c.time_weights.data(),
          .bias = c.bias.data(),
          .state = state.data(),
          .output = output.data(),
          .input_zero_point = c.input_zero,
          .state_zero_point = c.state_zero,
          .output_zero_point = c.output_zero,
          .feature_scaling = octet::multiplier::from_real(c.feature_factor),
          .output_scaling = octet::multiplier::from_real(c.output_factor)});
      CAPTURE(i);
      CAPTURE(step);
      CHECK(output == expected);
    }
  }
}
