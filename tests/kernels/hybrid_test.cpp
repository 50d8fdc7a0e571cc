// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Rows of real values that are quantized while a model runs, and what accumulators become of them.
#include "octet/kernels/hybrid.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "octet/kernels/fully_connected.hpp"
#include "support/hybrid_oracle.hpp"

using octet::affine;
using octet::row_scheme;
using octet_test::dice;

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float most = std::numeric_limits<float>::max();
constexpr float tiny = std::numeric_limits<float>::denorm_min();
constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();

struct outcome {
  std::vector<std::int8_t> codes;
  affine params;
};

outcome quantize(row_scheme scheme, const std::vector<float>& x) {
  outcome o{std::vector<std::int8_t>(x.size()), {}};
  o.params = octet::quantize_row(scheme, x.data(), x.size(), 1, o.codes.data());
  return o;
}

using codes = std::vector<std::int8_t>;

}  // namespace

TEST_CASE("rows become the codes that TensorFlow Lite's steps give") {
  dice d(1);
  for (int i = 0; i < 4000; ++i) {
    const row_scheme scheme = d.chance(2) ? row_scheme::symmetric : row_scheme::asymmetric;
    std::vector<float> x = octet_test::random_row(d, static_cast<std::size_t>(d.between(1, 20)));
    const float scale = d.scale(-90, 90);
    for (float& v : x) v *= scale;
    const auto expected = octet_test::quantized_row(x, scheme);
    const std::size_t step = d.chance(3) ? 3 : 1;
    std::vector<float> spread(x.size() * step, not_a_number);
    for (std::size_t j = 0; j < x.size(); ++j) spread[j * step] = x[j];
    codes got(x.size());
    const affine params = octet::quantize_row(scheme, spread.data(), x.size(), step, got.data());
    CAPTURE(i);
    CHECK(params.scale == expected.scale);
    CHECK(params.zero_point == expected.zero);
    CHECK(std::vector<std::int32_t>(got.begin(), got.end()) == expected.codes);
  }
}

TEST_CASE("a row's codes reach to the ends, and zero is a code of its own") {
  const outcome symmetric = quantize(row_scheme::symmetric, {-2, 1, 0, 2, -1.99F});
  CHECK(symmetric.codes == codes{-127, 64, 0, 127, -126});
  CHECK(symmetric.params == affine{2.0F / 127, 0});
  const outcome both = quantize(row_scheme::asymmetric, {-1, 0, 254});
  CHECK(both.codes == codes{-128, -127, 127});
  CHECK(both.params == affine{1, -127});
  CHECK(quantize(row_scheme::asymmetric, {51, 255}).codes == codes{-77, 127});
  CHECK(quantize(row_scheme::asymmetric, {51, 255}).params == affine{1, -128});
  CHECK(quantize(row_scheme::asymmetric, {-51, -255}).codes == codes{76, -128});
  CHECK(quantize(row_scheme::asymmetric, {-51, -255}).params == affine{1, 127});
}

TEST_CASE("a row of zeros, or of nothing, has scale 1") {
  for (const row_scheme scheme : {row_scheme::symmetric, row_scheme::asymmetric}) {
    CHECK(quantize(scheme, {0, -0.0F, 0}).codes == codes{0, 0, 0});
    CHECK(quantize(scheme, {0, 0}).params == affine{1, 0});
    CHECK(quantize(scheme, {}).params == affine{1, 0});
    CHECK(quantize(scheme, {not_a_number, not_a_number}).params == affine{1, 0});
    CHECK(quantize(scheme, {not_a_number, not_a_number}).codes == codes{0, 0});
  }
}

TEST_CASE("NaN counts as 0, and infinities as the largest floats") {
  CHECK(quantize(row_scheme::symmetric, {not_a_number, 1, -2}).codes == codes{0, 64, -127});
  CHECK(quantize(row_scheme::asymmetric, {not_a_number, -1, 254}).codes == codes{-127, -128, 127});
  for (const float large : {infinity, most}) {
    const outcome symmetric = quantize(row_scheme::symmetric, {large, -large, 1, not_a_number});
    CHECK(symmetric.codes == codes{127, -127, 0, 0});
    CHECK(symmetric.params.scale == most / 127);
    const outcome asymmetric = quantize(row_scheme::asymmetric, {large, -large, 1, not_a_number});
    CHECK(asymmetric.codes == codes{127, -128, -1, -1});
    CHECK(asymmetric.params.zero_point == -1);
    CHECK(std::isfinite(asymmetric.params.scale));
    CHECK(quantize(row_scheme::asymmetric, {-large, 5}).codes == codes{-128, 127});
  }
}

TEST_CASE("rows so small that a reciprocal is infinite keep their signs") {
  for (const float small : {tiny, 1000 * tiny, 0x1p-125F}) {
    CHECK(quantize(row_scheme::symmetric, {small, 0, -small}).codes == codes{127, 0, -127});
    const outcome asymmetric = quantize(row_scheme::asymmetric, {small, 0, -small});
    CHECK(asymmetric.codes[0] == 127);
    CHECK(asymmetric.codes[1] == asymmetric.params.zero_point);
    CHECK(asymmetric.codes[2] <= -127);
  }
}

TEST_CASE("an accumulator becomes real by the scales of input and weights, bias and activation") {
  const std::array<float, 2> scales{0.5F, 4}, bias{100, -100};
  octet::hybrid_scaling s{.scales = scales.data(), .bias = bias.data(), .input_scale = 0.25F};
  CHECK(s.real(std::int32_t{8}, 0) == 101);
  CHECK(s.real(std::int64_t{8}, 1) == -92);
  s.per_channel = false;
  CHECK(s.real(std::int32_t{8}, 1) == -99);
  s.bias = {};
  CHECK(s.real(std::int32_t{8}, 1) == 1);
  CHECK(s.real(std::int64_t{1} << 40, 1) == 0x1p37F);
  s.clamp = octet::real_range(octet::activation::relu6);
  CHECK(s.real(std::int32_t{-8}, 1) == 0);
  CHECK(s.real(std::int32_t{1000}, 1) == 6);
}

namespace {

/// (2, -4) has the scale 4 / 127; its codes are (64, -127).
constexpr float product() {
  const std::array<float, 4> input{0, 0, 2, -4};
  const std::array<std::int8_t, 2> weights{127, 1};
  const std::array<float, 1> scale{127};
  std::array<std::int8_t, 2> scratch{};
  std::array<float, 2> output{-1, -1};
  octet::for_each_hybrid_row(
      octet::hybrid_args<std::int8_t, octet::extents<octet::dynamic, octet::dynamic>>{
          .input = {input.data(), {2, 2}},
          .filter = {weights.data(), {1, 2}},
          .output = {output.data(), {2, 1}},
          .scaling = {.scales = scale.data(), .per_channel = false},
          .scratch = scratch.data()},
      [](const auto& row) { octet::fully_connected<octet::hybrid_backend<octet::scalar>>(row); });
  return output[0] == 0 ? output[1] : -1;
}

static_assert(product() > 4 * (127 * 64 - 127) - 1 && product() < 4 * (127 * 64 - 127) + 1);

}  // namespace
