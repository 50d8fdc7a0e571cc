// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Logarithms of energies against std::log.
#include "octet/signal/log.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>

namespace {

double error(std::uint64_t x) {
  const double want = std::log(static_cast<double>(x) * 0x1p-32);
  return std::abs(octet::log_of_q32(x) * 0x1p-24 - want);
}

std::int32_t log_of(std::uint64_t x, int exponent, std::uint64_t floor = 0,
                    std::int32_t offset = 0) {
  std::int32_t out = 0;
  octet::log({.input = &x,
              .output = &out,
              .count = 1,
              .exponent = exponent,
              .floor = floor,
              .offset = offset});
  return out;
}

}  // namespace

TEST_CASE("every power of two and its neighbours, and numbers between") {
  double worst = 0;
  for (int bit = 0; bit < 64; ++bit) {
    const std::uint64_t power = std::uint64_t{1} << bit;
    worst = std::max({worst, error(power), error(power + 1), error(2 * power - 1)});
  }
  std::mt19937_64 random(1);
  for (int round = 0; round < 20000; ++round) {
    worst = std::max(worst, error((random() >> (round % 64)) | 1));
  }
  CHECK(worst <= 0x1p-23);
  CHECK(octet::log_of_q32(std::uint64_t{1} << 32) == 0);
}

TEST_CASE("the exponent, the floor and the offset") {
  constexpr std::uint64_t one = std::uint64_t{1} << 32;
  CHECK(log_of(1, 0) == 0);
  CHECK(log_of(12, -2) == octet::log_of_q32(3 * one));
  CHECK(log_of(one, -32) == 0);
  CHECK(log_of(one << 20, -52) == 0);
  CHECK(log_of(1, 30) == octet::log_of_q32(one << 30));
  CHECK(log_of(1, 1, one) == octet::log_of_q32(3 * one));
  CHECK(log_of(1, 1, one, 1000) == octet::log_of_q32(3 * one) - 1000);
  // 3 * 2^-33 is rounded to 2 * 2^-32
  CHECK(log_of(3, -33) == octet::log_of_q32(2));
}

TEST_CASE("nothing counts as the least that there is") {
  CHECK(log_of(0, 0) == octet::log_of_q32(1));
  CHECK(log_of(1, -60) == octet::log_of_q32(1));
  CHECK(log_of(0, 0, 4295) == octet::log_of_q32(4295));
}

TEST_CASE("every element, and not one more") {
  const std::array<std::uint64_t, 3> in{1, 2, 4};
  std::array<std::int32_t, 4> out{5, 5, 5, 5};
  octet::log({.input = in.data(), .output = out.data(), .count = 3});
  CHECK(out[0] == 0);
  CHECK(out[1] == doctest::Approx(std::log(2.0) * 0x1p24));
  CHECK(out[2] == doctest::Approx(std::log(4.0) * 0x1p24));
  CHECK(out[3] == 5);
}
