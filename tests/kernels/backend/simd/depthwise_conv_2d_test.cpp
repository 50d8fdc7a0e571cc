// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Every SIMD target gives the codes of the scalar depthwise_conv_2d.
#include "octet/kernels/backend/simd/depthwise_conv_2d.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "octet/kernels/depthwise_conv_2d.hpp"
#include "support/simd_case.hpp"

using octet_test::dice;
using octet_test::guarded;
using octet_test::simd_case;

namespace {

template <class Args>
bool run_on(octet::simd_target target, const Args& a, octet::contract c) {
  const octet::simd_kernels& kernels = octet::kernels_of(target);
  const octet::depthwise_plan plan = octet::plan_depthwise(kernels, a, c);
  guarded<std::uint8_t> packed(plan.packed_bytes()), scratch(plan.scratch_bytes());
  if (!octet::prepare_depthwise(plan, a, packed.span())) return false;
  octet::run_depthwise(kernels, plan, a, packed.span(), scratch.span());
  return true;
}

template <octet::contract C, class T>
void check(const simd_case<T>& c) {
  const auto expected =
      c.result_of([](const auto& a) { octet::depthwise_conv_2d<octet::basic_scalar<C>>(a); });
  for (const octet::simd_target target : octet_test::simd_targets()) {
    CAPTURE(std::string(octet::name_of(target)));
    bool ran = false;
    const auto actual = c.result_of([&](const auto& a) { ran = run_on(target, a, C); });
    REQUIRE(ran);
    CHECK(actual == expected);
  }
}

template <class T>
simd_case<T> random_depthwise(dice& d) {
  auto image = octet_test::image_case::random(d, d.chance(3) ? 3 : 1);
  if (d.chance(4)) image.x.size = d.between(5, 9);
  if (d.chance(4)) image.y.size = d.between(5, 7);
  // One column, as sound has.
  if (d.chance(6)) image.x.input = image.x.size = 1;
  const std::int32_t channels = std::max(1, octet_test::some_channels(d));
  return {d, image, true, channels, channels * (d.chance(4) ? d.between(2, 4) : 1)};
}

}  // namespace

TEST_CASE("depthwise_conv_2d of int8 codes on every target equals the scalar, contract A") {
  dice d(21);
  for (int i = 0; i < 200; ++i) {
    CAPTURE(i);
    check<octet::contract::double_rounding>(random_depthwise<std::int8_t>(d));
  }
}

TEST_CASE("depthwise_conv_2d of int8 codes on every target equals the scalar, contract B") {
  dice d(22);
  for (int i = 0; i < 60; ++i) {
    CAPTURE(i);
    check<octet::contract::single_rounding>(random_depthwise<std::int8_t>(d));
  }
}

TEST_CASE("depthwise_conv_2d of int16 codes on every target equals the scalar, contract C") {
  dice d(23);
  for (int i = 0; i < 120; ++i) {
    CAPTURE(i);
    check<octet::contract::double_rounding>(random_depthwise<std::int16_t>(d));
  }
}

TEST_CASE("biases far beyond the products") {
  dice d(26);
  for (int i = 0; i < 10; ++i) {
    auto c = random_depthwise<std::int8_t>(d);
    c.bias.clear();
    for (std::int32_t o = 0; o < c.outputs; ++o) c.bias.push_back(d.between(-(1 << 29), 1 << 29));
    check<octet::contract::double_rounding>(c);
  }
}

namespace {

/// A square window without gaps, as most models have them.
template <class T>
simd_case<T> plain_depthwise(dice& d, std::int32_t size, std::int32_t width,
                             std::int32_t channels) {
  octet_test::image_case image;
  const std::int32_t stride = d.between(1, 2);
  const auto padding = d.chance(3) ? octet::padding::valid : octet::padding::same;
  const std::int32_t least = padding == octet::padding::valid ? size : 1;
  image.batch = d.between(1, 2);
  image.y = {.input = d.between(least, 9), .size = size, .stride = stride, .padding = padding};
  image.x = {.input = d.between(least, width), .size = size, .stride = stride, .padding = padding};
  return {d, image, true, channels, channels};
}

template <class T>
void check_any_contract(dice& d, const simd_case<T>& c) {
  sizeof(T) == 1 && d.chance(4) ? check<octet::contract::single_rounding>(c)
                                : check<octet::contract::double_rounding>(c);
}

}  // namespace

