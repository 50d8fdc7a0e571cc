// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// conv_2d in float against sums over every tap in double.
#include "octet/float_ops/conv_2d.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "float_ops/real_case.hpp"

using octet_test::dice;
using octet_test::image_case;

namespace {

struct conv_case {
  image_case image;
  std::int32_t groups, outputs;
  std::vector<float> input, filter, bias;
  octet::clamp_range<float> clamp;

  conv_case(dice& d, const image_case& window, std::int32_t group_count, std::int32_t deepest = 9)
      : image(window),
        groups(group_count),
        outputs(d.chance(20) ? 0 : groups * d.between(1, 12 / groups)),
        clamp(octet_test::real_clamp(d)) {
    image.channels = groups * d.between(1, deepest);
    input = octet_test::reals(d, image.input_count());
    filter = octet_test::reals(d, size(outputs) * size(image.y.size * image.x.size * depth()));
    if (d.chance(2)) bias = octet_test::reals(d, size(outputs));
  }

  static std::size_t size(std::int32_t n) { return static_cast<std::size_t>(n); }
  std::int32_t depth() const { return image.channels / groups; }

  std::vector<double> expected() const {
    std::vector<double> out;
    image.for_each_position([&](std::size_t position) {
      for (std::int32_t o = 0; o < outputs; ++o) {
        double sum = bias.empty() ? 0.0 : double{bias[size(o)]};
        const std::int32_t group = o / (outputs / groups);
        image.for_each_tap(position, [&](std::int32_t ky, std::int32_t kx, std::size_t pixel) {
          for (std::int32_t c = 0; c < depth(); ++c) {
            const std::int32_t tap = ((o * image.y.size + ky) * image.x.size + kx) * depth() + c;
            sum += double{input[pixel + size(group * depth() + c)]} * double{filter[size(tap)]};
          }
        });
        out.push_back(octet_test::clamped(sum, clamp));
      }
    });
    return out;
  }

  std::vector<float> actual() const {
    const octet::extents_4d filter_shape{outputs, image.y.size, image.x.size, depth()};
    std::vector<float> out = octet_test::unset(image.output_positions() * size(outputs));
    octet::float_ops::conv_2d({
        .input = {input.data(), {image.batch, image.y.input, image.x.input, image.channels}},
        .filter = {filter.data(), filter_shape},
        .bias = bias.empty() ? nullptr : bias.data(),
        .output = {out.data(), {image.batch, image.y.output(), image.x.output(), outputs}},
        .window = image.window(),
        .clamp = clamp,
    });
    return out;
  }
};

}  // namespace

TEST_CASE("float conv_2d equals the sum over every tap") {
  dice d(1);
  for (int i = 0; i < 600; ++i) {
    const std::int32_t groups = d.chance(3) ? d.between(2, 3) : 1;
    const conv_case c(d, image_case::random(d, 3), groups);
    CAPTURE(i);
    CHECK(octet_test::close(c.actual(), c.expected()));
  }
}

TEST_CASE("float conv_2d: any number of positions, full registers or not") {
  dice d(2);
  const auto most = static_cast<std::int32_t>(2 * octet::float_ops::conv_2d_lanes + 1);
  for (std::int32_t positions = 0; positions <= most; ++positions) {
    const conv_case c(d, {.batch = 1, .y = {}, .x = {.input = positions}}, 2);
    CAPTURE(positions);
    CHECK(octet_test::close(c.actual(), c.expected()));
  }
}

TEST_CASE("float conv_2d: windows larger than a block") {
  dice d(3);
  for (int i = 0; i < 40; ++i) {
    const conv_case c(d, image_case::random(d, 3), d.between(1, 2), 150);
    CAPTURE(i);
    CHECK(octet_test::close(c.actual(), c.expected()));
  }
}
