// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// fixed_log against log.
#include "octet/fixed/logarithm.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace {

template <int IntegerBits>
double worst_error() {
  const double one = std::ldexp(1.0, 31 - IntegerBits);
  double worst = 0;
  for (double x = one; x < 0x1p31; x *= 1.00002) {
    const auto code = static_cast<std::int32_t>(x);
    const double expected = std::ldexp(std::log(code / one), 26);
    worst = std::max(worst, std::abs(octet::fixed_log<IntegerBits>(code) - expected));
  }
  return worst;
}

}  // namespace

TEST_CASE("as exact as the header says") {
  CHECK(worst_error<12>() <= 3);
  CHECK(worst_error<1>() <= 3);
  CHECK(worst_error<20>() <= 5);
}

static_assert(octet::fixed_log<12>(1 << 19) == 0);
static_assert(octet::fixed_log<12>(std::numeric_limits<std::int32_t>::max()) > 0);
