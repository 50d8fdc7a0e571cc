// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Values in fixed point and their codes: nearest, and inside the type.
#include "octet/signal/feature_codes.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <limits>

#include "signal/audio_oracle.hpp"
#include "support/random_tensor.hpp"

TEST_CASE_TEMPLATE("random values and scales", Out, std::int8_t, std::uint8_t, std::int16_t) {
  octet_test::random_tensor random(1);
  int wrong = 0;
  for (int round = 0; round < 20000; ++round) {
    const octet::affine params{random.scale(-12, 4), random.code<Out>()};
    const auto codes = octet::feature_codes::from_affine(params, 0x1p-16);
    const std::int32_t value = random.between(-(1 << 26), 1 << 26);
    const double steps = value * 0x1p-16 / double{params.scale};
    // A tie may go either way: the multiplier has 31 bits of the scale.
    const bool tie = std::abs(steps - std::floor(steps) - 0.5) < 1e-4;
    wrong += !tie && codes.code<Out>(value) != octet_test::code_of<Out>(params, value * 0x1p-16);
  }
  CHECK(wrong == 0);
}

TEST_CASE("beyond the codes are the first and the last") {
  constexpr std::int32_t low = std::numeric_limits<std::int32_t>::min();
  constexpr std::int32_t high = std::numeric_limits<std::int32_t>::max();
  for (const float scale : {1e-30F, 1e-6F, 0.5F}) {
    const auto codes = octet::feature_codes::from_affine({scale, 83}, 0x1p-16);
    CHECK(codes.code<std::int8_t>(low) == -128);
    CHECK(codes.code<std::int8_t>(high) == 127);
    CHECK(codes.code<std::int8_t>(0) == 83);
  }
}
