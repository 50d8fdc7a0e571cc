// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Operators on plain numbers against 64-bit and wider arithmetic; maximum and minimum of any type.
#include "octet/kernels/plain.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "support/broadcast_oracle.hpp"

namespace {

using limits = std::numeric_limits<std::int32_t>;
namespace plain = octet::plain;

/// The integer modulo 2^32 that a 64-bit result means.
std::int32_t modulo(std::int64_t x) {
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(x));
}

std::int64_t floor_of(std::int64_t x, std::int64_t y) {
  return static_cast<std::int64_t>(
      std::floor(static_cast<long double>(x) / static_cast<long double>(y)));
}

template <class T>
std::vector<T> edges() {
  return {std::numeric_limits<T>::min(),
          std::numeric_limits<T>::min() + 1,
          -7,
          -2,
          -1,
          0,
          1,
          2,
          3,
          7,
          std::numeric_limits<T>::max() - 1,
          std::numeric_limits<T>::max()};
}

}  // namespace

TEST_CASE("int32 operators at the edges: 64-bit arithmetic modulo 2^32") {
  for (const std::int32_t x : edges<std::int32_t>()) {
    for (const std::int32_t y : edges<std::int32_t>()) {
      CAPTURE(x);
      CAPTURE(y);
      const std::int64_t a = x, b = y;
      CHECK(plain::add::of(x, y) == modulo(a + b));
      CHECK(plain::sub::of(x, y) == modulo(a - b));
      CHECK(plain::mul::of(x, y) == modulo(a * b));
      const std::int64_t d = modulo(a - b);
      CHECK(plain::squared_difference::of(x, y) == modulo(d * d));
      CHECK(plain::maximum::of(x, y) == (a > b ? a : b));
      CHECK(plain::minimum::of(x, y) == (a < b ? a : b));
      if (y == 0) continue;
      CHECK(plain::div::of(x, y) == modulo(a / b));
      CHECK(plain::floor_div::of(x, y) == modulo(floor_of(a, b)));
      CHECK(plain::floor_mod::of(x, y) == a - b * floor_of(a, b));
    }
  }
}

TEST_CASE("int64 operators wrap and do not trap") {
  using wide = std::numeric_limits<std::int64_t>;
  CHECK(plain::add::of(wide::max(), std::int64_t{1}) == wide::min());
  CHECK(plain::mul::of(wide::min(), std::int64_t{-1}) == wide::min());
  CHECK(plain::div::of(wide::min(), std::int64_t{-1}) == wide::min());
  CHECK(plain::floor_mod::of(wide::min(), std::int64_t{-1}) == 0);
  CHECK(plain::floor_div::of(std::int64_t{-7}, std::int64_t{2}) == -4);
  CHECK(plain::floor_mod::of(std::int64_t{-7}, std::int64_t{2}) == 1);
}

TEST_CASE("int64 operators of random numbers: 128-bit arithmetic modulo 2^64") {
  __extension__ using wide = __int128;
  octet_test::random_tensor random(2);
  // As many bits as the dice say, so that some operators wrap and others do not.
  const auto number = [&] {
    const auto high = static_cast<std::uint64_t>(static_cast<std::uint32_t>(random.between(
        std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max())));
    const auto low = static_cast<std::uint64_t>(random.between(0, limits::max()));
    return static_cast<std::int64_t>(high << 32 | low) >> random.between(0, 63);
  };
  const auto modulo_64 = [](wide x) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(x));
  };
  int wrong = 0;
  for (int round = 0; round < 20000; ++round) {
    const std::int64_t x = number(), y = number();
    const wide a = x, b = y;
    wrong += plain::add::of(x, y) != modulo_64(a + b);
    wrong += plain::sub::of(x, y) != modulo_64(a - b);
    wrong += plain::mul::of(x, y) != modulo_64(a * b);
    wrong += plain::maximum::of(x, y) != (a > b ? x : y);
    wrong += plain::minimum::of(x, y) != (a < b ? x : y);
    if (y == 0) continue;
    // The quotient toward zero, moved down where something is left below.
    const wide quotient = a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
    wrong += plain::floor_div::of(x, y) != modulo_64(quotient);
    wrong += plain::floor_mod::of(x, y) != modulo_64(a - quotient * b);
  }
  CHECK(wrong == 0);
}

TEST_CASE_TEMPLATE("combine broadcasts and clamps", T, std::int8_t, std::uint8_t, std::int16_t) {
  constexpr int low = std::numeric_limits<T>::min() + 3, high = std::numeric_limits<T>::max() - 5;
  octet_test::random_tensor random(1);
  for (int round = 0; round < 300; ++round) {
    const auto s = octet_test::random_broadcast(random);
    const auto a = random.codes<T>(s.a.count()), b = random.codes<T>(s.b.count());
    std::vector<T> out(s.out.count());
    octet::combine<plain::maximum>(octet::plain_args<T>{.input1 = {a.data(), s.a},
                                                        .input2 = {b.data(), s.b},
                                                        .output = {out.data(), s.out},
                                                        .clamp = {low, high}});
    bool same = true;
    for (std::size_t i = 0; i < out.size(); ++i) {
      const auto from = [&](const octet::shape& of) {
        return static_cast<std::size_t>(octet_test::broadcast_element(of, s.out, i));
      };
      const int larger = std::max<int>(a[from(s.a)], b[from(s.b)]);
      same = same && out[i] == std::min(std::max(larger, low), high);
    }
    CAPTURE(round);
    CHECK(same);
  }
}

TEST_CASE("maximum and minimum of floats keep infinities and, where one is no number, the second") {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const std::array<float, 4> a{infinity, -infinity, nan, 1.0F}, b{1.0F, -infinity, 2.0F, nan};
  std::array<float, 4> out{};
  const octet::shape s{.sizes = {4, 1, 1, 1, 1, 1}, .rank = 1};
  const octet::plain_args<float> args{
      .input1 = {a.data(), s}, .input2 = {b.data(), s}, .output = {out.data(), s}};
  octet::combine<plain::maximum>(args);
  CHECK(out[0] == infinity);
  CHECK(out[1] == -infinity);
  CHECK(out[2] == 2.0F);
  CHECK(std::isnan(out[3]));
  octet::combine<plain::minimum>(args);
  CHECK(out[0] == 1.0F);
  CHECK(out[1] == -infinity);
  CHECK(out[2] == 2.0F);
  CHECK(std::isnan(out[3]));
}

static_assert(plain::floor_div::of(-1, 2) == -1 &&
              plain::add::of(limits::max(), 1) == limits::min());
