// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
//
// choose: the parameters of a range, by their properties and against hand-worked cases.
#include "octet/quant/choose.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>

namespace {

using octet::affine;
using octet::choose;
using octet::int8_asymmetric;
using octet::int8_symmetric;
using limits = std::numeric_limits<float>;

using uint8_asymmetric = octet::basic_scheme<std::uint8_t, 0, 255, false>;
using int16_symmetric = octet::basic_scheme<std::int16_t, -32768, 32767, true>;

// |real - dequantize(quantize(real))| in steps, in long double.
template <octet::Scheme S>
long double error_in_steps(affine a, float real) {
  const auto code = octet::quantize<S>(a, real);
  const long double step = static_cast<long double>(a.scale);
  return std::abs(static_cast<long double>(real) / step -
                  (static_cast<long double>(code) - static_cast<long double>(a.zero_point)));
}

}  // namespace

TEST_CASE("hand-worked ranges") {
  CHECK(choose<int8_asymmetric>({0.0f, 255.0f}) == affine{1.0f, -128});
  CHECK(choose<int8_asymmetric>({-255.0f, 0.0f}) == affine{1.0f, 127});
  CHECK(choose<int8_asymmetric>({-128.0f, 127.0f}) == affine{1.0f, 0});
  CHECK(choose<int8_asymmetric>({-10.0f, 245.0f}) == affine{1.0f, -118});
  CHECK(choose<int8_asymmetric>({-10.5f, 244.5f}) == affine{1.0f, -118});  // -117.5, away
  CHECK(choose<int8_asymmetric>({-200.5f, 54.5f}) == affine{1.0f, 73});    // 72.5, away
  CHECK(choose<int8_asymmetric>({0.0f, 1.0f}) == affine{1.0f / 255.0f, -128});
  CHECK(choose<uint8_asymmetric>({-55.0f, 200.0f}) == affine{1.0f, 55});
  CHECK(choose<int8_symmetric>({-127.0f, 3.0f}) == affine{1.0f, 0});
  CHECK(choose<int8_symmetric>({-1.0f, 254.0f}) == affine{2.0f, 0});
  CHECK(choose<int16_symmetric>({-1.0f, 65534.0f}) == affine{2.0f, 0});
}

TEST_CASE("a range without 0 is widened to it") {
  CHECK(choose<int8_asymmetric>({100.0f, 255.0f}) == affine{1.0f, -128});
  CHECK(choose<int8_asymmetric>({-255.0f, -100.0f}) == affine{1.0f, 127});
  CHECK(choose<int8_symmetric>({100.0f, 127.0f}) == affine{1.0f, 0});
}

TEST_CASE("only zero gives scale 1") {
  CHECK(choose<int8_asymmetric>({}) == affine{1.0f, -128});
  CHECK(choose<int8_asymmetric>({-0.0f, 0.0f}) == affine{1.0f, -128});
  CHECK(choose<int8_symmetric>({0.0f, 0.0f}) == affine{1.0f, 0});
}

TEST_CASE_TEMPLATE("any two floats: scale is normal, zero has a code, values lose half a step", S,
                   int8_asymmetric, int8_symmetric, uint8_asymmetric, int16_symmetric) {
  std::mt19937 random(3);
  std::uniform_real_distribution<float> exponent(-149.0f, 127.9f);
  std::uniform_real_distribution<float> unit(-1.0f, 1.0f);
  std::uniform_real_distribution<float> between(0.0f, 1.0f);
  for (int i = 0; i < 50000; ++i) {
    // Ends of the same size, and ends of sizes that have nothing to do with each other.
    const float size = std::exp2(exponent(random));
    const float other = i % 2 == 0 ? size : std::exp2(exponent(random));
    const float a = size * unit(random);
    const float b = other * unit(random);
    const octet::range reals{std::min(a, b), std::max(a, b)};
    const affine p = choose<S>(reals);
    CAPTURE(reals.min);
    CAPTURE(reals.max);
    REQUIRE(std::isnormal(p.scale));
    REQUIRE(p.scale > 0.0f);
    REQUIRE(p.zero_point >= S::min_code);
    REQUIRE(p.zero_point <= S::max_code);
    if (S::symmetric) REQUIRE(p.zero_point == 0);
    REQUIRE(octet::dequantize(p, octet::quantize<S>(p, 0.0f)) == 0.0f);
    // The float quotient adds an error of its own: 2^-24 of up to 32768 steps.
    const long double most = 0.5L + static_cast<long double>(S::max_code) * 0x1p-23L;
    for (int k = 0; k < 4; ++k) {
      const float t = k == 0 ? 0.0f : k == 1 ? 1.0f : between(random);
      const float real = reals.min * (1.0f - t) + reals.max * t;
      REQUIRE(error_in_steps<S>(p, real) <= most);
    }
  }
}

