// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// mul and div against exact fractions, and against real values.
#include "octet/kernels/mul.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "octet/kernels/div.hpp"
#include "support/coded_tensor.hpp"

namespace {

template <class T>
void compare_mul(std::uint32_t seed) {
  octet_test::random_tensor random(seed);
  for (int round = 0; round < 1000; ++round) {
    auto pair = octet_test::coded_pair<T>::random(random);
    const double factor = double{pair.a.scale} * pair.b.scale / pair.out.scale;
    auto args = pair.template args<octet::basic_mul_args<T>>();
    args.scaling = octet::multiplier::from_real(factor);
    octet::mul(args);
    int wrong = 0, far = 0;
    pair.for_each([&](std::size_t i, std::size_t k, std::size_t o) {
      const std::int64_t product = pair.a.difference(i) * pair.b.difference(k);
      // Where a left shift leaves int32, the reference wraps.
      if (std::abs(static_cast<double>(product)) * factor >= 0x1p29) return;
      wrong += pair.out.codes[o] !=
               pair.clamped(octet_test::times(product, factor) + pair.out.zero_point);
      far += pair.distance(o, pair.a.real(i) * pair.b.real(k)) > 1.0 + 1e-3;
    });
    CAPTURE(round);
    CHECK(wrong == 0);
    CHECK(far == 0);
  }
}

}  // namespace

TEST_CASE_TEMPLATE("mul: the fractions' codes, near the real product", T, std::int8_t, std::uint8_t,
                   std::int16_t) {
  compare_mul<T>(1);
}

TEST_CASE("divide_codes is near the quotient for every pair of codes") {
  octet_test::random_tensor random(2);
  for (int round = 0; round < 20; ++round) {
    const double factor = random.scale(-8, 8);
    const auto m = octet::multiplier::from_real(factor);
    double largest = 0;
    for (std::int32_t x = -255; x <= 255; ++x) {
      for (std::int32_t y = -255; y <= 255; ++y) {
        if (y == 0) continue;
        const double real = double(x) / y * factor;
        largest = std::max(largest,
                           std::abs(octet::divide_codes(x, y, m) - real) - 1e-6 * std::abs(real));
      }
    }
    CHECK(largest <= 0.5 + 1e-4);
  }
}

TEST_CASE("divide_codes: zero, signs, the longest shifts") {
  const auto one = octet::multiplier::from_real(1.0);
  CHECK(octet::divide_codes(0, 1, one) == 0);
  CHECK(octet::divide_codes(0, -255, one) == 0);
  CHECK(octet::divide_codes(255, -1, one) == -255);
  CHECK(octet::divide_codes(-255, -1, one) == 255);
  CHECK(octet::divide_codes(-256, 1, one) == -256);
  CHECK(octet::divide_codes(255, 255, octet::multiplier::from_real(0x1p-31)) == 0);
  CHECK(octet::divide_codes(1, 255, octet::multiplier::from_real(0x1p21)) == 8224);
}

TEST_CASE_TEMPLATE("div: near the real quotient, clamped", T, std::int8_t, std::uint8_t) {
  octet_test::random_tensor random(3);
  for (int round = 0; round < 500; ++round) {
    auto pair = octet_test::coded_pair<T>::random(random);
    for (T& code : pair.b.codes) {
      const int next = code == std::numeric_limits<T>::max() ? code - 1 : code + 1;
      if (code == pair.b.zero_point) code = static_cast<T>(next);
    }
    auto args = pair.template args<octet::basic_mul_args<T>>();
    args.scaling =
        octet::multiplier::from_real(double{pair.a.scale / (pair.b.scale * pair.out.scale)});
    octet::div(args);
    int far = 0;
    pair.for_each([&](std::size_t i, std::size_t k, std::size_t o) {
      // The clamped codes round the activation's limits to the nearest code.
      far += pair.distance(o, pair.a.real(i) / pair.b.real(k)) > 0.51;
    });
    CAPTURE(round);
    CHECK(far == 0);
  }
}

static_assert([] {
  const std::array<std::int8_t, 2> a{10, -128}, b{2, -1};
  std::array<std::int8_t, 2> out{};
  const octet::shape s{.sizes = {2, 1, 1, 1, 1, 1}, .rank = 1};
  const octet::basic_mul_args<std::int8_t> args{.input1 = {a.data(), s},
                                                .input2 = {b.data(), s},
                                                .output = {out.data(), s},
                                                .scaling = octet::multiplier::from_real(1.0),
                                                .clamp = {-128, 127}};
  octet::mul(args);
  if (out != std::array<std::int8_t, 2>{20, 127}) return false;
  octet::div(args);
  return out == std::array<std::int8_t, 2>{5, 127};
}());
