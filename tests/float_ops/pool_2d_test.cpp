// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// average_pool_2d and max_pool_2d in float against every tap in double.
#include "octet/float_ops/pool_2d.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "float_ops/real_case.hpp"
#include "octet/float_ops/average_pool_2d.hpp"
#include "octet/float_ops/max_pool_2d.hpp"

using octet_test::dice;
using octet_test::image_case;

namespace {

struct pool_case {
  image_case image;
  std::vector<float> input;
  octet::clamp_range<float> clamp;

  explicit pool_case(dice& d) : image(image_case::random(d, 1)), clamp(octet_test::real_clamp(d)) {
    image.channels = d.chance(20) ? 0 : d.between(1, 9);
    // All below zero now and then: a maximum must not start at 0.
    input = octet_test::reals(d, image.input_count());
    if (d.chance(4)) {
      for (float& x : input) x -= 3.0F;
    }
  }

  std::size_t channels() const { return static_cast<std::size_t>(image.channels); }

  /// f(values under the window)
  template <class F>
  std::vector<double> expected(F f) const {
    std::vector<double> out;
    image.for_each_position([&](std::size_t position) {
      for (std::size_t c = 0; c < channels(); ++c) {
        std::vector<double> taps;
        image.for_each_tap(position, [&](std::int32_t, std::int32_t, std::size_t pixel) {
          taps.push_back(double{input[pixel + c]});
        });
        out.push_back(octet_test::clamped(f(taps), clamp));
      }
    });
    return out;
  }

  std::vector<float> actual(void (*pool)(const octet::float_ops::pool_2d_args&)) const {
    std::vector<float> out = octet_test::unset(image.output_positions() * channels());
    pool({
        .input = {input.data(), {image.batch, image.y.input, image.x.input, image.channels}},
        .output = {out.data(), {image.batch, image.y.output(), image.x.output(), image.channels}},
        .window = image.window(),
        .clamp = clamp,
    });
    return out;
  }
};

double average(const std::vector<double>& taps) {
  double sum = 0;
  for (const double t : taps) sum += t;
  return sum / static_cast<double>(taps.size());
}

double largest(const std::vector<double>& taps) { return *std::ranges::max_element(taps); }

}  // namespace

TEST_CASE("float average_pool_2d equals the mean of the taps inside the image") {
  dice d(1);
  for (int i = 0; i < 600; ++i) {
    const pool_case c(d);
    CAPTURE(i);
    CHECK(octet_test::close(c.actual(octet::float_ops::average_pool_2d), c.expected(average)));
  }
}

TEST_CASE("float max_pool_2d equals the largest of the taps inside the image") {
  dice d(2);
  for (int i = 0; i < 600; ++i) {
    const pool_case c(d);
    CAPTURE(i);
    CHECK(octet_test::close(c.actual(octet::float_ops::max_pool_2d), c.expected(largest), 0.0));
  }
}
