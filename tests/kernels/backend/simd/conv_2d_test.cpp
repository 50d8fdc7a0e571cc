// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Every SIMD target gives the codes of the scalar conv_2d and fully_connected.
#include "octet/kernels/backend/simd/conv_2d.hpp"

#include <doctest/doctest.h>

#include <string>

#include "octet/kernels/conv_2d.hpp"
#include "octet/kernels/fully_connected.hpp"
#include "support/simd_case.hpp"

using octet_test::dice;
using octet_test::guarded;
using octet_test::simd_case;

namespace {

/// Plans, packs and runs; false where the filter is for the scalar backend.
template <class Args>
bool run_on(octet::simd_target target, const Args& a, octet::contract c) {
  const octet::simd_kernels& kernels = octet::kernels_of(target);
  const octet::product_plan plan = octet::plan_product(a, kernels, c);
  guarded<std::uint8_t> packed(plan.packed_bytes()), scratch(plan.scratch_bytes());
  if (!octet::prepare_product(plan, a, packed.span())) return false;
  octet::run_product(kernels, plan, a, packed.span(), scratch.span());
  return true;
}

template <octet::contract C, class T>
void check(const simd_case<T>& c) {
  const auto expected =
      c.result_of([](const auto& a) { octet::conv_2d<octet::basic_scalar<C>>(a); });
  for (const octet::simd_target target : octet_test::simd_targets()) {
    CAPTURE(std::string(octet::name_of(target)));
    bool ran = false;
    const auto actual = c.result_of([&](const auto& a) { ran = run_on(target, a, C); });
    REQUIRE(ran);
    CHECK(actual == expected);
  }
}

template <class T>
simd_case<T> random_convolution(dice& d) {
  const auto image = octet_test::image_case::random(d, d.chance(3) ? 3 : 1);
  const std::int32_t channels = octet_test::some_channels(d),
                     outputs = octet_test::some_channels(d);
  return {d, image, false, channels, outputs};
}

template <class T>
simd_case<T> random_product(dice& d) {
  octet_test::image_case image;
  image.x.input = d.chance(20) ? 0 : d.between(1, d.chance(3) ? 40 : 14);
  const std::int32_t channels = d.chance(4) ? d.between(1, 300) : octet_test::some_channels(d);
  return {d, image, false, channels, octet_test::some_channels(d)};
}

}  // namespace

TEST_CASE("conv_2d of int8 codes on every target equals the scalar, contract A") {
  dice d(11);
  for (int i = 0; i < 150; ++i) {
    CAPTURE(i);
    check<octet::contract::double_rounding>(random_convolution<std::int8_t>(d));
  }
}

TEST_CASE("conv_2d of int8 codes on every target equals the scalar, contract B") {
  dice d(12);
  for (int i = 0; i < 60; ++i) {
    CAPTURE(i);
    check<octet::contract::single_rounding>(random_convolution<std::int8_t>(d));
  }
}

TEST_CASE("conv_2d of int16 codes on every target equals the scalar, contract C") {
  dice d(13);
  for (int i = 0; i < 100; ++i) {
    CAPTURE(i);
    check<octet::contract::double_rounding>(random_convolution<std::int16_t>(d));
  }
}

TEST_CASE_TEMPLATE("pointwise products on every target equal the scalar", T, std::int8_t,
                   std::int16_t) {
  dice d(14);
  for (int i = 0; i < 120; ++i) {
    CAPTURE(i);
    check<octet::contract::double_rounding>(random_product<T>(d));
  }
}

TEST_CASE_TEMPLATE("rows, depths and channels that do not fill tiles", T, std::int8_t,
                   std::int16_t) {
  dice d(20);
  for (int i = 0; i < 150; ++i) {
    CAPTURE(i);
    octet_test::image_case rows;
    rows.x.input = d.between(2, 40);
    const std::int32_t depth = d.chance(2) ? d.between(1, 130) : 4 * d.between(8, 80);
    check<octet::contract::double_rounding>(simd_case<T>{d, rows, false, depth, d.between(1, 70)});
  }
}

TEST_CASE_TEMPLATE("rows too long for the nearest cache", T, std::int8_t, std::int16_t) {
  dice d(32);
  for (int i = 0; i < 30; ++i) {
    CAPTURE(i);
    octet_test::image_case rows;
    rows.x.input = d.between(2, 70);
    const std::int32_t depth = d.chance(4) ? d.between(500, 1200) : 64 * d.between(8, 18);
    check<octet::contract::double_rounding>(simd_case<T>{d, rows, false, depth, d.between(1, 70)});
  }
}

