// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
//
// quantize and dequantize against the C library and long double.
#include "octet/quant/affine.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

namespace {

using octet::affine;
constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();

// round(real / scale) + zero_point with the library's roundf on the float quotient and a saturation
// in long double.
template <class T>
T expected_code(affine a, float real) {
  const float quotient = real / a.scale;
  const long double code =
      static_cast<long double>(std::round(quotient)) + static_cast<long double>(a.zero_point);
  if (code < static_cast<long double>(std::numeric_limits<T>::min()))
    return std::numeric_limits<T>::min();
  if (code > static_cast<long double>(std::numeric_limits<T>::max()))
    return std::numeric_limits<T>::max();
  return static_cast<T>(code);
}

}  // namespace

TEST_CASE_TEMPLATE("quantize equals the oracle on random values, scales and zero points", T,
                   std::int8_t, std::uint8_t, std::int16_t, std::uint16_t, std::int32_t) {
  using limits = std::numeric_limits<T>;
  std::mt19937 random(1);
  std::uniform_real_distribution<float> magnitude(-30.0f, 30.0f);
  std::uniform_real_distribution<float> unit(-1.0f, 1.0f);
  std::uniform_int_distribution<std::int32_t> zero_point(limits::min(), limits::max());
  for (int i = 0; i < 200000; ++i) {
    const affine a{std::exp2(magnitude(random)), zero_point(random)};
    // Up to 1.5 times the width of the codes, so that both ends saturate now and then.
    const float width = static_cast<float>(limits::max()) - static_cast<float>(limits::min());
    const float real = 1.5f * width * unit(random) * a.scale;
    REQUIRE(octet::quantize<T>(a, real) == expected_code<T>(a, real));
  }
}

TEST_CASE("quantize: ties go away from zero, just below a tie does not") {
  const affine halves{0.5f, 3};
  for (int k = -100; k <= 100; ++k) {
    const float tie = 0.5f * (static_cast<float>(k) + 0.5f);
    const int away = k >= 0 ? k + 1 : k;
    CHECK(octet::quantize<std::int8_t>(halves, tie) == away + 3);
    const float inside = std::nextafter(tie, 0.0f);
    CHECK(octet::quantize<std::int8_t>(halves, inside) == (k >= 0 ? k : k + 1) + 3);
  }
  CHECK(octet::quantize<std::int8_t>({1.0f, 0}, 0.49999997f) == 0);
  CHECK(octet::quantize<std::int32_t>({1.0f, 0}, 8388607.5f) == 8388608);
  CHECK(octet::quantize<std::int32_t>({1.0f, 0}, -8388609.0f) == -8388609);
}

TEST_CASE_TEMPLATE("quantize: what is not an ordinary number", T, std::int8_t, std::uint8_t,
                   std::int16_t, std::int32_t) {
  using limits = std::numeric_limits<T>;
  for (const std::int32_t zero_point :
       {std::int32_t{limits::min()}, std::int32_t{5}, std::int32_t{limits::max()}}) {
    const affine a{0.25f, zero_point};
    CHECK(octet::quantize<T>(a, not_a_number) == zero_point);
    CHECK(octet::quantize<T>(a, 0.0f) == zero_point);
    CHECK(octet::quantize<T>(a, -0.0f) == zero_point);
    CHECK(octet::quantize<T>(a, std::numeric_limits<float>::denorm_min()) == zero_point);
    for (const float huge : {infinity, 3e38f, 1e30f, 0x1p40f}) {
      CHECK(octet::quantize<T>(a, huge) == limits::max());
      CHECK(octet::quantize<T>(a, -huge) == limits::min());
    }
  }
  // The quotient itself overflows to infinity.
  CHECK(octet::quantize<T>({1e-30f, 0}, 3e38f) == limits::max());
  CHECK(octet::quantize<T>({1e-30f, 0}, -3e38f) == limits::min());
}

TEST_CASE("quantize: int32 codes reach both ends exactly") {
  using limits = std::numeric_limits<std::int32_t>;
  CHECK(octet::quantize<std::int32_t>({1.0f, 0}, 0x1p31f) == limits::max());
  CHECK(octet::quantize<std::int32_t>({1.0f, 0}, 2147483520.0f) == 2147483520);
  CHECK(octet::quantize<std::int32_t>({1.0f, 0}, -0x1p31f) == limits::min());
  CHECK(octet::quantize<std::int32_t>({1.0f, limits::min()}, 0x1p32f) == limits::max());
  CHECK(octet::quantize<std::int32_t>({1.0f, limits::min()}, 0x1p31f) == 0);
}

TEST_CASE_TEMPLATE("dequantize is the exact product, rounded once", T, std::int8_t, std::uint8_t,
                   std::int16_t, std::uint16_t) {
  std::mt19937 random(2);
  std::uniform_int_distribution<std::int32_t> code(std::numeric_limits<T>::min(),
                                                   std::numeric_limits<T>::max());
  std::uniform_real_distribution<float> magnitude(-30.0f, 30.0f);
  for (int i = 0; i < 100000; ++i) {
    const affine a{std::exp2(magnitude(random)), code(random)};
    const auto c = static_cast<T>(code(random));
    const long double exact =
        static_cast<long double>(a.scale) *
        (static_cast<long double>(c) - static_cast<long double>(a.zero_point));
    REQUIRE(octet::dequantize<T>(a, c) == static_cast<float>(exact));
  }
}

TEST_CASE("dequantize: int32 codes at both ends") {
  using limits = std::numeric_limits<std::int32_t>;
  CHECK(octet::dequantize<std::int32_t>({2.0f, 0}, limits::min()) == -0x1p32f);
  CHECK(octet::dequantize<std::int32_t>({1.0f, limits::max()}, limits::min()) == -0x1p32f);
  CHECK(octet::dequantize<std::int32_t>({0.5f, 0}, 16777217) == 8388608.5f);
}

TEST_CASE_TEMPLATE("every code survives the way to a real value and back", T, std::int8_t,
                   std::uint8_t, std::int16_t) {
  using limits = std::numeric_limits<T>;
  for (const float scale : {1.2e-38f, 0.003921569f, 0.1f, 1.0f, 3.0f, 1e30f}) {
    for (const std::int32_t zero_point : {std::int32_t{limits::min()}, std::int32_t{7}}) {
      const affine a{scale, zero_point};
      int lost = 0;
      for (std::int32_t c = limits::min(); c <= limits::max(); ++c) {
        lost += octet::quantize<T>(a, octet::dequantize<T>(a, static_cast<T>(c))) != c;
      }
      CHECK(lost == 0);
    }
  }
}

TEST_CASE("spans: each element by itself, and nothing where there is nothing") {
  const affine a{0.5f, -1};
  const std::array<float, 5> reals{-100.0f, -0.25f, 0.0f, 0.75f, not_a_number};
  std::array<std::int8_t, 5> codes{};
  octet::quantize<std::int8_t>(reals, a, codes);
  CHECK(codes == std::array<std::int8_t, 5>{-128, -2, -1, 1, -1});
  std::array<float, 5> back{};
  octet::dequantize<std::int8_t>(codes, a, back);
  CHECK(back == std::array<float, 5>{-63.5f, -0.5f, 0.0f, 1.0f, 0.0f});

  std::vector<float> none;
  std::vector<std::int8_t> no_codes;
  octet::quantize<std::int8_t>(none, a, no_codes);
  octet::dequantize<std::int8_t>(no_codes, a, none);
}
