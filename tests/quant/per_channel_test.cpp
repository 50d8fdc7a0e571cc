// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
//
// Per-channel quantization along every axis, against a walk over all coordinates, and the bias.
#include "octet/quant/per_channel.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <vector>

#include "octet/quant/observers/percentile.hpp"

namespace {

using octet::affine;
using octet::axis_split;
using octet::int8_symmetric;

// The coordinate along `axis` of every element, found by counting coordinates up like an odometer.
std::vector<std::size_t> channel_of_each(const octet::shape& sizes, std::int32_t axis) {
  std::vector<std::size_t> channels;
  std::array<std::int32_t, octet::max_rank> at{};
  for (std::size_t n = 0; n < sizes.count(); ++n) {
    channels.push_back(static_cast<std::size_t>(at[static_cast<std::size_t>(axis)]));
    for (std::int32_t d = sizes.rank - 1; d >= 0; --d) {
      const auto i = static_cast<std::size_t>(d);
      if (++at[i] < sizes[d]) break;
      at[i] = 0;
    }
  }
  return channels;
}

const std::vector<octet::shape>& shapes() {
  static const std::vector<octet::shape> all{{{7}, 1},
                                             {{1}, 1},
                                             {{5, 3}, 2},
                                             {{4, 1, 6}, 3},
                                             {{8, 3, 3, 2}, 4},
                                             {{1, 5, 5, 8}, 4},
                                             {{2, 0, 3}, 3},
                                             {{2, 3, 2, 1, 3}, 5},
                                             {{2, 3, 1, 4, 2, 3}, 6}};
  return all;
}

std::vector<float> random_values(std::size_t n) {
  std::mt19937 random(static_cast<unsigned>(n));
  std::normal_distribution<float> normal;
  std::vector<float> values(n);
  for (float& v : values) v = normal(random);
  return values;
}

}  // namespace

TEST_CASE("ranges, codes and real values along every axis of every rank") {
  for (const octet::shape& sizes : shapes()) {
    for (std::int32_t axis = 0; axis < sizes.rank; ++axis) {
      CAPTURE(sizes.rank);
      CAPTURE(axis);
      const std::vector<std::size_t> channel = channel_of_each(sizes, axis);
      const std::vector<float> values = random_values(sizes.count());
      const axis_split split = octet::split_at(sizes, axis);
      REQUIRE(split.count() == values.size());
      REQUIRE(split.channels == static_cast<std::size_t>(sizes[axis]));

      std::vector<octet::range> wanted(split.channels);
      for (std::size_t c = 0; c < split.channels; ++c) {
        std::vector<float> mine;
        for (std::size_t i = 0; i < values.size(); ++i) {
          if (channel[i] == c) mine.push_back(values[i]);
        }
        if (mine.empty()) continue;
        wanted[c] = {*std::min_element(mine.begin(), mine.end()),
                     *std::max_element(mine.begin(), mine.end())};
      }
      std::vector<octet::range> ranges(split.channels);
      CHECK(octet::channel_ranges(values, split, ranges) == 0);
      CHECK(ranges == wanted);

      std::vector<affine> params;
      for (const octet::range& r : ranges) params.push_back(octet::choose<int8_symmetric>(r));
      std::vector<std::int8_t> codes(values.size());
      octet::quantize_per_channel<int8_symmetric>(values, split, params, codes);
      std::vector<float> back(values.size());
      octet::dequantize_per_channel<std::int8_t>(codes, split, params, back);
      for (std::size_t i = 0; i < values.size(); ++i) {
        const double scale = static_cast<double>(params[channel[i]].scale);
        REQUIRE(codes[i] == std::lround(static_cast<double>(values[i]) / scale));
        REQUIRE(static_cast<double>(back[i]) == doctest::Approx(codes[i] * scale));
      }
    }
  }
}

TEST_CASE("per-tensor is one channel") {
  const std::vector<float> values{-1.0f, 0.5f, 2.0f};
  std::array<octet::range, 1> whole{};
  octet::channel_ranges(values, {1, 1, 3}, whole);
  CHECK(whole[0] == octet::range{-1.0f, 2.0f});
}

