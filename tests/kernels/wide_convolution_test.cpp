// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// wide_convolution against conv_2d and depthwise_conv_2d with sums in int64, which share nothing
// with it but the window, where biases bring sums outside int32.
#include "octet/kernels/wide_convolution.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <vector>

#include "octet/kernels/conv_2d.hpp"
#include "octet/kernels/depthwise_conv_2d.hpp"
#include "support/kernel_oracle.hpp"

using octet_test::dice;
using octet_test::image_case;

namespace {

using wide_args =
    octet::basic_convolution_args<std::int8_t, std::int8_t, std::int32_t, octet::accumulator_64>;

struct wide_case {
  image_case image;
  std::int32_t groups, outputs;
  bool depthwise;
  std::vector<std::int8_t> input{}, filter{};
  std::vector<std::int32_t> bias{};
  std::vector<octet::multiplier> multipliers{};
  octet::clamp_range<std::int32_t> clamp{};

  static wide_case random(dice& d) {
    wide_case c{.image = image_case::random(d, 3),
                .groups = d.between(1, 3),
                .outputs = 0,
                .depthwise = d.chance(2)};
    c.image.channels = c.groups * (c.depthwise ? 1 : d.between(1, 4));
    c.outputs = c.groups * d.between(1, 3);
    c.input = d.codes<std::int8_t>(c.image.input_count());
    c.filter = d.codes<std::int8_t>(
        size(c.outputs * c.image.y.size * c.image.x.size * c.image.channels / c.groups));
    for (std::int32_t o = 0; o < c.outputs; ++o) {
      constexpr std::int32_t most = std::numeric_limits<std::int32_t>::max();
      c.bias.push_back(d.chance(2) ? most - d.between(0, 99) : d.between(0, 99) - most);
    }
    c.multipliers = octet_test::multipliers_of(d.factors(d.chance(2) ? 1 : size(c.outputs)));
    c.clamp = d.clamp();
    return c;
  }

  static std::size_t size(std::int32_t n) { return static_cast<std::size_t>(n); }

  template <class Run>
  std::vector<std::int8_t> codes(octet::walk order, Run run) const {
    std::vector<std::int8_t> out(image.output_positions() * size(outputs));
    const std::int32_t rows = image.y.size, columns = image.x.size;
    const octet::extents_4d plain{outputs, rows, columns, image.channels / groups};
    run(wide_args{
        .input = {input.data(), {image.batch, image.y.input, image.x.input, image.channels}},
        .filter = {filter.data(), depthwise ? octet::extents_4d{1, rows, columns, outputs} : plain},
        .bias = bias.data(),
        .output = {out.data(), {image.batch, image.y.output(), image.x.output(), outputs}},
        .input_zero_point = 7,
        .window = image.window(),
        .requantize = {.multipliers = multipliers.data(),
                       .per_channel = multipliers.size() > 1,
                       .zero_point = -3,
                       .clamp = clamp},
        .order = order});
    return out;
  }
};

}  // namespace

TEST_CASE("wide_convolution equals the kernels that it stands for") {
  dice d(5);
  for (int i = 0; i < 400; ++i) {
    CAPTURE(i);
    const wide_case c = wide_case::random(d);
    const auto expected = c.codes(octet::walk::forward, [&](const wide_args& a) {
      c.depthwise ? octet::depthwise_conv_2d(a) : octet::conv_2d(a);
    });
    for (octet::walk order : {octet::walk::forward, octet::walk::backward}) {
      CHECK(c.codes(order, [&](const wide_args& a) {
        octet::wide_convolution<octet::scalar>(a, c.depthwise);
      }) == expected);
    }
  }
}
