// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include "octet/pipeline/pipeline.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

namespace {

using i8 = std::int8_t;
using octet::padding;
namespace layer = octet::layer;

// All scales are 1: codes are numbers, and plain integers are the oracle.
constexpr octet::tensor_format plain{};
constexpr std::array<float, 1> one{1};
constexpr std::array<i8, 2 * 3 * 3> conv_weights{1, 0, -1, 0, 1, 0, -1, 0, 1,
                                                 0, 1, 0,  1, 1, 1, 0,  1, 0};
constexpr std::array<std::int32_t, 2> conv_bias{3, -2};
constexpr std::array<i8, 2 * 2 * 2> depthwise_weights{1, -1, 2, 1, 1, 0, -1, 1};
constexpr std::array<i8, 3 * 8> dense_weights{1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, -1,
                                              0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 1};

/// A user's stage: every code but half.
struct halve {
  using input_type = i8;
  using output_type = i8;
  constexpr octet::tensor_kind output_kind(const octet::tensor_kind& in) const { return in; }
  void run(std::span<const i8> in, std::span<i8> out) const {
    std::ranges::transform(in, out.begin(), [](i8 x) { return static_cast<i8>(x / 2); });
  }
};

constexpr auto layers =
    octet::input<6, 5, 1>{plain} |
    layer::conv_2d{.weights = conv_weights,
                   .scales = one,
                   .bias = conv_bias,
                   .channels = 2,
                   .kernel = {3, 3},
                   .padding = padding::same,
                   .activation = octet::activation::relu,
                   .output = plain} |
    halve{} |
    layer::depthwise_conv_2d{.weights = depthwise_weights,
                             .scales = one,
                             .channels = 2,
                             .kernel = {2, 2},
                             .output = plain} |
    layer::max_pool_2d{.size = {2, 2}, .stride = {2, 2}} | layer::reshape<8>{} |
    layer::fully_connected{.weights = dense_weights, .scales = one, .channels = 3, .output = plain};
constexpr auto net = octet::pipeline<layers>;

static_assert(net.macc == 6 * 5 * 2 * 9 + 5 * 4 * 2 * 4 + 24);
// 60 codes of each of the two tensors between conv_2d and depthwise_conv_2d are alive together.
static_assert(net.arena_bytes == 2 * 64);
static_assert(net.model().node_count() == 6);
static_assert(net.model().tensor(2).shape == octet::shape_of(1, 6, 5, 2));

i8 saturated(int v) { return static_cast<i8>(std::clamp(v, -128, 127)); }

std::array<i8, 3> expected(std::span<const i8> x) {
  int a[6][5][2] = {}, b[5][4][2] = {}, c[8] = {};
  for (int y = 0; y < 6; ++y) {
    for (int column = 0; column < 5; ++column) {
      for (int o = 0; o < 2; ++o) {
        int sum = conv_bias[static_cast<std::size_t>(o)];
        for (int k = 0; k < 9; ++k) {
          const int v = y + k / 3 - 1, u = column + k % 3 - 1;
          if (v < 0 || v >= 6 || u < 0 || u >= 5) continue;
          sum += x[static_cast<std::size_t>(v * 5 + u)] *
                 conv_weights[static_cast<std::size_t>(o * 9 + k)];
        }
        a[y][column][o] = std::max<int>(saturated(sum), 0) / 2;
      }
    }
  }
  for (int y = 0; y < 5; ++y) {
    for (int column = 0; column < 4; ++column) {
      for (int o = 0; o < 2; ++o) {
        int sum = 0;
        for (int k = 0; k < 4; ++k)
          sum += a[y + k / 2][column + k % 2][o] *
                 depthwise_weights[static_cast<std::size_t>(2 * k + o)];
        b[y][column][o] = saturated(sum);
      }
    }
  }
  for (int i = 0; i < 8; ++i) {
    const int y = i / 4 * 2, u = i / 2 % 2 * 2, o = i % 2;
    c[i] = std::max({b[y][u][o], b[y][u + 1][o], b[y + 1][u][o], b[y + 1][u + 1][o]});
  }
  std::array<i8, 3> out{};
  for (std::size_t o = 0; o < 3; ++o) {
    int sum = 0;
    for (std::size_t i = 0; i < 8; ++i) sum += c[i] * dense_weights[o * 8 + i];
    out[o] = saturated(sum);
  }
  return out;
}

TEST_CASE("a pipeline computes what its layers and stages say") {
  std::mt19937 random(11);
  std::uniform_int_distribution<int> codes(-20, 40);
  decltype(net)::memory memory{};
  for (int sample = 0; sample < 50; ++sample) {
    const auto in = net.input<i8>(memory);
    static_assert(in.size() == 30);
    std::ranges::generate(in, [&] { return static_cast<i8>(codes(random)); });
    const auto wanted = expected(std::vector<i8>(in.begin(), in.end()));
    REQUIRE(net.run(memory) == octet::errc::ok);
    CHECK(std::ranges::equal(net.output<i8>(memory), wanted));
  }
}

// Real values in and out; between them numbers of fixed point, and a stage that computes with them.
struct square {
  using input_type = octet::q<3, 4>;
  using output_type = octet::q<6, 9>;
  constexpr octet::tensor_kind output_kind(const octet::tensor_kind& in) const {
    return {octet::format_of<output_type>, in.shape};
  }
  void run(std::span<const input_type> in, std::span<output_type> out) const {
    for (std::size_t i = 0; i < in.size(); ++i)
      out[i] = octet::narrow<output_type, octet::nearest_even, octet::saturate>(in[i] * in[i]);
  }
};

constexpr auto squares = octet::input<4>{octet::real_values} |
                         layer::quantize{octet::format_of<octet::q<3, 4>>} | square{} |
                         layer::dequantize{};
constexpr auto squared = octet::pipeline<squares>;

TEST_CASE("quantize, dequantize and stages of fixed point are steps of a pipeline") {
  decltype(squared)::memory memory{};
  std::ranges::copy(std::array{1.0F, -1.25F, 0.03F, 7.9F}, squared.input<float>(memory).begin());
  REQUIRE(squared.run(memory) == octet::errc::ok);
  // 0.03 is 0 in steps of 1/16, 7.9 is 7.875.
  const std::array wanted{1.0F, 1.5625F, 0.0F, 62.015625F};
  CHECK(std::ranges::equal(squared.output<float>(memory), wanted));
}

// The layers that map codes, one behind the other.
constexpr auto maps =
    octet::input<2, 2, 1>{{.scale = 0.5F}} | layer::relu{} | layer::pad{.top = 1, .left = 2} |
    layer::average_pool_2d{.size = {3, 2}, .stride = {1, 2}} |
    layer::mean{.output = {.scale = 0.125F}} | layer::tanh{} | layer::logistic{} | layer::softmax{};
constexpr auto mapped = octet::pipeline<maps>;
static_assert(mapped.model().tensor(2).shape == octet::shape_of(1, 3, 4, 1));
static_assert(mapped.model().tensor(3).shape == octet::shape_of(1, 1, 2, 1));
static_assert(mapped.model().tensor(4).shape == octet::shape_of(1, 1));

TEST_CASE("layers that map codes") {
  decltype(mapped)::memory memory{};
  std::ranges::copy(std::array<i8, 4>{12, -3, 24, 6}, mapped.input<i8>(memory).begin());
  REQUIRE(mapped.run(memory) == octet::errc::ok);
  // The softmax of one value is 1, the highest code.
  CHECK(mapped.output<i8>(memory)[0] == 127);
}

// int16 activations take a bias of int64.
constexpr octet::tensor_format wide{.type = octet::tensor_type::int16};
constexpr std::array<i8, 4> wide_weights{1, -2, 3, 4};
constexpr std::array<std::int64_t, 2> wide_bias{1000, -7};
constexpr auto wide_layers = octet::input<2>{wide} | layer::fully_connected{.weights = wide_weights,
                                                                            .scales = one,
                                                                            .wide_bias = wide_bias,
                                                                            .channels = 2,
                                                                            .output = wide};
constexpr auto wide_net = octet::pipeline<wide_layers>;

TEST_CASE("a pipeline of int16 codes") {
  decltype(wide_net)::memory memory{};
  std::ranges::copy(std::array<std::int16_t, 2>{500, 200},
                    wide_net.input<std::int16_t>(memory).begin());
  REQUIRE(wide_net.run(memory) == octet::errc::ok);
  CHECK(std::ranges::equal(wide_net.output<std::int16_t>(memory),
                           std::array<std::int16_t, 2>{1100, 2293}));
}

// Two residual blocks. Scales are powers of two, so that integers are the oracle.
constexpr octet::tensor_format halves{.scale = 0.5F};
constexpr octet::tensor_format halves_from_3{.scale = 0.5F, .zero_point = 3};
constexpr std::array<i8, 4> mixing{1, -1, 2, 1}, mixing_again{-1, 1, 1, 0};
constexpr auto residual_layers =
    octet::input<2, 3, 2>{halves} |
    layer::conv_2d{.weights = mixing,
                   .scales = one,
                   .channels = 2,
                   .activation = octet::activation::relu,
                   .output = plain} |
    layer::max_pool_2d{.size = {2, 1}, .stride = {1, 1}, .padding = padding::same} |
    layer::add{.back = 2, .output = halves_from_3} |
    layer::conv_2d{.weights = mixing_again, .scales = one, .channels = 2, .output = halves} |
    layer::add{.activation = octet::activation::relu, .output = halves};
constexpr auto residual = octet::pipeline<residual_layers>;
static_assert(residual.macc == 2 * 2 * 3 * 2 * 2);
// At most three tensors of 12 codes, each in 16 bytes, are alive together.
static_assert(residual.arena_bytes == 3 * 16);

TEST_CASE("add joins what residual blocks were given and what they made of it") {
  std::mt19937 random(12);
  std::uniform_int_distribution<int> codes(-60, 60);
  decltype(residual)::memory memory{};
  for (int sample = 0; sample < 50; ++sample) {
    int x[2][3][2], first[2][3][2], wanted[2][3][2];
    for (int i = 0; i < 12; ++i) x[i / 6][i / 2 % 3][i % 2] = codes(random);
    for (int i = 0; i < 12; ++i) {
      const int y = i / 6, u = i / 2 % 3, o = i % 2;
      int highest = 0;
      for (int v = y; v < 2; ++v) {
        // Codes of halves to codes of ones; ties of positive numbers go up.
        const int twice = x[v][u][0] * mixing[static_cast<std::size_t>(2 * o)] +
                          x[v][u][1] * mixing[static_cast<std::size_t>(2 * o + 1)];
        highest = std::max<int>(highest, saturated((twice + 1) >> 1));
      }
      first[y][u][o] = saturated(x[y][u][o] + 2 * highest + 3) - 3;
    }
    for (int i = 0; i < 12; ++i) {
      const int y = i / 6, u = i / 2 % 3, o = i % 2;
      const int sum = first[y][u][0] * mixing_again[static_cast<std::size_t>(2 * o)] +
                      first[y][u][1] * mixing_again[static_cast<std::size_t>(2 * o + 1)];
      wanted[y][u][o] = std::max<int>(saturated(saturated(sum) + first[y][u][o]), 0);
    }
    const auto in = residual.input<i8>(memory);
    for (std::size_t i = 0; i < in.size(); ++i) in[i] = static_cast<i8>(x[i / 6][i / 2 % 3][i % 2]);
    REQUIRE(residual.run(memory) == octet::errc::ok);
    const auto out = residual.output<i8>(memory);
    for (std::size_t i = 0; i < out.size(); ++i)
      CHECK(int{out[i]} == wanted[i / 6][i / 2 % 3][i % 2]);
  }
}

// A block that halves the image and doubles the channels in both branches.
constexpr std::array<i8, 8> main_weights{1, 2, -1, 0, 3, 1, 0, -2};
constexpr std::array<i8, 2> shortcut_weights{2, -1};
constexpr auto halving_layers = octet::input<4, 2, 1>{plain} | layer::relu{} |
                                layer::conv_2d{.weights = main_weights,
                                               .scales = one,
                                               .channels = 2,
                                               .kernel = {2, 2},
                                               .stride = {2, 2},
                                               .output = plain} |
                                layer::shortcut{2, layer::conv_2d{.weights = shortcut_weights,
                                                                  .scales = one,
                                                                  .channels = 2,
                                                                  .stride = {2, 2},
                                                                  .output = plain}} |
                                layer::add{.output = plain};
constexpr auto halving = octet::pipeline<halving_layers>;
static_assert(halving.model().tensor(3).shape == octet::shape_of(1, 2, 1, 2));

TEST_CASE("a shortcut takes what layers before were given") {
  decltype(halving)::memory memory{};
  constexpr std::array<i8, 8> x{1, -2, 3, 4, -5, 6, 7, -8};
  std::ranges::copy(x, halving.input<i8>(memory).begin());
  REQUIRE(halving.run(memory) == octet::errc::ok);
  std::array<i8, 4> wanted{};
  for (std::size_t y = 0; y < 2; ++y) {
    for (std::size_t o = 0; o < 2; ++o) {
      int sum = x[4 * y] * shortcut_weights[o];  // of what relu was given
      for (std::size_t k = 0; k < 4; ++k)
        sum += std::max<int>(x[4 * y + k], 0) * main_weights[4 * o + k];
      wanted[2 * y + o] = saturated(sum);
    }
  }
  CHECK(std::ranges::equal(halving.output<i8>(memory), wanted));
}

constexpr auto wide_sum_layers = octet::input<3>{wide} | layer::relu{} | layer::add{.output = wide};
constexpr auto wide_sum = octet::pipeline<wide_sum_layers>;

TEST_CASE("add of int16 codes") {
  decltype(wide_sum)::memory memory{};
  std::ranges::copy(std::array<std::int16_t, 3>{500, -200, 30000},
                    wide_sum.input<std::int16_t>(memory).begin());
  REQUIRE(wide_sum.run(memory) == octet::errc::ok);
  CHECK(std::ranges::equal(wide_sum.output<std::int16_t>(memory),
                           std::array<std::int16_t, 3>{1000, -200, 32767}));
}

}  // namespace
