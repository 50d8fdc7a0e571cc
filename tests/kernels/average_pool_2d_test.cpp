// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// average_pool_2d against the rounded quotient of the codes under each window.
#include "octet/kernels/average_pool_2d.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include "support/pool_case.hpp"

using octet_test::dice;

namespace {

/// Two codes and their mean, in the compiler.
constexpr std::int8_t mean_of(std::int8_t a, std::int8_t b, std::int32_t lowest = -128) {
  const std::array<std::uint8_t, 2> input{static_cast<std::uint8_t>(a),
                                          static_cast<std::uint8_t>(b)};
  std::array<std::uint8_t, 1> output{};
  octet::average_pool_2d(octet::average_pool_2d_args{
      .input = {octet::elements<const std::int8_t>::in_bytes(input.data()), {1, 1, 2, 1}},
      .output = {octet::elements<std::int8_t>::in_bytes(output.data()), {1, 1, 1, 1}},
      .window = {.y = {.output = 1}, .x = {.size = 2, .output = 1}},
      .clamp = {lowest, 127}});
  return static_cast<std::int8_t>(output[0]);
}
static_assert(mean_of(1, 2) == 2, "ties away from zero");
static_assert(mean_of(-1, -2) == -2);
static_assert(mean_of(0, -1) == -1);
static_assert(mean_of(-128, -128) == -128);
static_assert(mean_of(127, 126) == 127);
static_assert(mean_of(-5, -5, -3) == -3, "clamped after the division");

/// Exact: the quotient of such small integers is a tie only if it is one in double, too.
template <class Code>
std::int64_t rounded_mean(const std::vector<Code>& codes) {
  return std::lround(std::accumulate(codes.begin(), codes.end(), 0.0) /
                     static_cast<double>(codes.size()));
}

}  // namespace

TEST_CASE_TEMPLATE("average_pool_2d divides by the taps inside the image", Backend, octet::scalar) {
  dice d(5);
  octet_test::check_pool<std::int8_t, octet::average_pool_2d_args>(
      d, 1000, Backend::block, octet::average_pool_2d<Backend, octet::average_pool_2d_args>,
      rounded_mean<std::int8_t>);
}

TEST_CASE_TEMPLATE("average_pool_2d of other codes", Code, std::int16_t, std::uint8_t) {
  using args = octet::basic_average_pool_2d_args<Code>;
  dice d(6);
  octet_test::check_pool<Code, args>(d, 300, 4, octet::average_pool_2d<octet::scalar, args>,
                                     rounded_mean<Code>);
}

TEST_CASE("average_pool_2d of more int16 codes than an int32 holds the sum of") {
  constexpr std::int32_t side = 300;
  const std::vector<std::int16_t> input(side * side, -32768);
  std::int16_t output = 0;
  octet::average_pool_2d(octet::basic_average_pool_2d_args<std::int16_t>{
      .input = {input.data(), {1, side, side, 1}},
      .output = {&output, {1, 1, 1, 1}},
      .window = {.y = {.size = side, .output = 1}, .x = {.size = side, .output = 1}},
      .clamp = {-32768, 32767}});
  CHECK(output == -32768);
}
