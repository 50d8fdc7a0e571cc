// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// real_sqrt and real_log against the C library.
#include "octet/fixed/real_root.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>

TEST_CASE("real_sqrt is std::sqrt to the bit") {
  std::mt19937_64 engine(1);
  int wrong = 0;
  for (int i = 0; i < 200000; ++i) {
    const auto f = std::bit_cast<float>(static_cast<std::uint32_t>(engine() & 0x7fffffff));
    const auto d = std::bit_cast<double>(engine() & 0x7fffffffffffffff);
    if (std::isfinite(f)) wrong += octet::real_sqrt(f) != std::sqrt(f);
    if (std::isfinite(d)) wrong += octet::real_sqrt(d) != std::sqrt(d);
  }
  CHECK(wrong == 0);
  CHECK(octet::real_sqrt(0.0F) == 0.0F);
  CHECK(octet::real_sqrt(std::numeric_limits<float>::denorm_min()) ==
        std::sqrt(std::numeric_limits<float>::denorm_min()));
  CHECK(octet::real_sqrt(std::numeric_limits<double>::max()) ==
        std::sqrt(std::numeric_limits<double>::max()));
}

TEST_CASE("real_log is near std::log") {
  std::mt19937_64 engine(2);
  double largest = 0;
  for (int i = 0; i < 200000; ++i) {
    const auto d = std::bit_cast<double>(engine() & 0x7fffffffffffffff);
    if (!std::isfinite(d) || d == 0) continue;
    const double near_one = 1.0 + (static_cast<double>(engine() % 2001) - 1000.0) * 1e-5;
    for (const double x : {d, near_one}) {
      const double expected = std::log(x);
      largest =
          std::max(largest, std::abs(octet::real_log(x) - expected) / (1 + std::abs(expected)));
    }
  }
  CHECK(largest <= 1e-15);
  CHECK(octet::real_log(1.0) == 0.0);
}

static_assert(octet::real_sqrt(2.0F) == 1.41421356F && octet::real_log(1.0) == 0.0);
