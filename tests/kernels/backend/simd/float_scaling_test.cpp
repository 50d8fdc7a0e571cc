// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// A float multiply-add that claims to be a rounding contract is that contract.
#include "octet/kernels/backend/simd/float_scaling.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "support/kernel_oracle.hpp"

using octet::contract;
using octet::float_rounding;
using octet::float_scaling;
using octet::float_terms;

namespace {

std::int32_t by_contract(std::int32_t x, octet::multiplier m, contract c) {
  return c == contract::double_rounding ? octet::requantize<contract::double_rounding>(x, m)
                                        : octet::requantize<contract::single_rounding>(x, m);
}

/// How a proof was asked for.
struct form {
  float_rounding rounding;
  float_terms terms;
};
constexpr form forms[] = {{float_rounding::to_nearest, float_terms::one},
                          {float_rounding::to_zero, float_terms::one},
                          {float_rounding::to_zero, float_terms::two}};

std::int32_t by_floats(std::int32_t x, const float_scaling& s, form how) {
  const auto real = static_cast<float>(x);
  float from = x < 0 ? -s.offset : s.offset;
  if (how.terms == float_terms::two) from = std::fma(real, s.tail, from);
  if (how.rounding == float_rounding::to_nearest) {
    return static_cast<std::int32_t>(std::fma(real, s.scale, from));
  }
  // 64 bits hold the sum; rounding it to a float towards zero, and then to an integer, is the same.
  return static_cast<std::int32_t>(static_cast<long double>(real) * s.scale + from);
}

struct comparison {
  octet::multiplier m;
  contract c;
  float_scaling::steps steps;
  float_scaling scaling;
  form how;

  bool same_at(std::int64_t x) const {
    if (std::abs(x) >= 1 << 30) return true;
    const auto at = static_cast<std::int32_t>(x);
    const auto clamped = [&](std::int32_t code) {
      return std::clamp(code, -steps.below, steps.above);
    };
    return clamped(by_contract(at, m, c)) == clamped(by_floats(at, scaling, how));
  }
  /// Some accumulators on either side of where step k should begin.
  bool same_around(std::int32_t k) const {
    const auto edge = static_cast<std::int64_t>((k - 0.5) / std::ldexp(m.mantissa, m.shift - 31));
    bool same = true;
    for (std::int64_t x = edge - 4; x <= edge + 4; ++x) same = same && same_at(x) && same_at(-x);
    return same;
  }
};

octet::multiplier random_multiplier(octet_test::dice& d, std::int32_t least_shift) {
  return {(1 << 30) + d.between(0, (1 << 30) - 1), d.between(least_shift, -1)};
}

}  // namespace

TEST_CASE("whatever claims to be exact is exact at every step and far away") {
  octet_test::dice d(70);
  int exact = 0;
  for (int i = 0; i < 4000; ++i) {
    const octet::multiplier m = random_multiplier(d, -16);
    const contract c = d.chance(3) ? contract::single_rounding : contract::double_rounding;
    const float_scaling::steps steps{d.between(0, 255), d.between(0, 255)};
    const form how = forms[d.between(0, 2)];
    const auto scaling = float_scaling::of(m, c, steps, how.rounding, how.terms);
    if (!scaling) continue;
    ++exact;
    const comparison compare{m, c, steps, *scaling, how};
    bool same = true;
    for (std::int32_t k = 1; k <= 256; ++k) same = same && compare.same_around(k);
    for (int n = 0; n < 100; ++n) same = same && compare.same_at(d.between(-(1 << 30), 1 << 30));
    CAPTURE(m.mantissa);
    CAPTURE(m.shift);
    REQUIRE(same);
  }
  CHECK(exact > 2000);
}

TEST_CASE("every accumulator of some multipliers") {
  octet_test::dice d(71);
  for (int i = 0; i < 12; ++i) {
    const octet::multiplier m = random_multiplier(d, -9);
    const contract c = i % 2 == 0 ? contract::double_rounding : contract::single_rounding;
    const form how = forms[i % 3];
    const auto scaling = float_scaling::of(m, c, {124, 131}, how.rounding, how.terms);
    REQUIRE(scaling);
    const comparison compare{m, c, {124, 131}, *scaling, how};
    bool same = true;
    for (std::int32_t x = -(1 << 18); x <= 1 << 18; ++x) same = same && compare.same_at(x);
    CHECK(same);
  }
}

TEST_CASE("short sums nearly always have it, longer ones with two terms") {
  octet_test::dice d(72);
  int short_sums = 0, long_sums = 0;
  for (int i = 0; i < 1000; ++i) {
    const float_scaling::steps steps{124, 131};
    const auto has = [&](std::int32_t shift, form how) {
      const octet::multiplier m{(1 << 30) + d.between(0, (1 << 30) - 1), shift};
      const auto c = contract::double_rounding;
      return float_scaling::of(m, c, steps, how.rounding, how.terms) ? 1 : 0;
    };
    short_sums += has(-9, forms[0]);
    long_sums += has(-12, forms[2]);
  }
  CHECK(short_sums >= 990);
  CHECK(long_sums >= 980);
}

TEST_CASE("powers of two round their ties differently for either sign") {
  const octet::multiplier m{1 << 30, -5};
  for (const form how : forms) {
    CHECK(!float_scaling::of(m, contract::double_rounding, {127, 128}, how.rounding, how.terms));
    CHECK(float_scaling::of(m, contract::double_rounding, {255, 0}, how.rounding, how.terms));
    CHECK(float_scaling::of(m, contract::double_rounding, {0, 255}, how.rounding, how.terms));
  }
}

TEST_CASE("no multiplier, no code") {
  const form how = forms[0];
  const auto scaling =
      float_scaling::of({0, 0}, contract::double_rounding, {127, 128}, how.rounding, how.terms);
  REQUIRE(scaling);
  CHECK(by_floats(1 << 29, *scaling, how) == 0);
}