TEST_CASE_TEMPLATE("3x3 over pixels of about whole vectors, which go in columns", T, std::int8_t,
                   std::int16_t) {
  dice d(27);
  for (int i = 0; i < 250; ++i) {
    CAPTURE(i);
    const std::int32_t channels = d.chance(2) ? 8 * d.between(1, 24) : d.between(28, 200);
    check_any_contract(d, plain_depthwise<T>(d, 3, 9, channels));
  }
}

namespace {

/// The sum up to 100 steps from zero that is nearest to where its step begins, in contract A.
std::int32_t sum_beside_edge(double factor) {
  int exponent = 0;
  const double first_rounding = 0.5 / std::frexp(factor, &exponent);
  double nearest = 0, least = 1;
  for (int k = 1; k <= 100; ++k) {
    const double edge = (k - 0.5) / factor - first_rounding, away = edge - std::round(edge);
    if (std::abs(away) < least) nearest = std::round(edge);
    least = std::min(least, std::abs(away));
  }
  return static_cast<std::int32_t>(nearest);
}

}  // namespace

TEST_CASE("a block whose panels need one float and two") {
  dice d(29);
  for (int i = 0; i < 40; ++i) {
    CAPTURE(i);
    auto c = plain_depthwise<std::int8_t>(d, 3, 5, 64);
    std::fill(c.filter.begin(), c.filter.end(), std::int8_t{0});
    c.output_zero_point = 0;
    c.clamp = {-128, 127};
    c.multipliers.clear();
    c.bias.clear();
    for (std::int32_t o = 0; o < c.outputs; ++o) {
      const float scale = o / 16 == i % 4 ? d.scale(-13, -12) : d.scale(-5, -4);
      const double factor = double{scale} * (1 + d.between(1, 100) * 1e-9);  // no float
      c.multipliers.push_back(octet::multiplier::from_real(factor));
      c.bias.push_back(sum_beside_edge(factor) * (d.chance(2) ? 1 : -1));
    }
    check<octet::contract::double_rounding>(c);
  }
}

TEST_CASE("packed weights of stacks stay small, whatever the number of channels") {
  for (std::int32_t channels = 1; channels < 2048; ++channels) {
    CAPTURE(channels);
    const octet::window_axis axis{.size = 5, .pad = 2, .output = 28};
    const octet::simd_image image{.height = 28,
                                  .width = 28,
                                  .channels = channels,
                                  .outputs = channels,
                                  .window = {.y = axis, .x = axis}};
    const auto plan = octet::depthwise_plan::make(
        image, octet::simd_form::biased_8, octet::simd_contract::double_rounding, 64, 32, true);
    const auto weights = static_cast<std::size_t>(channels) * 25;
    CHECK(plan.packed_bytes() <= 256 * 1024 + 32 * weights);
    if (channels < 64) CHECK(plan.stacks);
  }
}

TEST_CASE("3x3 over small pixels and 5x5, which go in stacks") {
  dice d(28);
  for (int i = 0; i < 250; ++i) {
    CAPTURE(i);
    const std::int32_t size = d.chance(2) ? 3 : 5;
    const std::int32_t channels = d.chance(2) ? 8 * d.between(1, 10) : d.between(1, 70);
    check_any_contract(d, plain_depthwise<std::int8_t>(d, size, 40, channels));
    if (size == 3) {
      check<octet::contract::double_rounding>(plain_depthwise<std::int16_t>(d, size, 40, channels));
    }
  }
  // Channels that go slice by slice, the last one smaller.
  for (int i = 0; i < 20; ++i) {
    CAPTURE(i);
    const std::int32_t channels = 16 * d.between(16, 22);
    check_any_contract(d, plain_depthwise<std::int8_t>(d, 5, 9, channels));
  }
}

TEST_CASE("a line that takes several strips") {
  dice d(24);
  for (const std::int32_t stride : {1, 2}) {
    for (const std::int32_t channels : {40, 192}) {
      octet_test::image_case image;
      image.y = {.input = 9, .size = 3, .stride = stride, .padding = octet::padding::same};
      image.x = {.input = 60, .size = 3, .stride = stride, .padding = octet::padding::same};
      check<octet::contract::double_rounding>(
          simd_case<std::int8_t>{d, image, true, channels, channels});
    }
  }
}

TEST_CASE("a window with more lines of taps than the kernel takes is left to the scalar backend") {
  dice d(25);
  octet_test::image_case image;
  image.x.input = 2;
  image.y = {.input = 70, .size = 65};
  bool ran = true;
  simd_case<std::int8_t>(d, image, true, 3, 3).result_of([&](const auto& a) {
    ran = run_on(octet::simd_target::portable, a, octet::contract::double_rounding);
  });
  CHECK(!ran);
}