TEST_CASE_TEMPLATE("lines that do not fill tiles", T, std::int8_t, std::int16_t) {
  dice d(21);
  for (int i = 0; i < 60; ++i) {
    CAPTURE(i);
    auto image = octet_test::image_case::random(d, 1);
    image.x.input = d.between(4, 40);
    image.x.size = d.between(1, 3);
    check<octet::contract::double_rounding>(
        simd_case<T>{d, image, false, 4 * d.between(2, 24), d.between(1, 40)});
  }
}

TEST_CASE_TEMPLATE("products of every other pixel", T, std::int8_t, std::int16_t) {
  dice d(31);
  for (int i = 0; i < 40; ++i) {
    CAPTURE(i);
    octet_test::image_case image;
    image.batch = d.between(1, 2);
    image.y = {.input = d.between(1, 9), .stride = d.between(1, 3)};
    image.x = {.input = d.between(1, 40), .stride = d.between(1, 3)};
    const std::int32_t channels = d.chance(2) ? d.between(60, 130) : 4 * d.between(16, 80);
    check<octet::contract::double_rounding>(
        simd_case<T>{d, image, false, channels, d.between(1, 140)});
  }
}

TEST_CASE_TEMPLATE("pixels of few channels that share a vector", T, std::int8_t, std::int16_t) {
  dice d(29);
  for (std::int32_t outputs = 1; outputs <= 8; ++outputs) {
    for (const std::int32_t width : {1, 2, 7, 12, 24, 48}) {
      CAPTURE(outputs);
      CAPTURE(width);
      octet_test::image_case image;
      image.y = {
          .input = d.between(1, 6), .size = d.between(1, 3), .padding = octet::padding::same};
      image.x = {.size = d.between(2, 4), .padding = octet::padding::same};
      image.x.stride = d.between(1, image.x.size + 1);
      image.x.input = (width - 1) * image.x.stride + 1;
      check<octet::contract::double_rounding>(
          simd_case<T>{d, image, false, d.between(1, 5), outputs});
    }
  }
}

TEST_CASE("accumulators on both sides of what a dot product of their bytes can tell the sign of") {
  dice d(19);
  for (const std::int32_t depth : {500, 520, 1100}) {
    for (const std::int32_t rows : {1, 5, 14}) {
      octet_test::image_case image;
      image.x.input = rows;
      simd_case<std::int8_t> c(d, image, false, depth, 35);
      c.input_zero_point = 127;
      c.bias.clear();
      for (octet::multiplier& m : c.multipliers)
        m = octet::multiplier::from_real(d.scale(-18, -14));
      // One channel reaches the largest sum that there is: 255 * 128 * depth, 2^24 at 514.
      std::fill_n(c.filter.begin(), depth, std::int8_t{-128});
      std::fill_n(c.input.begin(), depth, std::int8_t{-128});
      check<octet::contract::double_rounding>(c);
    }
  }
}

TEST_CASE("int16 codes whose accumulators leave 32 bits") {
  dice d(18);
  for (const std::int32_t depth : {600, 1030, 2100}) {
    for (const std::int32_t rows : {1, 5, 14, 37}) {
      octet_test::image_case image;
      image.x.input = rows;
      simd_case<std::int16_t> c(d, image, false, depth, rows == 14 ? 27 : 35);
      // One channel reaches the largest sum that there is.
      std::fill_n(c.filter.begin(), depth, std::int8_t{-128});
      std::fill_n(c.input.begin(), depth, std::int16_t{-32768});
      check<octet::contract::double_rounding>(c);
    }
  }
}

TEST_CASE("an image that takes several bands") {
  dice d(15);
  for (const std::int32_t channels : {3, 64}) {
    octet_test::image_case image;
    image.batch = 2;
    image.y = {.input = 70, .size = 3, .stride = 1, .padding = octet::padding::same};
    image.x = {.input = 40, .size = 3, .stride = 1, .padding = octet::padding::same};
    check<octet::contract::double_rounding>(simd_case<std::int8_t>{d, image, false, channels, 5});
  }
  octet_test::image_case rows;
  rows.x.input = 500;
  check<octet::contract::double_rounding>(simd_case<std::int8_t>{d, rows, false, 300, 20});
}

TEST_CASE("3x3 windows by Winograd's filtering") {
  dice d(33);
  for (int i = 0; i < 60; ++i) {
    CAPTURE(i);
    octet_test::image_case image;
    const auto padding = d.chance(2) ? octet::padding::same : octet::padding::valid;
    image.batch = d.between(1, 2);
    image.y = {.input = d.between(8, 21), .size = 3, .padding = padding};
    image.x = {.input = d.between(8, 21), .size = 3, .padding = padding};
    const std::int32_t outputs = 16 * d.between(0, 2) + d.between(12, 16);
    simd_case<std::int8_t> c(d, image, false, 16 * d.between(1, 5), outputs);
    if (i % 4 == 0) {  // as large as transformed codes and weights can be
      std::fill(c.input.begin(), c.input.end(), std::int8_t{-128});
      std::fill(c.filter.begin(), c.filter.end(), std::int8_t{-128});
    }
    check<octet::contract::double_rounding>(c);
    check<octet::contract::single_rounding>(c);
    check<octet::contract::double_rounding>(simd_case<std::int8_t>{d, image, false, 0, outputs});
  }
  // Several bands, the last of which ends with half a tile.
  octet_test::image_case image;
  image.y = {.input = 29, .size = 3, .padding = octet::padding::same};
  image.x = {.input = 31, .size = 3, .padding = octet::padding::same};
  check<octet::contract::double_rounding>(simd_case<std::int8_t>{d, image, false, 128, 16});
}

