// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// depthwise_conv_2d in float against sums over every tap in double.
#include "octet/float_ops/depthwise_conv_2d.hpp"

#include <doctest/doctest.h>

#include <cstdint>

#include "support/float_case.hpp"

using octet_test::dice;
using octet_test::image_case;

TEST_CASE("float depthwise_conv_2d equals the sum over every tap") {
  dice d(1);
  for (int i = 0; i < 600; ++i) {
    const image_case image = image_case::random(d, 3);
    const std::int32_t channels = d.between(1, 17);
    const octet_test::float_depthwise c(d, image, channels, d.chance(2) ? 1 : d.between(2, 5));
    const auto actual = c.result_of([&](const float* input, const float* filter, float* output) {
      octet::float_ops::depthwise_conv_2d({
          .input = {input, {image.batch, image.y.input, image.x.input, channels}},
          .filter = {filter, {1, image.y.size, image.x.size, c.outputs}},
          .bias = c.biases(),
          .output = {output, {image.batch, image.y.output(), image.x.output(), c.outputs}},
          .window = image.window(),
          .clamp = c.clamp,
      });
    });
    CAPTURE(i);
    CHECK(octet_test::close(actual, c.expected()));
  }
}
