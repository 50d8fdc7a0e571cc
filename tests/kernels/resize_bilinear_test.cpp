// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// resize_bilinear against double precision: exact where weights are, near elsewhere.
#include "octet/kernels/resize_bilinear.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "support/random_tensor.hpp"

namespace {

/// The pixels of one axis that a place of the output sees, with real weights.
struct place {
  std::int32_t lower, upper;
  double weight;

  static place of(std::int32_t i, std::int32_t in, std::int32_t out,
                  octet::resize_alignment align) {
    const double step =
        align.corners && out > 1 ? (in - 1.0) / (out - 1.0) : static_cast<double>(in) / out;
    const double at = align.half_pixels ? (i + 0.5) * step - 0.5 : i * step;
    const double inside = std::clamp(at, 0.0, in - 1.0);
    const auto lower = static_cast<std::int32_t>(inside);
    return {lower, std::min(lower + 1, in - 1), inside - lower};
  }
};

/// How far the codes are from the real means.
template <class T>
double worst_error(std::int32_t in_height, std::int32_t in_width, std::int32_t height,
                   std::int32_t width, octet::resize_alignment align, std::uint32_t seed) {
  octet_test::random_tensor random(seed);
  const octet::extents_4d in{2, in_height, in_width, 3}, out{2, height, width, 3};
  const auto input = random.codes<T>(in.count());
  std::vector<T> output(out.count());
  const octet::resize_bilinear_args<T> args{
      .input = {input.data(), in}, .output = {output.data(), out}, .align = align};
  octet::resize_bilinear(args);
  double worst = 0;
  for (std::int32_t n = 0; n < 2; ++n) {
    for (std::int32_t y = 0; y < height; ++y) {
      for (std::int32_t x = 0; x < width; ++x) {
        const place row = place::of(y, in_height, height, align);
        const place column = place::of(x, in_width, width, align);
        for (std::int32_t c = 0; c < 3; ++c) {
          const auto at = [&](std::int32_t r, std::int32_t k) {
            return static_cast<double>(input[args.input.at(n, r, k, c)]);
          };
          const double top = at(row.lower, column.lower) * (1 - column.weight) +
                             at(row.lower, column.upper) * column.weight;
          const double bottom = at(row.upper, column.lower) * (1 - column.weight) +
                                at(row.upper, column.upper) * column.weight;
          const double mean = top * (1 - row.weight) + bottom * row.weight;
          worst = std::max(worst, std::abs(output[args.output.at(n, y, x, c)] - mean));
        }
      }
    }
  }
  return worst;
}

}  // namespace

TEST_CASE("ratios that are powers of two: half a code at most") {
  std::uint32_t seed = 100;
  for (const octet::resize_alignment align :
       {octet::resize_alignment{}, octet::resize_alignment{.half_pixels = true}}) {
    CHECK(worst_error<std::int8_t>(3, 5, 6, 20, align, seed++) <= 0.5);
    CHECK(worst_error<std::int8_t>(8, 16, 4, 2, align, seed++) <= 0.5);
    CHECK(worst_error<std::int8_t>(4, 4, 4, 4, align, seed++) == 0);
    CHECK(worst_error<std::int16_t>(3, 5, 6, 20, align, seed++) <= 0.5);
  }
  CHECK(worst_error<std::int8_t>(3, 5, 5, 9, {.corners = true}, seed++) <= 0.5);
  CHECK(worst_error<std::int16_t>(9, 5, 5, 3, {.corners = true}, seed++) <= 0.5);
}

TEST_CASE("other ratios: as near as steps of 1/1024 are") {
  octet_test::random_tensor random(47);
  for (int round = 0; round < 300; ++round) {
    const std::array<std::int32_t, 4> s{random.between(1, 9), random.between(1, 9),
                                        random.between(1, 9), random.between(1, 9)};
    const octet::resize_alignment align{.corners = round % 3 == 1, .half_pixels = round % 3 == 2};
    const auto seed = static_cast<std::uint32_t>(1000 + round);
    // Up to 9 steps, each off by 1/2048, in both directions, times 255 codes.
    CHECK(worst_error<std::int8_t>(s[0], s[1], s[2], s[3], align, seed) <= 0.5 + 2.3);
  }
}

TEST_CASE("a rounded step that leads past the last pixel") {
  // 1024 / 2000 is rounded to 1, and 1999 steps of it are almost two pixels.
  CHECK(worst_error<std::int8_t>(1, 1, 2000, 1, {}, 48) == 0);
  const octet::bilinear_axis axis(1, octet::bilinear_max_size, {.half_pixels = true});
  CHECK(axis[octet::bilinear_max_size - 1].lower == 0);
  CHECK(axis[0].upper == 0);
}

TEST_CASE("nothing in, nothing out") {
  octet::resize_bilinear(octet::resize_bilinear_args<std::int8_t>{.input = {{}, {1, 0, 3, 1}},
                                                                  .output = {{}, {1, 0, 0, 1}}});
}

static_assert([] {
  const std::array<std::int8_t, 2> input{-1, 2};
  std::array<std::int8_t, 4> output{};
  octet::resize_bilinear(octet::resize_bilinear_args<std::int8_t>{
      .input = {input.data(), {1, 1, 2, 1}}, .output = {output.data(), {1, 1, 4, 1}}});
  return output == std::array<std::int8_t, 4>{-1, 1, 2, 2};  // -1, 0.5, 2, 2
}());
