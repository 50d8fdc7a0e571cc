// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// max_pool_2d against the largest of the codes under each window.
#include "octet/kernels/max_pool_2d.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "support/kernel_oracle.hpp"

using octet_test::dice;
using octet_test::image_case;

namespace {

constexpr std::array<std::uint8_t, 2> in_the_compiler() {
  const std::array<std::uint8_t, 4> input{0x80, 7, 0x81, 5};  // -128 7 | -127 5
  std::array<std::uint8_t, 2> output{};
  octet::max_pool_2d(octet::max_pool_2d_args{
      .input = {octet::elements<const std::int8_t>::in_bytes(input.data()), {1, 2, 1, 2}},
      .output = {octet::elements<std::int8_t>::in_bytes(output.data()), {1, 1, 1, 2}},
      .window = {.y = {.size = 2, .output = 1}, .x = {.output = 1}},
      .clamp = {-128, 6}});
  return output;
}
static_assert(in_the_compiler() == std::array<std::uint8_t, 2>{0x81, 6});

}  // namespace

TEST_CASE_TEMPLATE("max_pool_2d takes the largest code inside the image", Backend, octet::scalar) {
  dice d(4);
  for (int i = 0; i < 1000; ++i) {
    image_case image = image_case::random(d, 1);
    image.channels = d.chance(2) ? Backend::block + d.between(-1, 1) : d.between(0, 5);
    const auto channels = static_cast<std::size_t>(image.channels);
    const std::vector<std::int8_t> input = d.codes<std::int8_t>(image.input_count());
    const auto clamp = d.clamp();

    std::vector<std::int8_t> expected;
    image.for_each_position([&](std::size_t position) {
      for (std::size_t c = 0; c < channels; ++c) {
        std::int32_t highest = -128;
        image.for_each_tap(position, [&](std::int32_t, std::int32_t, std::size_t pixel) {
          highest = std::max<std::int32_t>(highest, input[pixel + c]);
        });
        expected.push_back(octet_test::clamped(highest, clamp));
      }
    });

    std::vector<std::int8_t> output(expected.size());
    octet::max_pool_2d<Backend>(octet::max_pool_2d_args{
        .input = {input.data(), {image.batch, image.y.input, image.x.input, image.channels}},
        .output = {output.data(),
                   {image.batch, image.y.output(), image.x.output(), image.channels}},
        .window = image.window(),
        .clamp = clamp});
    CAPTURE(i);
    CHECK(output == expected);
  }
}

TEST_CASE_TEMPLATE("max_pool_2d of other codes", Code, std::int16_t, std::uint8_t) {
  using limits = std::numeric_limits<Code>;
  dice d(7);
  for (int i = 0; i < 300; ++i) {
    image_case image = image_case::random(d, 1);
    image.channels = d.between(1, 5);
    const std::vector<Code> input = d.codes<Code>(image.input_count());
    std::vector<Code> expected;
    image.for_each_position([&](std::size_t position) {
      for (std::size_t c = 0; c < static_cast<std::size_t>(image.channels); ++c) {
        Code highest = limits::min();
        image.for_each_tap(position, [&](std::int32_t, std::int32_t, std::size_t pixel) {
          highest = std::max(highest, input[pixel + c]);
        });
        expected.push_back(highest);
      }
    });
    std::vector<Code> output(expected.size());
    octet::max_pool_2d(octet::basic_max_pool_2d_args<Code>{
        .input = {input.data(), {image.batch, image.y.input, image.x.input, image.channels}},
        .output = {output.data(),
                   {image.batch, image.y.output(), image.x.output(), image.channels}},
        .window = image.window(),
        .clamp = {limits::min(), limits::max()}});
    CAPTURE(i);
    CHECK(output == expected);
  }
}
