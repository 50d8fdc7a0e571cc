// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Depthwise convolutions of real values on every SIMD target against sums in double, and pairs of
// rows against the plain operation.
#include "octet/kernels/backend/simd/float_depthwise.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "support/float_case.hpp"
#include "support/simd_case.hpp"

using octet_test::dice;
using octet_test::float_depthwise;
using octet_test::guarded;
using octet_test::image_case;

namespace {

void check(const float_depthwise& c) {
  const octet::simd_image image{.batch = c.image.batch,
                                .height = c.image.y.input,
                                .width = c.image.x.input,
                                .channels = c.image.channels,
                                .outputs = c.outputs,
                                .window = c.image.window()};
  const auto plan = octet::float_depthwise_plan::make(image);
  REQUIRE(plan);
  const std::vector<double> expected = c.expected();
  std::vector<float> portable;
  for (const octet::simd_target target : octet_test::simd_targets()) {
    CAPTURE(std::string(octet::name_of(target)));
    const auto actual = c.result_of([&](const float* in, const float* filter, float* out) {
      std::vector<octet::simd_float_tap> scratch(
          plan->scratch_bytes() / sizeof(octet::simd_float_tap) + 1);
      octet::run_float_depthwise(
          octet::kernels_of(target), *plan, in, filter, c.biases(), out, c.clamp,
          {reinterpret_cast<std::uint8_t*>(scratch.data()), plan->scratch_bytes()});
    });
    CHECK(octet_test::close(actual, expected));
    if (target == octet::simd_target::portable) portable = actual;
    if (octet_test::targets_agree) CHECK(actual == portable);
  }
}

float expected_pair(octet::simd_float_pair pair, float x, float y) {
  return pair == octet::simd_float_pair::add        ? x + y
         : pair == octet::simd_float_pair::subtract ? x - y
                                                    : x * y;
}

}  // namespace

TEST_CASE("depthwise convolutions of real values") {
  dice d(31);
  for (int i = 0; i < 300; ++i) {
    CAPTURE(i);
    const std::int32_t channels = std::max(octet_test::some_channels(d), 1);
    check({d, image_case::random(d, d.chance(3) ? 3 : 1), channels,
           d.chance(2) ? 1 : d.between(1, 4)});
  }
}

TEST_CASE("depthwise convolutions of real values: any number of pixels and channels") {
  dice d(32);
  for (std::int32_t width = 1; width < 22; ++width) {
    image_case image;
    image.y = {.input = 3, .size = 3, .padding = octet::padding::same};
    image.x = {.input = width, .size = 3, .padding = octet::padding::same};
    CAPTURE(width);
    for (const std::int32_t channels : {1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 33}) {
      CAPTURE(channels);
      check({d, image, channels, 1});
    }
  }
}

TEST_CASE("pairs of rows of real values are the operation itself, rounded once") {
  dice d(33);
  constexpr std::array pairs{octet::simd_float_pair::add, octet::simd_float_pair::subtract,
                             octet::simd_float_pair::multiply};
  for (int i = 0; i < 300; ++i) {
    const auto n = static_cast<std::size_t>(d.between(0, 70));
    const std::vector<float> x = octet_test::reals(d, std::max(n, std::size_t{1})),
                             y = octet_test::reals(d, x.size());
    const auto pair = pairs[static_cast<std::size_t>(d.between(0, 2))];
    const bool x_stays = d.chance(3), y_stays = !x_stays && d.chance(2);
    const auto clamp = octet_test::real_clamp(d);
    std::vector<float> expected(n);
    for (std::size_t e = 0; e < n; ++e) {
      const float value = expected_pair(pair, x[x_stays ? 0 : e], y[y_stays ? 0 : e]);
      expected[e] = std::min(std::max(value, clamp.min), clamp.max);
    }
    CAPTURE(i);
    for (const octet::simd_target target : octet_test::simd_targets()) {
      CAPTURE(std::string(octet::name_of(target)));
      const auto side = d.chance(2) ? guarded<float>::side::after : guarded<float>::side::before;
      const auto row = [&](const std::vector<float>& v, bool stays) {
        return guarded<float>(
            std::vector<float>(v.begin(), v.begin() + (stays ? 1 : std::ssize(v))), side);
      };
      guarded<float> from_x = row(x, x_stays), from_y = row(y, y_stays);
      guarded<float> out(n, side);
      octet::simd_float_pairs call{.x = from_x.data(),
                                   .y = from_y.data(),
                                   .out = out.data(),
                                   .n = n,
                                   .x_stays = x_stays,
                                   .y_stays = y_stays,
                                   .pair = pair,
                                   .clamp = clamp};
      octet::kernels_of(target).floats.combine(call);
      CHECK(out.copy() == expected);
      if (x_stays) continue;
      call.out = from_x.data();
      octet::kernels_of(target).floats.combine(call);
      CHECK(std::equal(expected.begin(), expected.end(), from_x.data()));
    }
  }
}
