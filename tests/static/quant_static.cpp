// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
//
// The quant floor in the compiler: from samples to codes without a program running.
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "octet/quant/affine.hpp"
#include "octet/quant/choose.hpp"
#include "octet/quant/observers/entropy.hpp"
#include "octet/quant/observers/histogram.hpp"
#include "octet/quant/observers/histogram_l2.hpp"
#include "octet/quant/observers/min_max.hpp"
#include "octet/quant/observers/moving_average.hpp"
#include "octet/quant/observers/mse.hpp"
#include "octet/quant/observers/observer.hpp"
#include "octet/quant/observers/percentile.hpp"
#include "octet/quant/observers/trim.hpp"
#include "octet/quant/per_channel.hpp"
#include "octet/quant/scheme.hpp"

namespace {

using octet::affine;
using octet::int8_asymmetric;
using octet::int8_symmetric;

// Which types are codes, schemes and observers.
static_assert(octet::Code<std::int8_t> && octet::Code<std::uint16_t> && octet::Code<std::int32_t>);
static_assert(!octet::Code<bool> && !octet::Code<std::uint32_t> && !octet::Code<std::int64_t>);
static_assert(!octet::Code<float>);
static_assert(octet::Scheme<int8_symmetric> && octet::Scheme<int8_asymmetric>);
static_assert(!octet::Scheme<affine>);
static_assert(octet::Observer<octet::min_max> && octet::Observer<octet::moving_average> &&
              octet::Observer<octet::percentile> && octet::Observer<octet::histogram_l2> &&
              octet::Observer<octet::mse> && octet::Observer<octet::entropy> &&
              octet::Observer<octet::trim>);
static_assert(!octet::Observer<octet::histogram<16>>, "a histogram alone proposes no range");

// Sketches are plain memory of the size that their documentation states.
static_assert(sizeof(octet::min_max) == 24);
static_assert(sizeof(octet::moving_average) == 64);
static_assert(sizeof(octet::histogram<4096>) == 4096 * 8 + 40);
static_assert(std::is_trivially_copyable_v<octet::percentile> &&
              std::is_trivially_copyable_v<octet::mse> &&
              std::is_trivially_copyable_v<octet::trim>);

// quantize and dequantize.
static_assert(octet::quantize<std::int8_t>({0.5f, 3}, 1.25f) == 6);
static_assert(octet::quantize<std::int8_t>({0.5f, 3}, -1.25f) == 0);
static_assert(octet::quantize<std::int8_t>({0.5f, 3}, 1e30f) == 127);
static_assert(octet::quantize<std::uint8_t>({0.5f, 3}, -std::numeric_limits<float>::infinity()) ==
              0);
static_assert(octet::quantize<std::int8_t>({0.5f, 3}, std::numeric_limits<float>::quiet_NaN()) ==
              3);
static_assert(octet::quantize<int8_symmetric>({1.0f, 0}, -128.0f) == -127);
static_assert(octet::dequantize<std::int8_t>({0.25f, -128}, 127) == 63.75f);

// choose.
static_assert(octet::choose<int8_asymmetric>({0.0f, 255.0f}) == affine{1.0f, -128});
static_assert(octet::choose<int8_asymmetric>({-1.0f, 1.0f}).zero_point == -1);
static_assert(octet::choose<int8_symmetric>({-254.0f, 1.0f}) == affine{2.0f, 0});
static_assert(octet::choose<int8_asymmetric>({}) == affine{1.0f, -128});

// Samples -> range -> parameters -> codes.
constexpr std::array<float, 4> samples{-1.5f, 0.0f, 2.25f, 1.0f};
constexpr auto codes = [] {
  octet::min_max observer;
  observer.see(samples);
  const affine params = octet::choose<int8_asymmetric>(observer.range());
  std::array<std::int8_t, samples.size()> out{};
  octet::quantize<std::int8_t>(samples, params, out);
  return out;
}();
static_assert(codes[0] == -128 && codes[1] == -26 && codes[2] == 127);

constexpr octet::range middle = [] {
  octet::percentile left(75.0);
  octet::percentile right(75.0);
  left.see(std::array{-1.0f, 0.0f, 1.0f, 2.0f});
  right.see(std::array{100.0f, -100.0f, 1.5f, -0.5f});
  left.merge(right);
  return left.range();
}();
static_assert(middle.min >= -1.0f && middle.min <= -0.5f);
static_assert(middle.max >= 1.5f && middle.max <= 1.5f + 0.0625f);

// Per channel along the last axis of a 2x3 tensor.
constexpr octet::axis_split columns = octet::split_at(octet::shape{.sizes = {2, 3}, .rank = 2}, 1);
static_assert(columns == octet::axis_split{2, 3, 1});
constexpr auto column_codes = [] {
  constexpr std::array<float, 6> weights{1.0f, -20.0f, 0.0f, -2.0f, 10.0f, 0.0f};
  std::array<octet::range, 3> ranges{};
  octet::channel_ranges(weights, columns, ranges);
  std::array<affine, 3> params{};
  for (std::size_t c = 0; c < 3; ++c) params[c] = octet::choose<int8_symmetric>(ranges[c]);
  std::array<std::int8_t, 6> out{};
  octet::quantize_per_channel<int8_symmetric>(weights, columns, params, out);
  return out;
}();
static_assert(column_codes == std::array<std::int8_t, 6>{64, -127, 0, -127, 64, 0});

static_assert(octet::quantize_bias(-1.5f, 0.25) == -6);
static_assert(octet::bias_safe_scale(1.0f, 1.0f, 0x1p31f) == 2.0f);

}  // namespace
