// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// sqrt, rsqrt and abs of codes, for every code, against float and double; real_sqrt and real_log.
#include "octet/kernels/sqrt.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "octet/kernels/abs.hpp"
#include "octet/kernels/rsqrt.hpp"
#include "support/contract_a.hpp"
#include "support/random_tensor.hpp"

namespace {

template <class T>
std::vector<T> codes_from(std::int32_t first) {
  std::vector<T> all;
  for (std::int32_t c = first; c <= std::numeric_limits<T>::max(); ++c)
    all.push_back(static_cast<T>(c));
  return all;
}

template <class T>
std::int32_t zero_point(octet_test::random_tensor& random) {
  return sizeof(T) == 1 ? random.code<T>() : 0;
}

template <class T>
constexpr double low = std::numeric_limits<T>::min();
template <class T>
constexpr double high = std::numeric_limits<T>::max();

}  // namespace

TEST_CASE_TEMPLATE("sqrt of every code, as in float", T, std::int8_t, std::int16_t) {
  octet_test::random_tensor random(1);
  for (int round = 0; round < 100; ++round) {
    const octet::affine from{random.scale(-12, 6), zero_point<T>(random)},
        to{random.scale(-12, 6), zero_point<T>(random)};
    const std::vector<T> in = codes_from<T>(from.zero_point);
    std::vector<T> out(in.size());
    const auto n = static_cast<std::int32_t>(in.size());
    REQUIRE(octet::sqrt(octet::sqrt_args<T>{.input = {in.data(), n},
                                            .output = {out.data(), n},
                                            .input_params = from,
                                            .output_params = to}) == octet::errc::ok);
    int wrong = 0;
    for (std::size_t i = 0; i < in.size(); ++i) {
      const float real = from.scale * static_cast<float>(in[i] - from.zero_point);
      const double code = std::trunc(double{std::sqrt(real) / to.scale}) + to.zero_point;
      wrong += out[i] != std::clamp(code, low<T>, high<T>);
    }
    CHECK(wrong == 0);
  }
}

TEST_CASE("rsqrt of every code is near the real one") {
  using T = std::int8_t;
  octet_test::random_tensor random(2);
  for (int round = 0; round < 100; ++round) {
    const float from = random.scale(-12, 2), to = random.scale(-12, 2);
    const std::int32_t zero_in = zero_point<T>(random), zero_out = zero_point<T>(random);
    const std::vector<T> in = codes_from<T>(zero_in);
    std::vector<T> out(in.size());
    const auto n = static_cast<std::int32_t>(in.size());
    const double factor = 1.0 / (std::sqrt(double{from}) * to);
    octet::basic_rescale_args<T, T> args{
        .input = {in.data(), n},
        .output = {out.data(), n},
        .input_zero_point = zero_in,
        .output_zero_point = zero_out,
        .scaling = octet::multiplier::from_real(factor),
        .clamp = {std::numeric_limits<T>::min(), std::numeric_limits<T>::max()}};
    REQUIRE(octet::rsqrt(args) == octet::errc::ok);
    CHECK(out[0] == std::numeric_limits<T>::max());
    double largest = 0;
    for (std::size_t i = 1; i < in.size(); ++i) {
      const double root = 1.0 / std::sqrt(static_cast<double>(in[i] - zero_in));
      const double code = std::clamp(root * factor + zero_out, low<T>, high<T>);
      // Half a step of the root in 20 bits, five Newton steps, and two roundings.
      const double allowed = 1.01 + factor * (0x1p-20 + 3e-6 * root);
      largest = std::max(largest, std::abs(out[i] - code) - allowed);
    }
    CHECK(largest <= 0);
  }
}

TEST_CASE("sqrt and rsqrt say that a code below the zero point has none") {
  const std::array<std::int8_t, 2> in{5, 4};
  std::array<std::int8_t, 2> out{};
  CHECK(octet::sqrt(octet::sqrt_args<std::int8_t>{.input = {in.data(), 2},
                                                  .output = {out.data(), 2},
                                                  .input_params = {1.0F, 5},
                                                  .output_params = {1.0F, 0}}) ==
        octet::errc::outside_domain);
  octet::basic_rescale_args<std::int8_t, std::int8_t> args{.input = {in.data(), 2},
                                                           .output = {out.data(), 2},
                                                           .input_zero_point = 5,
                                                           .clamp = {-128, 127}};
  CHECK(octet::rsqrt(args) == octet::errc::outside_domain);
}

TEST_CASE_TEMPLATE("abs of every code, as fractions", T, std::int8_t, std::int16_t) {
  octet_test::random_tensor random(3);
  for (int round = 0; round < 50; ++round) {
    const double factor = round == 0 ? 1.0 : random.scale(-6, 3);
    const std::int32_t zero_in = zero_point<T>(random), zero_out = zero_point<T>(random);
    const std::vector<T> in = codes_from<T>(std::numeric_limits<T>::min());
    std::vector<T> out(in.size());
    const auto n = static_cast<std::int32_t>(in.size());
    octet::abs(octet::basic_rescale_args<T, T>{
        .input = {in.data(), n},
        .output = {out.data(), n},
        .input_zero_point = zero_in,
        .output_zero_point = zero_out,
        .scaling = octet::multiplier::from_real(factor),
        .clamp = {std::numeric_limits<T>::min(), std::numeric_limits<T>::max()}});
    int wrong = 0;
    for (std::size_t i = 0; i < in.size(); ++i) {
      const std::int64_t code = octet_test::times(std::abs(in[i] - zero_in), factor) + zero_out;
      wrong += out[i] != octet_test::clamped(code, std::numeric_limits<T>::min(),
                                             std::numeric_limits<T>::max());
    }
    CHECK(wrong == 0);
  }
}

TEST_CASE("abs and neg of integers: the lowest stays") {
  constexpr std::int32_t lowest = std::numeric_limits<std::int32_t>::min();
  const std::array<std::int32_t, 4> in{lowest, -5, 0, 7};
  std::array<std::int32_t, 4> out{};
  const octet::plain_unary_args<std::int32_t> args{.input = {in.data(), 4},
                                                   .output = {out.data(), 4}};
  octet::abs(args);
  CHECK(out == std::array{lowest, 5, 0, 7});
  octet::neg(args);
  CHECK(out == std::array{lowest, 5, 0, -7});
}
