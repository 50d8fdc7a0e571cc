// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include "octet/core/crc32.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>

TEST_CASE("crc32 gives the check values of zlib's") {
  constexpr std::array<std::uint8_t, 9> digits{'1', '2', '3', '4', '5', '6', '7', '8', '9'};
  static_assert(octet::crc32(digits) == 0xCBF43926u);
  CHECK(octet::crc32({}) == 0);
  CHECK(octet::crc32(std::array<std::uint8_t, 1>{0}) == 0xD202EF8Du);
  CHECK(octet::crc32(std::array<std::uint8_t, 4>{255, 255, 255, 255}) == 0xFFFFFFFFu);
}
