// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
//
// A scheme keeps codes inside its own limits, which may be narrower than its type's.
#include "octet/quant/scheme.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>

namespace {

// What a user adds for four bits, and an offset grid that is neither centred nor full.
using int4_symmetric = octet::basic_scheme<std::int8_t, -7, 7, true>;
using odd_grid = octet::basic_scheme<std::uint8_t, 3, 200, false>;

}  // namespace

TEST_CASE("a narrow scheme saturates at its own codes") {
  CHECK(octet::quantize<octet::int8_symmetric>({1.0f, 0}, -128.0f) == -127);
  CHECK(octet::quantize<octet::int8_symmetric>({1.0f, 0}, -126.5f) == -127);
  CHECK(octet::quantize<octet::int8_symmetric>({1.0f, 0}, 1e30f) == 127);
  CHECK(octet::quantize<octet::int8_asymmetric>({1.0f, 0}, -1e30f) == -128);
  CHECK(octet::quantize<int4_symmetric>({0.5f, 0}, 3.4f) == 7);
  CHECK(octet::quantize<int4_symmetric>({0.5f, 0}, -9.0f) == -7);
  CHECK(octet::quantize<odd_grid>({1.0f, 10}, -8.0f) == 3);
  CHECK(octet::quantize<odd_grid>({1.0f, 10}, 190.4f) == 200);
  CHECK(octet::quantize<odd_grid>({1.0f, 10}, std::numeric_limits<float>::quiet_NaN()) == 10);
}

TEST_CASE("inside its codes a scheme and its type agree") {
  for (int k = -1270; k <= 1270; ++k) {
    const float real = static_cast<float>(k) / 10.0f;
    CHECK(octet::quantize<octet::int8_symmetric>({1.0f, 0}, real) ==
          octet::quantize<std::int8_t>({1.0f, 0}, real));
  }
}
