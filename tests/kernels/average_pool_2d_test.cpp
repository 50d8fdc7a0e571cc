// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// average_pool_2d against the rounded quotient of the codes under each window.
#include "octet/kernels/average_pool_2d.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "support/kernel_oracle.hpp"

using octet_test::dice;
using octet_test::image_case;

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

}  // namespace

TEST_CASE_TEMPLATE("average_pool_2d divides by the taps inside the image", Backend, octet::scalar) {
  dice d(5);
  for (int i = 0; i < 1000; ++i) {
    image_case image = image_case::random(d, 1);
    image.channels = d.chance(2) ? Backend::block + d.between(-1, 1) : d.between(0, 5);
    const auto channels = static_cast<std::size_t>(image.channels);
    const std::vector<std::int8_t> input = d.codes<std::int8_t>(image.input_count());
    const auto clamp = d.clamp();

    std::vector<std::int8_t> expected;
    image.for_each_position([&](std::size_t position) {
      for (std::size_t c = 0; c < channels; ++c) {
        double sum = 0, count = 0;
        image.for_each_tap(position, [&](std::int32_t, std::int32_t, std::size_t pixel) {
          sum += input[pixel + c];
          count += 1;
        });
        // Exact: the quotient of such small integers is a tie only if it is one in double, too.
        expected.push_back(octet_test::clamped(std::lround(sum / count), clamp));
      }
    });

    std::vector<std::int8_t> output(expected.size());
    octet::average_pool_2d<Backend>(octet::average_pool_2d_args{
        .input = {input.data(), {image.batch, image.y.input, image.x.input, image.channels}},
        .output = {output.data(),
                   {image.batch, image.y.output(), image.x.output(), image.channels}},
        .window = image.window(),
        .clamp = clamp});
    CAPTURE(i);
    CHECK(output == expected);
  }
}

TEST_CASE_TEMPLATE("average_pool_2d of other codes", Code, std::int16_t, std::uint8_t) {
  using limits = std::numeric_limits<Code>;
  dice d(6);
  for (int i = 0; i < 300; ++i) {
    image_case image = image_case::random(d, 1);
    image.channels = d.between(1, 5);
    const auto channels = static_cast<std::size_t>(image.channels);
    const std::vector<Code> input = d.codes<Code>(image.input_count());
    std::vector<Code> expected;
    image.for_each_position([&](std::size_t position) {
      for (std::size_t c = 0; c < channels; ++c) {
        double sum = 0, count = 0;
        image.for_each_tap(position, [&](std::int32_t, std::int32_t, std::size_t pixel) {
          sum += input[pixel + c];
          count += 1;
        });
        expected.push_back(static_cast<Code>(std::lround(sum / count)));
      }
    });
    std::vector<Code> output(expected.size());
    octet::average_pool_2d(octet::basic_average_pool_2d_args<Code>{
        .input = {input.data(), {image.batch, image.y.input, image.x.input, image.channels}},
        .output = {output.data(),
                   {image.batch, image.y.output(), image.x.output(), image.channels}},
        .window = image.window(),
        .clamp = {limits::min(), limits::max()}});
    CAPTURE(i);
    CHECK(output == expected);
  }
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