TEST_CASE("which convolutions go by Winograd's filtering") {
  octet::simd_image image{.height = 8, .width = 8, .channels = 16, .outputs = 16};
  image.window.y = image.window.x = {.size = 3, .pad = 1, .output = 8};
  CHECK(octet::simd::suits_winograd(image));
  for (const auto change : {
           +[](octet::simd_image& i) { i.window.x.size = 2; },
           +[](octet::simd_image& i) { i.window.y.stride = 2; },
           +[](octet::simd_image& i) { i.window.y.dilation = 2; },
           +[](octet::simd_image& i) { i.window.x.output = i.window.y.output = 5; },
           +[](octet::simd_image& i) { i.window.x.output = 1; },
           +[](octet::simd_image& i) { i.window.x.output = 0; },
           +[](octet::simd_image& i) { i.channels = 24; },
           +[](octet::simd_image& i) { i.channels = 0; },
           +[](octet::simd_image& i) { i.channels = 4096; },
           +[](octet::simd_image& i) { i.outputs = 11; },
       }) {
    octet::simd_image other = image;
    change(other);
    CHECK(!octet::simd::suits_winograd(other));
  }
}

TEST_CASE("many rows of few codes, whose sums never leave the registers") {
  dice d(28);
  for (const std::int32_t rows : {64, 161, 170, 333}) {
    for (const std::int32_t depth : {1, 16, 70, 150}) {
      octet_test::image_case image;
      image.x.input = rows;
      const std::int32_t outputs = d.between(1, 70);
      check<octet::contract::double_rounding>(
          simd_case<std::int8_t>{d, image, false, depth, outputs});
      check<octet::contract::double_rounding>(
          simd_case<std::int16_t>{d, image, false, depth, outputs});
    }
  }
}

TEST_CASE("fully_connected has the arguments and the codes of the scalar kernel") {
  dice d(16);
  for (int i = 0; i < 40; ++i) {
    const std::int32_t rows = d.between(0, 20), depth = d.between(0, 70),
                       channels = d.between(1, 70);
    const auto size = [](std::int32_t n) { return static_cast<std::size_t>(n); };
    const auto input = d.codes<std::int8_t>(size(rows) * size(depth));
    const auto filter = d.codes<std::int8_t>(size(channels) * size(depth));
    const auto bias = d.biases(size(channels));
    const auto multipliers = octet_test::multipliers_of(d.factors(size(channels)));
    const auto run = [&](auto kernel) {
      std::vector<std::int8_t> out(size(rows) * size(channels));
      kernel(octet::fully_connected_args{
          .input = {input.data(), {rows, depth}},
          .filter = {filter.data(), {channels, depth}},
          .bias = bias.data(),
          .output = {out.data(), {rows, channels}},
          .input_zero_point = 7,
          .requantize = {
              .multipliers = multipliers.data(), .zero_point = -3, .clamp = {-128, 127}}});
      return out;
    };
    const auto expected = run([](const auto& a) { octet::fully_connected(a); });
    for (const octet::simd_target target : octet_test::simd_targets()) {
      CAPTURE(std::string(octet::name_of(target)));
      CHECK(run([&](const auto& a) {
              REQUIRE(run_on(target, a, octet::contract::double_rounding));
            }) == expected);
    }
  }
}

TEST_CASE("a filter whose accumulators could reach 2^30 is left to the scalar backend") {
  dice d(17);
  octet_test::image_case image;
  image.x.input = 2;
  simd_case<std::int8_t> c(d, image, false, 4, 1);
  for (const std::int32_t bias : {(1 << 30) - 1, (1 << 30) - 4 * 255 * 128 - 1}) {
    c.bias = {bias};
    std::fill(c.filter.begin(), c.filter.end(), std::int8_t{-128});
    c.input_zero_point = -128;
    bool ran = true;
    c.result_of([&](const auto& a) {
      ran = run_on(octet::simd_target::portable, a, octet::contract::double_rounding);
    });
    CHECK(ran == (bias < 1 << 29 || bias == (1 << 30) - 4 * 255 * 128 - 1));
  }
}
