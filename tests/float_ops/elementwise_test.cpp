// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The operators on single elements in float against double.
#include "octet/float_ops/elementwise.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "float_ops/real_case.hpp"
#include "octet/float_ops/elu.hpp"
#include "octet/float_ops/fake_quant.hpp"
#include "octet/float_ops/gelu.hpp"
#include "octet/float_ops/hard_swish.hpp"
#include "octet/float_ops/leaky_relu.hpp"
#include "octet/float_ops/logistic.hpp"
#include "octet/float_ops/relu.hpp"
#include "octet/float_ops/relu6.hpp"
#include "octet/float_ops/relu_0_to_1.hpp"
#include "octet/float_ops/relu_n1_to_1.hpp"
#include "octet/float_ops/tanh.hpp"

using octet_test::dice;

namespace {

using kernel = void (*)(const octet::float_ops::unary_args&);

void compare(kernel actual_of, double (*expected_of)(double), double tolerance) {
  dice d(1);
  constexpr float largest = std::numeric_limits<float>::max();
  // Every number of values around one and two registers of any instruction set.
  for (std::size_t n = 0; n <= 35; ++n) {
    std::vector<float> in = octet_test::reals(d, n, 20.0);
    const std::vector<float> edges{0.0F, -0.0F, 6.0F, largest, -largest, 1e-30F};
    for (std::size_t i = 0; i < std::min(edges.size(), n); i += 2) in[n - 1 - i] = edges[i];
    std::vector<float> out = octet_test::unset(n);
    actual_of({in, out});
    bool same = true;
    for (std::size_t i = 0; i < n; ++i) {
      same = same && std::abs(double{out[i]} - expected_of(double{in[i]})) <= tolerance;
    }
    CAPTURE(n);
    CHECK(same);
    actual_of({in, in});  // in place
    CHECK(in == out);
  }
}

}  // namespace

TEST_CASE("float relu") {
  compare(
      octet::float_ops::relu, [](double x) { return std::max(x, 0.0); }, 0.0);
}

TEST_CASE("float relu6") {
  compare(
      octet::float_ops::relu6, [](double x) { return std::min(std::max(x, 0.0), 6.0); }, 0.0);
}

TEST_CASE("float logistic") {
  compare(
      octet::float_ops::logistic, [](double x) { return 1.0 / (1.0 + std::exp(-x)); }, 3e-7);
}

TEST_CASE("float tanh") {
  compare(
      octet::float_ops::tanh, [](double x) { return std::tanh(x); }, 3e-7);
}

TEST_CASE("relu and relu6 pass on what is not a number") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  for (const kernel k : {octet::float_ops::relu, octet::float_ops::relu6}) {
    std::vector<float> values{nan, nan, nan, nan, nan};
    k({values, values});
    CHECK(std::ranges::all_of(values, [](float x) { return std::isnan(x); }));
  }
}

TEST_CASE("float relu_n1_to_1 and relu_0_to_1") {
  compare(
      octet::float_ops::relu_n1_to_1, [](double x) { return std::clamp(x, -1.0, 1.0); }, 0.0);
  compare(
      octet::float_ops::relu_0_to_1, [](double x) { return std::clamp(x, 0.0, 1.0); }, 0.0);
}

TEST_CASE("float elu") {
  compare(
      octet::float_ops::elu, [](double x) { return x < 0 ? std::expm1(x) : x; }, 3e-7);
}

