// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What the tests of pools share: random images, and the codes under each window one by one.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "support/kernel_oracle.hpp"

namespace octet_test {

/// Runs a pool over random images and compares each output code with expected(codes under the
/// window), clamped. pool(args) calls the kernel; `block` is about how many channels it joins.
template <class Code, class Args, class Pool, class Expected>
void check_pool(dice& d, int cases, std::int32_t block, Pool pool, Expected expected_code) {
  using limits = std::numeric_limits<Code>;
  for (int i = 0; i < cases; ++i) {
    image_case image = image_case::random(d, 1);
    image.channels = d.chance(2) ? block + d.between(-1, 1) : d.between(0, 5);
    const std::vector<Code> input = d.codes<Code>(image.input_count());
    octet::clamp_range<std::int32_t> clamp{limits::min(), limits::max()};
    if (d.chance(2)) {
      const std::int32_t a = d.code<Code>(), b = d.code<Code>();
      clamp = {std::min(a, b), std::max(a, b)};
    }
    std::vector<Code> expected;
    image.for_each_position([&](std::size_t position) {
      for (std::size_t c = 0; c < static_cast<std::size_t>(image.channels); ++c) {
        std::vector<Code> taps;
        image.for_each_tap(position, [&](std::int32_t, std::int32_t, std::size_t pixel) {
          taps.push_back(input[pixel + c]);
        });
        expected.push_back(static_cast<Code>(clamped(expected_code(taps), clamp.min, clamp.max)));
      }
    });
    std::vector<Code> output(expected.size());
    pool(Args{.input = {input.data(), {image.batch, image.y.input, image.x.input, image.channels}},
              .output = {output.data(),
                         {image.batch, image.y.output(), image.x.output(), image.channels}},
              .window = image.window(),
              .clamp = clamp});
    CAPTURE(i);
    CHECK(output == expected);
  }
}

}  // namespace octet_test
