// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// mean against sums by index in exact integers, and against the mean in double.
#include "octet/kernels/mean.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "support/kernel_oracle.hpp"

using octet_test::dice;

namespace {

struct mean_case {
  octet::shape shape{};
  octet::axis_set axes{};
  std::vector<std::int8_t> input{};
  std::int32_t input_zero_point, output_zero_point;
  double factor;

  template <class Backend>
  static mean_case random(dice& d) {
    mean_case c{.input_zero_point = d.code<std::int8_t>(),
                .output_zero_point = d.code<std::int8_t>(),
                .factor = d.scale(-5, 4)};
    c.shape.rank = d.between(0, octet::max_rank);
    for (std::int32_t i = 0; i < c.shape.rank; ++i) {
      const bool goes = d.chance(2);
      if (goes) c.axes.add(i);
      std::int32_t size = d.between(1, 4);
      if (i == c.shape.rank - 1 && d.chance(2)) size = Backend::block + d.between(-1, 1);
      if (!goes && d.chance(15)) size = 0;
      c.shape.sizes[static_cast<std::size_t>(i)] = size;
    }
    c.input = d.codes<std::int8_t>(c.shape.count());
    return c;
  }

  /// Elements of each output, found by taking every input index apart.
  std::vector<std::vector<std::int32_t>> groups() const {
    std::size_t outputs = 1;
    for (std::int32_t i = 0; i < shape.rank; ++i) {
      if (!axes.has(i)) outputs *= static_cast<std::size_t>(shape[i]);
    }
    std::vector<std::vector<std::int32_t>> all(outputs);
    for (std::size_t at = 0; at < input.size(); ++at) {
      std::size_t rest = at, output = 0, stride = 1;
      for (std::int32_t i = shape.rank - 1; i >= 0; --i) {
        const auto size = static_cast<std::size_t>(shape[i]);
        if (!axes.has(i)) output += rest % size * stride, stride *= size;
        rest /= size;
      }
      all[output].push_back(input[at]);
    }
    return all;
  }

  template <class Backend>
  std::vector<std::int8_t> actual(std::size_t outputs, std::int32_t count) const {
    std::vector<std::int8_t> out(outputs);
    const auto m = octet::mean_multiplier(octet::multiplier::from_real(factor), count);
    octet::mean<Backend>(octet::mean_args{.input = {input.data(), shape},
                                          .axes = axes,
                                          .output = out.data(),
                                          .input_zero_point = input_zero_point,
                                          .requantize = {.multipliers = &m,
                                                         .per_channel = false,
                                                         .zero_point = output_zero_point,
                                                         .clamp = {-128, 127}}});
    return out;
  }
};

/// A multiplier, with 1 / count folded in by TensorFlow Lite's formula.
struct folded {
  std::int64_t mantissa;
  int shift;

  folded(double factor, std::int64_t count) {
    const double fraction = std::frexp(factor, &shift);
    mantissa = std::llround(std::ldexp(fraction, 31));
    if (mantissa == std::int64_t{1} << 31) mantissa /= 2, ++shift;
    if (shift < -31) mantissa = 0, shift = 0;
    int log2 = 0;
    while (std::int64_t{2} << log2 <= count) ++log2;
    const int fold = std::min({log2, 32, 31 + shift});
    mantissa = (mantissa << fold) / count;
    shift -= fold;
  }

  /// x * multiplier under contract A.
  std::int64_t times(std::int64_t x) const {
    const std::int64_t left = std::int64_t{1} << std::max(shift, 0);
    const std::int64_t right = std::int64_t{1} << std::max(-shift, 0);
    return octet_test::nearest_away(
        octet_test::nearest_up(x * left * mantissa, std::int64_t{1} << 31), right);
  }
};

constexpr std::array<std::uint8_t, 2> in_the_compiler() {
  const std::array<std::uint8_t, 6> input{1, 2, 3, 0xfc, 4, 0xfa};  // 1 2 | 3 -4 | 4 -6
  const auto third = octet::mean_multiplier(octet::multiplier::from_real(1.0), 3);
  std::array<std::uint8_t, 2> output{};
  octet::mean(octet::mean_args{
      .input = {octet::elements<const std::int8_t>::in_bytes(input.data()),
                {.sizes = {3, 2, 1, 1, 1, 1}, .rank = 2}},
      .axes = {.bits = 1},
      .output = octet::elements<std::int8_t>::in_bytes(output.data()),
      .requantize = {.multipliers = &third, .per_channel = false, .clamp = {-128, 127}}});
  return output;
}
static_assert(in_the_compiler() == std::array<std::uint8_t, 2>{3, 0xfd});  // 8 / 3, -8 / 3

}  // namespace

TEST_CASE_TEMPLATE("mean equals the requantized sum over any axes", Backend, octet::scalar) {
  dice d(6);
  for (int i = 0; i < 2000; ++i) {
    const auto c = mean_case::random<Backend>(d);
    const auto groups = c.groups();
    const std::int32_t count = c.axes.count(c.shape);
    const auto actual = c.template actual<Backend>(groups.size(), count);
    CAPTURE(i);
    std::vector<std::int8_t> expected;
    double largest_error = 0;
    for (std::size_t g = 0; g < groups.size(); ++g) {
      REQUIRE(groups[g].size() == static_cast<std::size_t>(count));
      std::int64_t sum = 0;
      for (const std::int32_t code : groups[g]) sum += code - c.input_zero_point;
      const folded m(c.factor, count);
      expected.push_back(octet_test::clamped(m.times(sum) + c.output_zero_point, {-128, 127}));
      const double real = static_cast<double>(sum) / count * c.factor + c.output_zero_point;
      largest_error =
          std::max(largest_error, std::abs(std::clamp(real, -128.0, 127.0) - actual[g]));
    }
    CHECK(actual == expected);
    // Half a unit each from two roundings; the multiplier has 29 bits at least.
    CHECK(largest_error <= 1.0 + 1e-4);
  }
}

TEST_CASE("mean_multiplier folds the count in as TensorFlow Lite does") {
  dice d(7);
  for (int i = 0; i < 5000; ++i) {
    const double factor = d.chance(3) ? d.scale(-34, -20) : d.scale(-20, 20);
    const std::int32_t count = d.chance(2) ? d.between(1, 100) : d.between(1, 8388607);
    const auto m = octet::mean_multiplier(octet::multiplier::from_real(factor), count);
    const folded expected(factor, count);
    CHECK(m.mantissa == expected.mantissa);
    CHECK(m.shift == expected.shift);
    CHECK(m.shift >= -31);
  }
  CHECK(octet::mean_multiplier({}, 5) == octet::multiplier{0, -2});
}
