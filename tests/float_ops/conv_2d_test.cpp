// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// conv_2d in float against sums over every tap in double.
#include "octet/float_ops/conv_2d.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>

#include "support/float_case.hpp"

using octet_test::dice;
using octet_test::float_convolution;
using octet_test::image_case;

namespace {

float_convolution random_convolution(dice& d, const image_case& image, std::int32_t groups,
                                     std::int32_t deepest = 9) {
  const std::int32_t outputs = d.chance(20) ? 0 : d.between(1, 12 / groups);
  return {d, image, groups, d.between(1, deepest), outputs};
}

void check(const float_convolution& c) {
  const image_case& i = c.image;
  const auto actual = c.result_of([&](const float* input, const float* filter, float* output) {
    octet::float_ops::conv_2d({
        .input = {input, {i.batch, i.y.input, i.x.input, i.channels}},
        .filter = {filter, {c.outputs, i.y.size, i.x.size, c.depth()}},
        .bias = c.biases(),
        .output = {output, {i.batch, i.y.output(), i.x.output(), c.outputs}},
        .window = i.window(),
        .clamp = c.clamp,
    });
  });
  CHECK(octet_test::close(actual, c.expected()));
}

}  // namespace

TEST_CASE("float conv_2d equals the sum over every tap") {
  dice d(1);
  for (int i = 0; i < 600; ++i) {
    const std::int32_t groups = d.chance(3) ? d.between(2, 3) : 1;
    CAPTURE(i);
    check(random_convolution(d, image_case::random(d, 3), groups));
  }
}

TEST_CASE("float conv_2d: any number of positions, full registers or not") {
  dice d(2);
  const auto most = static_cast<std::int32_t>(2 * octet::float_ops::conv_2d_lanes + 1);
  for (std::int32_t positions = 0; positions <= most; ++positions) {
    CAPTURE(positions);
    check(random_convolution(d, {.batch = 1, .y = {}, .x = {.input = positions}}, 2));
  }
}

TEST_CASE("float conv_2d: windows larger than a block") {
  dice d(3);
  for (int i = 0; i < 40; ++i) {
    CAPTURE(i);
    check(random_convolution(d, image_case::random(d, 3), d.between(1, 2), 150));
  }
}
