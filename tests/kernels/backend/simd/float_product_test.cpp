// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Products of real values on every SIMD target against sums in double.
#include "octet/kernels/backend/simd/float_product.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "support/float_case.hpp"
#include "support/simd_case.hpp"

using octet_test::dice;
using octet_test::float_convolution;
using octet_test::guarded;
using octet_test::image_case;

namespace {

octet::simd_image image_of(const float_convolution& c) {
  return {.batch = c.image.batch,
          .height = c.image.y.input,
          .width = c.image.x.input,
          .channels = c.image.channels,
          .outputs = c.outputs,
          .window = c.image.window()};
}

/// Plans, packs and runs.
void run_on(octet::simd_target target, const float_convolution& c, const float* input,
            const float* filter, float* output) {
  const auto plan = octet::float_product_plan::make(image_of(c));
  REQUIRE(plan);
  const auto weight_at = [&](std::size_t o, std::size_t k) {
    return filter[o * plan->depth() + k];
  };
  guarded<std::uint8_t> packed(plan->packed_bytes());
  guarded<float> scratch(plan->scratch_bytes() / sizeof(float));
  octet::pack_float_filter(*plan, weight_at, c.biases(), packed.span());
  octet::run_float_product(octet::kernels_of(target), *plan, input,
                           octet::simd_float_output::dense(output, plan->image), c.clamp,
                           packed.span(), scratch.data());
}

void check(const float_convolution& c) {
  const std::vector<double> expected = c.expected();
  std::vector<float> portable;
  for (const octet::simd_target target : octet_test::simd_targets()) {
    CAPTURE(std::string(octet::name_of(target)));
    const auto actual = c.result_of([&](const float* in, const float* filter, float* out) {
      run_on(target, c, in, filter, out);
    });
    CHECK(octet_test::close(actual, expected));
    if (target == octet::simd_target::portable) portable = actual;
    if (octet_test::targets_agree) CHECK(actual == portable);
  }
}

}  // namespace

TEST_CASE("products of real values over images") {
  dice d(21);
  for (int i = 0; i < 250; ++i) {
    CAPTURE(i);
    check({d, image_case::random(d, d.chance(3) ? 3 : 1), 1, octet_test::some_channels(d),
           octet_test::some_channels(d)});
  }
}

TEST_CASE("products of real values: any number of rows, alone or torn by lines") {
  dice d(22);
  for (std::int32_t rows = 0; rows < 40; ++rows) {
    CAPTURE(rows);
    image_case one_line;
    one_line.x.input = rows;
    check({d, one_line, 1, d.between(1, 70), octet_test::some_channels(d)});
    image_case lines;
    lines.y = {.input = 9, .size = 3};
    lines.x = {.input = rows + 1, .size = 2};
    check({d, lines, 1, d.between(1, 9), d.between(1, 40)});
  }
}

TEST_CASE("products of real values whose rows are a power of two apart, and in several bands") {
  dice d(23);
  image_case rows;
  rows.x.input = 30;
  check({d, rows, 1, 512, 35});
  image_case image;
  image.batch = 2;
  image.y = {.input = 90, .size = 3, .stride = 2, .padding = octet::padding::same};
  image.x = {.input = 40, .size = 3, .padding = octet::padding::same};
  check({d, image, 1, 17, 5});
}

TEST_CASE("an activation passes on what is no number, and a sum at its limits") {
  dice d(25);
  image_case image;
  image.x.input = 20;
  float_convolution c(d, image, 1, 1, 20);
  c.clamp = {0.0F, 6.0F};
  c.bias.assign(20, 0.0F);
  c.filter.assign(20, 1.0F);
  c.input[3] = std::numeric_limits<float>::quiet_NaN();
  c.input[4] = std::numeric_limits<float>::infinity();
  c.input[5] = -std::numeric_limits<float>::infinity();
  for (const octet::simd_target target : octet_test::simd_targets()) {
    CAPTURE(std::string(octet::name_of(target)));
    std::vector<float> out(400);
    run_on(target, c, c.input.data(), c.filter.data(), out.data());
    for (std::size_t o = 0; o < 20; ++o) {
      CHECK(out[60 + o] != out[60 + o]);
      CHECK(out[80 + o] == 6.0F);
      CHECK(out[100 + o] == 0.0F);
    }
  }
}

TEST_CASE("images that no plan can count") {
  octet::simd_image image{.height = 1, .width = 1, .channels = 1 << 20, .outputs = 1};
  image.window = {.y = {.size = 100, .pad = 99, .output = 1}, .x = {.output = 1}};
  CHECK(!octet::float_product_plan::make(image));
}
