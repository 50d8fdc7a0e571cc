// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// depthwise_conv_2d in float against sums over every tap in double.
#include "octet/float_ops/depthwise_conv_2d.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "float_ops/real_case.hpp"

using octet_test::dice;
using octet_test::image_case;

namespace {

struct depthwise_case {
  image_case image;
  std::int32_t multiplier;
  std::vector<float> input, filter, bias;
  octet::clamp_range<float> clamp;

  explicit depthwise_case(dice& d)
      : image(image_case::random(d, 3)),
        multiplier(d.chance(2) ? 1 : d.between(2, 5)),
        clamp(octet_test::real_clamp(d)) {
    image.channels = d.between(1, 17);
    input = octet_test::reals(d, image.input_count());
    filter = octet_test::reals(d, size(image.y.size * image.x.size * outputs()));
    if (d.chance(2)) bias = octet_test::reals(d, size(outputs()));
  }

  static std::size_t size(std::int32_t n) { return static_cast<std::size_t>(n); }
  std::int32_t outputs() const { return image.channels * multiplier; }

  std::vector<double> expected() const {
    std::vector<double> out;
    image.for_each_position([&](std::size_t position) {
      for (std::int32_t o = 0; o < outputs(); ++o) {
        double sum = bias.empty() ? 0.0 : double{bias[size(o)]};
        image.for_each_tap(position, [&](std::int32_t ky, std::int32_t kx, std::size_t pixel) {
          sum += double{input[pixel + size(o / multiplier)]} *
                 double{filter[size((ky * image.x.size + kx) * outputs() + o)]};
        });
        out.push_back(octet_test::clamped(sum, clamp));
      }
    });
    return out;
  }

  std::vector<float> actual() const {
    std::vector<float> out = octet_test::unset(image.output_positions() * size(outputs()));
    octet::float_ops::depthwise_conv_2d({
        .input = {input.data(), {image.batch, image.y.input, image.x.input, image.channels}},
        .filter = {filter.data(), {1, image.y.size, image.x.size, outputs()}},
        .bias = bias.empty() ? nullptr : bias.data(),
        .output = {out.data(), {image.batch, image.y.output(), image.x.output(), outputs()}},
        .window = image.window(),
        .clamp = clamp,
    });
    return out;
  }
};

}  // namespace

TEST_CASE("float depthwise_conv_2d equals the sum over every tap") {
  dice d(1);
  for (int i = 0; i < 600; ++i) {
    const depthwise_case c(d);
    CAPTURE(i);
    CHECK(octet_test::close(c.actual(), c.expected()));
  }
}
