// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The choice of a SIMD target, and the formula that all of them share.
#include "octet/kernels/backend/simd/select.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <random>

#include "octet/kernels/backend/simd/panel.hpp"
#include "octet/kernels/backend/simd/portable.hpp"
#include "support/simd_case.hpp"

using octet::simd_contract;
using octet::simd_target;

TEST_CASE("names and targets correspond") {
  for (const std::string_view name : octet::simd_target_names) {
    REQUIRE(octet::simd_target_named(name));
    CHECK(octet::name_of(*octet::simd_target_named(name)) == name);
  }
  CHECK(!octet::simd_target_named("avx1024"));
}

TEST_CASE("every machine has the portable target, and a table says whose it is") {
  CHECK(octet::has_target(simd_target::portable));
  for (const simd_target target : octet_test::simd_targets()) {
    CHECK(octet::kernels_of(target).target == target);
  }
}

TEST_CASE("OCTET_TARGET forces a target that the machine has; others it leaves to the machine") {
  unsetenv("OCTET_TARGET");
  const simd_target best = octet::best_target();
  for (const simd_target target : octet_test::simd_targets()) {
    CHECK(static_cast<int>(target) <= static_cast<int>(best));
    setenv("OCTET_TARGET", octet::name_of(target).data(), 1);
    CHECK(octet::best_target() == target);
  }
  setenv("OCTET_TARGET", "avx1024", 1);
  CHECK(octet::best_target() == best);
  unsetenv("OCTET_TARGET");
}

TEST_CASE("the short formula equals the contract's own words") {
  std::mt19937_64 random(31);
  const auto some = [&](std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(high - low + 1));
  };
  for (const simd_contract contract :
       {simd_contract::double_rounding, simd_contract::single_rounding,
        simd_contract::int16_by_int8}) {
    const bool wide = contract == simd_contract::int16_by_int8;
    for (int i = 0; i < 200000; ++i) {
      const auto shift =
          static_cast<std::int32_t>(some(-22, contract == simd_contract::double_rounding ? -1 : 0));
      const auto mantissa =
          static_cast<std::int32_t>(i % 7 == 0    ? std::int64_t{1} << 30
                                    : i % 11 == 0 ? 0x7fffffff
                                                  : some(std::int64_t{1} << 30, 0x7fffffff));
      const octet::multiplier m{mantissa, shift};
      const auto zero = static_cast<std::int32_t>(wide ? 0 : some(-128, 127));
      const octet::requantization r{.multipliers = &m,
                                    .per_channel = false,
                                    .zero_point = zero,
                                    .clamp = {wide ? -32768 : -128, wide ? 32767 : 127}};
      REQUIRE(octet::has_short_formula(m, zero, contract));
      octet::simd_panel panel;
      const auto channel = static_cast<std::size_t>(i % 2);
      octet::set_channel(panel, channel, 0, m, zero, contract, i % 3 == 0);
      // Near a tie of the output more often than chance would have it, and at the ends.
      const std::int64_t unit = (std::int64_t{1} << (31 - shift)) / mantissa;
      const std::int64_t code = some(-200, 200);
      std::int64_t x =
          i % 5 == 0 ? some(-(1 << 30) + 1, (1 << 30) - 1) : unit * code + unit / 2 + some(-2, 2);
      if (i % 97 == 0) x = i % 2 == 0 ? (1 << 30) - 1 : -(1 << 30) + 1;
      if (x <= -(1 << 30) || x >= 1 << 30) continue;
      const auto biased = static_cast<std::uint32_t>(x) + 0x80000000U;
      const octet::simd_output out{.panels = &panel, .requantize = &r, .contract = contract};
      CAPTURE(x);
      CAPTURE(shift);
      CAPTURE(mantissa);
      REQUIRE(octet::simd::portable::code_of(biased, out, channel, 0) ==
              octet::literal_code(static_cast<std::int32_t>(x), m, r, contract));
    }
  }
}
