// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// conv_2d against a sum over every tap in exact integers.
#include "octet/kernels/conv_2d.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "octet/kernels/backend/armv7e_m.hpp"
#include "octet/kernels/backend/backend.hpp"
#include "support/kernel_oracle.hpp"

using octet_test::dice;
using octet_test::image_case;

namespace {

struct conv_case {
  image_case image;
  std::int32_t groups, outputs;
  std::vector<std::int8_t> input, filter;
  std::vector<std::int32_t> bias;
  std::int32_t input_zero_point, output_zero_point;
  bool per_channel;
  std::vector<double> factors;
  octet::clamp_range<std::int32_t> clamp;

  explicit conv_case(dice& d)
      : image(image_case::random(d, 3)),
        groups(d.chance(3) ? d.between(2, 3) : 1),
        outputs(groups * d.between(1, (d.chance(10) ? 300 : 40) / groups)),
        input_zero_point(d.code<std::int8_t>()),
        output_zero_point(d.code<std::int8_t>()),
        per_channel(d.chance(2)),
        clamp(d.clamp()) {
    // Windows with more taps than a column holds are rare: they take long.
    image.channels = groups * (d.chance(12) ? d.between(20, 40) : d.between(1, 9));
    input = d.codes<std::int8_t>(image.input_count());
    filter = d.codes<std::int8_t>(size(outputs) * size(image.y.size * image.x.size * depth()));
    if (d.chance(2)) bias = d.biases(size(outputs));
    factors = d.factors(per_channel ? size(outputs) : 1);
  }

  std::int32_t depth() const { return image.channels / groups; }
  static std::size_t size(std::int32_t n) { return static_cast<std::size_t>(n); }

  std::vector<std::int8_t> expected() const {
    std::vector<std::int8_t> out;
    image.for_each_position([&](std::size_t position) {
      for (std::int32_t o = 0; o < outputs; ++o) {
        std::int64_t sum = bias.empty() ? 0 : bias[size(o)];
        const std::int32_t group = o / (outputs / groups);
        image.for_each_tap(position, [&](std::int32_t ky, std::int32_t kx, std::size_t pixel) {
          for (std::int32_t c = 0; c < depth(); ++c) {
            const std::int32_t tap = ((o * image.y.size + ky) * image.x.size + kx) * depth() + c;
            sum += (input[pixel + size(group * depth() + c)] - input_zero_point) *
                   std::int64_t{filter[size(tap)]};
          }
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
    std::vector<std::int8_t> out(image.output_positions() * size(outputs));
    const auto multipliers = octet_test::multipliers_of(factors);
    octet::conv_2d<Backend>(octet::conv_2d_args{
        .input = {input.data(), {image.batch, image.y.input, image.x.input, image.channels}},
        .filter = {filter.data(), {outputs, image.y.size, image.x.size, depth()}},
        .bias = bias.empty() ? nullptr : bias.data(),
        .output = {out.data(), {image.batch, image.y.output(), image.x.output(), outputs}},
        .input_zero_point = input_zero_point,
        .window = image.window(),
        .requantize = {.multipliers = multipliers.data(),
                       .per_channel = per_channel,
                       .zero_point = output_zero_point,
                       .clamp = clamp}});
    return out;
  }
};

/// With several columns at once and the zero point in the sums they start from, as Helium has it.
struct folding : octet::scalar {
  static constexpr std::int32_t columns_at_once = 3;
  template <class Sum, class T, class W>
  static constexpr bool folds_zero_point = true;
};
static_assert(octet::KernelBackend<folding>);

/// A kernel runs in the compiler, over bytes as well as over codes.
constexpr std::array<std::uint8_t, 2> in_the_compiler() {
  const std::array<std::uint8_t, 4> input{1, 2, 3, 0xfc};  // 1 2 3 -4, two pixels
  const std::array<std::uint8_t, 2> filter{10, 0xff};      // 10 -1
  const std::array<std::int32_t, 1> bias{4};
  const std::array<octet::multiplier, 1> half{octet::multiplier::from_real(0.5)};
  std::array<std::uint8_t, 2> output{};
  octet::conv_2d(octet::conv_2d_args{
      .input = {octet::elements<const std::int8_t>::in_bytes(input.data()), {1, 1, 2, 2}},
      .filter = {octet::elements<const std::int8_t>::in_bytes(filter.data()), {1, 1, 1, 2}},
      .bias = bias.data(),
      .output = {octet::elements<std::int8_t>::in_bytes(output.data()), {1, 1, 2, 1}},
      .input_zero_point = 1,
      .window = {.y = {.output = 1}, .x = {.output = 2}},
      .requantize = {.multipliers = half.data(), .zero_point = 3, .clamp = {-128, 127}}});
  return output;
}
// 4 + 0 * 10 - 1 = 3, half of it 1.5 -> 2; 4 + 2 * 10 + 5 = 29, half of it 14.5 -> 15
static_assert(in_the_compiler() == std::array<std::uint8_t, 2>{5, 18});

}  // namespace

TEST_CASE_TEMPLATE("conv_2d equals the sum over every tap", Backend, octet::scalar, octet::armv7e_m,
                   folding) {
  dice d(1);
  for (int i = 0; i < 600; ++i) {
    const conv_case c(d);
    CAPTURE(i);
    CHECK(c.actual<Backend>() == c.expected());
  }
}

TEST_CASE("conv_2d clamps before it adds the zero point, where the sum would leave int32") {
  const std::array<std::int8_t, 1> input{127}, filter{127};
  const auto almost_one = octet::multiplier::from_real(1.0 - 0x1p-31);
  for (const std::int32_t sign : {-1, 1}) {
    const std::int32_t bias = sign * std::numeric_limits<std::int32_t>::max();
    std::int8_t output = 0;
    octet::conv_2d(octet::conv_2d_args{
        .input = {input.data(), {1, 1, 1, 1}},
        .filter = {filter.data(), {1, 1, 1, 1}},
        .bias = &bias,
        .output = {&output, {1, 1, 1, 1}},
        .input_zero_point = 127,
        .window = {.y = {.output = 1}, .x = {.output = 1}},
        .requantize = {.multipliers = &almost_one, .zero_point = sign * 100, .clamp = {-100, 90}}});
    CHECK(output == (sign < 0 ? -100 : 90));
  }
}