TEST_CASE("non-finite weights are counted and left out of the ranges") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float infinity = std::numeric_limits<float>::infinity();
  const std::vector<float> values{1.0f, nan, nan, -infinity, -2.0f, nan};
  std::array<octet::range, 3> ranges{};
  CHECK(octet::channel_ranges(values, {2, 3, 1}, ranges) == 4);
  CHECK(ranges == std::array<octet::range, 3>{{{1.0f, 1.0f}, {-2.0f, -2.0f}, {0.0f, 0.0f}}});
}

TEST_CASE("any observer may find the ranges") {
  std::vector<float> values = random_values(2000);
  values[3] = 100.0f;
  std::array<octet::range, 2> ranges{};
  octet::channel_ranges<octet::percentile>(values, {1, 2, 1000}, ranges);
  CHECK(ranges[0].max == 100.0f);  // 99.99 % of 1000 is all of them
  octet::channel_ranges(values, {1, 2, 1000}, ranges, octet::percentile(99.0));
  CHECK(ranges[0].max < 5.0f);
}

TEST_CASE("bias codes against long double") {
  std::mt19937 random(4);
  std::uniform_real_distribution<float> magnitude(-20.0f, 20.0f);
  std::uniform_real_distribution<float> unit(-1.0f, 1.0f);
  for (int i = 0; i < 100000; ++i) {
    const double scale = static_cast<double>(std::exp2(magnitude(random)));
    const float bias = unit(random) * std::exp2(magnitude(random));
    const long double exact =
        std::round(static_cast<long double>(static_cast<double>(bias) / scale));
    const long double wanted = std::clamp(exact, -0x1p31L, 0x1p31L - 1.0L);
    REQUIRE(static_cast<long double>(octet::quantize_bias(bias, scale)) == wanted);
  }
  CHECK(octet::quantize_bias(2.5f, 1.0) == 3);
  CHECK(octet::quantize_bias(-2.5f, 1.0) == -3);
  CHECK(octet::quantize_bias(1e30f, 1e-30) == std::numeric_limits<std::int32_t>::max());
  CHECK(octet::quantize_bias(-1e30f, 1e-30) == std::numeric_limits<std::int32_t>::min());
  CHECK(octet::quantize_bias(std::numeric_limits<float>::infinity(), 1.0) ==
        std::numeric_limits<std::int32_t>::max());
  CHECK(octet::quantize_bias(std::numeric_limits<float>::quiet_NaN(), 1.0) == 0);
}

TEST_CASE("a bias that fits leaves the weight scale alone; one that does not enlarges it") {
  CHECK(octet::bias_safe_scale(0.5f, 0.5f, 0.0f) == 0.5f);
  CHECK(octet::bias_safe_scale(0.5f, 0.5f, -1000.0f) == 0.5f);
  CHECK(octet::bias_safe_scale(1.0f, 1.0f, 0x1p30f) == 1.0f);
  CHECK(octet::bias_safe_scale(1.0f, 1.0f, -0x1p31f) == 2.0f);

  std::mt19937 random(5);
  std::uniform_real_distribution<float> magnitude(-40.0f, 20.0f);
  for (int i = 0; i < 100000; ++i) {
    const float weight_scale = std::exp2(magnitude(random));
    const float input_scale = std::exp2(magnitude(random));
    const float bias = (i % 2 == 0 ? 1.0f : -1.0f) * std::exp2(magnitude(random));
    const float safe = octet::bias_safe_scale(weight_scale, input_scale, bias);
    REQUIRE(safe >= weight_scale);
    // Both products that a runtime may form: the exact one and the one rounded to float.
    const double exact = static_cast<double>(safe) * static_cast<double>(input_scale);
    const double rounded = static_cast<double>(safe * input_scale);
    for (const double scale : {exact, rounded}) {
      const double code = std::abs(static_cast<double>(octet::quantize_bias(bias, scale)));
      REQUIRE(code <= 0x1p30 * (1.0 + 0x1p-22));
      // Enlarged no further than needed.
      if (safe > weight_scale) REQUIRE(code >= 0x1p30 * (1.0 - 0x1p-22));
    }
  }
}
