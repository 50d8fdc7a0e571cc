// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// inverse_sqrt_multiplier against 1 / sqrt.
#include "octet/fixed/inverse_root.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

TEST_CASE("as exact as the header says") {
  double worst = 0;
  for (std::int64_t x = 2; x <= std::numeric_limits<std::int32_t>::max(); x += 1 + x / 5000) {
    const auto m = octet::inverse_sqrt_multiplier(static_cast<std::int32_t>(x));
    const double value = std::ldexp(m.mantissa, m.shift - 31);
    worst = std::max(worst, std::abs(value * std::sqrt(static_cast<double>(x)) - 1));
  }
  CHECK(worst < 1.3e-6);
}

static_assert(octet::inverse_sqrt_multiplier(0) ==
              octet::multiplier{std::numeric_limits<std::int32_t>::max(), 0});
static_assert(octet::inverse_sqrt_multiplier(1) == octet::inverse_sqrt_multiplier(0));