TEST_CASE("float hard_swish, gelu and leaky_relu, relative to the value") {
  using octet::float_ops::unary_args;
  dice d(2);
  const auto near = [&](auto kernel, double (*expected_of)(double)) {
    const std::vector<float> in = octet_test::reals(d, 1003, 8.0);
    std::vector<float> out = octet_test::unset(in.size());
    kernel(unary_args{in, out});
    bool same = true;
    for (std::size_t i = 0; i < in.size(); ++i) {
      const double expected = expected_of(double{in[i]});
      same =
          same && std::abs(double{out[i]} - expected) <= 2e-6 * std::max(1.0, std::abs(expected));
    }
    return same;
  };
  CHECK(near(octet::float_ops::hard_swish,
             [](double x) { return x * std::clamp(x + 3, 0.0, 6.0) / 6; }));
  CHECK(near(octet::float_ops::gelu,
             [](double x) { return x / 2 * std::erfc(-x * std::sqrt(0.5)); }));
  CHECK(near(octet::float_ops::approximate_gelu, [](double x) {
    return x / 2 * (1 + std::tanh(std::sqrt(2 / std::acos(-1.0)) * (x + 0.044715 * x * x * x)));
  }));
  CHECK(near([](const unary_args& a) { octet::float_ops::leaky_relu(a, -0.25F); },
             [](double x) { return x > 0 ? x : -0.25 * x; }));
}

TEST_CASE("float fake_quant rounds to what codes can hold") {
  using octet::float_ops::fake_quant_steps;
  using octet::float_ops::nudge;
  // Exact halves of a step go up; the ends saturate.
  const fake_quant_steps eighths = nudge(-1.0F, 30.875F, 8, false);
  CHECK(eighths == fake_quant_steps{0.125F, 8, 0, 255});
  std::vector<float> in{0.0F, 0.0624F, 0.0625F, -0.0625F, -0.07F, -3.0F, 31.0F, 1.0F, 1.3F};
  std::vector<float> out(in.size());
  octet::float_ops::fake_quant({in, out}, eighths);
  CHECK(out == std::vector<float>{0.0F, 0.0F, 0.125F, 0.0F, -0.125F, -1.0F, 30.875F, 1.0F, 1.25F});

  CHECK(nudge(-127.0F, 127.0F, 8, true) == fake_quant_steps{1.0F, 128, 1, 255});
  CHECK(nudge(0.0F, 3.0F, 2, false) == fake_quant_steps{1.0F, 0, 0, 3});
  CHECK(nudge(-8.0F, 0.0F, 16, false).zero_point == 65535);

  dice d(2);
  for (const int bits : {2, 4, 8, 16}) {
    for (const bool narrow : {false, true}) {
      const fake_quant_steps s = nudge(-1.7F, 2.9F, bits, narrow);
      CHECK(s.max_code - s.min_code == (1 << bits) - 1 - (narrow ? 1 : 0));
      in = octet_test::reals(d, 37, 4.0);
      out = octet_test::unset(in.size());
      octet::float_ops::fake_quant({in, out}, s);
      for (std::size_t i = 0; i < in.size(); ++i) {
        const double code = std::clamp(std::floor(double{in[i]} / s.scale + 0.5) + s.zero_point,
                                       double(s.min_code), double(s.max_code));
        CAPTURE(in[i]);
        // A float or two of error; where it meets a half, the neighbour is as good.
        CHECK(std::abs(out[i] - (code - s.zero_point) * s.scale) <= 1e-5);
      }
    }
  }
}

TEST_CASE("float fake_quant of nothing but zero, and options that are no range") {
  const std::vector<float> in{1.0F, -2.0F};
  std::vector<float> out{7.0F, 7.0F};
  octet::float_ops::fake_quant({in, out}, octet::float_ops::nudge(0.0F, 0.0F, 8, false));
  CHECK(out == std::vector<float>{0.0F, 0.0F});
  constexpr float nan = std::numeric_limits<float>::quiet_NaN();
  constexpr float infinity = std::numeric_limits<float>::infinity();
  using octet::float_ops::are_fake_quant_options;
  CHECK(are_fake_quant_options(-1.0F, 0.0F, 2));
  CHECK_FALSE(are_fake_quant_options(-1.0F, 0.0F, 1));
  CHECK_FALSE(are_fake_quant_options(-1.0F, 0.0F, 17));
  CHECK_FALSE(are_fake_quant_options(0.5F, 1.0F, 8));
  CHECK_FALSE(are_fake_quant_options(-1.0F, -0.5F, 8));
  CHECK_FALSE(are_fake_quant_options(nan, 1.0F, 8));
  CHECK_FALSE(are_fake_quant_options(0.0F, infinity, 8));
}
