// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// depthwise_conv_2d against a sum over every tap in exact integers.
#include "octet/kernels/depthwise_conv_2d.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <vector>

#include "octet/kernels/backend/armv7e_m.hpp"
#include "support/kernel_oracle.hpp"

using octet_test::dice;
using octet_test::image_case;

namespace {

struct depthwise_case {
  image_case image;
  std::int32_t multiplier;  ///< outputs of each channel
  std::vector<std::int8_t> input{}, filter{};
  std::vector<std::int32_t> bias{};
  std::int32_t input_zero_point, output_zero_point;
  bool per_channel;
  std::vector<double> factors{};
  octet::clamp_range<std::int32_t> clamp;

  template <class Backend>
  static depthwise_case random(dice& d) {
    depthwise_case c{.image = image_case::random(d, 3),
                     .multiplier = d.chance(2) ? 1 : d.between(2, 5),
                     .input_zero_point = d.code<std::int8_t>(),
                     .output_zero_point = d.code<std::int8_t>(),
                     .per_channel = d.chance(2),
                     .clamp = d.clamp()};
    // Channels on both sides of a block, and depth multipliers larger than one.
    constexpr std::int32_t block = Backend::block;
    if (d.chance(20)) {  // more taps than a list holds
      c.image.y = {.input = 9, .size = d.between(5, 9)};
      c.image.x = {.input = 12, .size = d.between(7, 10)};
    }
    c.image.channels = d.chance(3) ? block + d.between(-1, 1) : d.between(1, 9);
    if (d.chance(10)) c.image.channels = 1, c.multiplier = 2 * block + d.between(-1, 1);
    c.input = d.codes<std::int8_t>(c.image.input_count());
    c.filter = d.codes<std::int8_t>(size(c.image.y.size * c.image.x.size * c.outputs()));
    if (d.chance(2)) c.bias = d.biases(size(c.outputs()));
    c.factors = d.factors(c.per_channel ? size(c.outputs()) : 1);
    return c;
  }

  std::int32_t outputs() const { return image.channels * multiplier; }
  static std::size_t size(std::int32_t n) { return static_cast<std::size_t>(n); }

  std::vector<std::int8_t> expected() const {
    std::vector<std::int8_t> out;
    image.for_each_position([&](std::size_t position) {
      for (std::int32_t o = 0; o < outputs(); ++o) {
        std::int64_t sum = bias.empty() ? 0 : bias[size(o)];
        image.for_each_tap(position, [&](std::int32_t ky, std::int32_t kx, std::size_t pixel) {
          sum += (input[pixel + size(o / multiplier)] - input_zero_point) *
                 std::int64_t{filter[size((ky * image.x.size + kx) * outputs() + o)]};
        });
        const double factor = factors[per_channel ? size(o) : 0];
        out.push_back(
            octet_test::clamped(octet_test::times(sum, factor) + output_zero_point, clamp));
      }
    });
    return out;
  }

  template <class Backend>
  std::vector<std::int8_t> actual() const {
    std::vector<std::int8_t> out(image.output_positions() * size(outputs()));
    const auto multipliers = octet_test::multipliers_of(factors);
    octet::depthwise_conv_2d<Backend>(octet::depthwise_conv_2d_args{
        .input = {input.data(), {image.batch, image.y.input, image.x.input, image.channels}},
        .filter = {filter.data(), {1, image.y.size, image.x.size, outputs()}},
        .bias = bias.empty() ? nullptr : bias.data(),
        .output = {out.data(), {image.batch, image.y.output(), image.x.output(), outputs()}},
        .input_zero_point = input_zero_point,
        .window = image.window(),
        .requantize = {.multipliers = multipliers.data(),
                       .per_channel = per_channel,
                       .zero_point = output_zero_point,
                       .clamp = clamp}});
    return out;
  }
};

/// Two channels with two outputs each, one tap, in the compiler.
constexpr std::array<std::uint8_t, 4> in_the_compiler() {
  const std::array<std::uint8_t, 2> input{7, 0xff};         // 7 -1
  const std::array<std::uint8_t, 4> filter{1, 2, 0xfd, 4};  // 1 2 | -3 4
  const std::array<octet::multiplier, 1> one{octet::multiplier::from_real(1.0)};
  std::array<std::uint8_t, 4> output{};
  octet::depthwise_conv_2d(octet::depthwise_conv_2d_args{
      .input = {octet::elements<const std::int8_t>::in_bytes(input.data()), {1, 1, 1, 2}},
      .filter = {octet::elements<const std::int8_t>::in_bytes(filter.data()), {1, 1, 1, 4}},
      .output = {octet::elements<std::int8_t>::in_bytes(output.data()), {1, 1, 1, 4}},
      .window = {.y = {.output = 1}, .x = {.output = 1}},
      .requantize = {.multipliers = one.data(), .per_channel = false, .clamp = {-128, 127}}});
  return output;
}
static_assert(in_the_compiler() == std::array<std::uint8_t, 4>{7, 14, 3, 0xfc});

}  // namespace

TEST_CASE_TEMPLATE("depthwise_conv_2d equals the sum over every tap", Backend, octet::scalar,
                   octet::armv7e_m) {
  dice d(2);
  for (int i = 0; i < 600; ++i) {
    const auto c = depthwise_case::random<Backend>(d);
    CAPTURE(i);
    CHECK(c.template actual<Backend>() == c.expected());
  }
}