TEST_CASE("both ends of a range use the outermost codes") {
  const affine p = choose<int8_asymmetric>({-2.5f, 9.0f});
  CHECK(octet::quantize<int8_asymmetric>(p, -2.5f) == -128);
  CHECK(octet::quantize<int8_asymmetric>(p, 9.0f) == 127);
  const affine w = choose<int8_symmetric>({-0.3f, 0.2f});
  CHECK(octet::quantize<int8_symmetric>(w, -0.3f) == -127);
  CHECK(octet::quantize<int8_symmetric>(w, 0.3f) == 127);
}

TEST_CASE("ranges at the ends of float") {
  const affine tiny = choose<int8_asymmetric>({0.0f, limits::denorm_min()});
  CHECK(tiny == affine{limits::min(), -128});
  CHECK(choose<int8_symmetric>({-1e-38f, 1e-38f}) == affine{limits::min(), 0});
  const affine widest = choose<int8_asymmetric>({limits::lowest(), limits::max()});
  CHECK(std::isfinite(widest.scale));
  CHECK(choose<int8_asymmetric>({-limits::infinity(), limits::infinity()}) == widest);
  CHECK(choose<int8_symmetric>({-limits::infinity(), 1.0f}) ==
        choose<int8_symmetric>({limits::lowest(), 1.0f}));
  const float nan = limits::quiet_NaN();
  CHECK(choose<int8_asymmetric>({nan, 255.0f}) == affine{1.0f, -128});
  CHECK(choose<int8_asymmetric>({nan, nan}) == affine{1.0f, -128});
}

TEST_CASE("limits as a value and as a type agree") {
  const octet::code_limits codes{-128, 127, false};
  CHECK(choose({-3.0f, 5.0f}, codes) == choose<int8_asymmetric>({-3.0f, 5.0f}));
  CHECK(octet::limits_of<int8_symmetric> == octet::code_limits{-127, 127, true});
}

TEST_CASE("Qm.n: n = bits - 1 - ceil(log2(max|x|))") {
  using octet::int16_qmn;
  using octet::int8_qmn;
  CHECK(choose<int8_qmn>({-1.0f, 0.5f}) == affine{0x1p-7f, 0});
  CHECK(choose<int8_qmn>({-0.5f, 1.0001f}) == affine{0x1p-6f, 0});
  CHECK(choose<int8_qmn>({0.0f, 100.0f}) == affine{1.0f, 0});
  CHECK(choose<int8_qmn>({0.0f, 129.0f}) == affine{2.0f, 0});
  CHECK(choose<int16_qmn>({-3.0f, 3.0f}) == affine{0x1p-13f, 0});
  CHECK(choose<int8_qmn>({}) == affine{1.0f, 0});
  std::mt19937 random(5);
  std::uniform_real_distribution<double> exponent(-110, 120);
  for (int i = 0; i < 2000; ++i) {
    const auto most = static_cast<float>(std::exp2(exponent(random)));
    CAPTURE(most);
    const int n = 7 - static_cast<int>(std::ceil(std::log2(static_cast<double>(most))));
    CHECK(choose<int8_qmn>({-most, most / 2}).scale == std::exp2(static_cast<float>(-n)));
    // Codes reach the end, less one step where it is a power of two, and no finer scale would do.
    CHECK(octet::quantize<int8_qmn>(choose<int8_qmn>({0.0f, most}), most) >= 64);
  }
}

TEST_CASE("Qm.n at the ends of float") {
  using octet::int8_qmn;
  CHECK(choose<int8_qmn>({0.0f, limits::denorm_min()}) == affine{limits::min(), 0});
  CHECK(choose<int8_qmn>({limits::lowest(), limits::infinity()}) == affine{0x1p121f, 0});
}
