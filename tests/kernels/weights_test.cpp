// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Packed and asymmetric weights, read one by one.
#include "octet/kernels/weights.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>

TEST_CASE("int4: the low half of a byte comes first, both signed") {
  std::array<std::uint8_t, 258> bytes{};
  for (std::size_t i = 0; i < 256; ++i) bytes[i] = static_cast<std::uint8_t>(i);
  const auto weights = octet::elements<const octet::int4>::in_bytes(bytes.data());
  constexpr std::array<int, 16> values{0, 1, 2, 3, 4, 5, 6, 7, -8, -7, -6, -5, -4, -3, -2, -1};
  for (std::size_t i = 0; i < 256; ++i) {
    CHECK(weights[2 * i] == values[i % 16]);
    CHECK(weights[2 * i + 1] == values[i / 16]);
    CHECK((weights + 3)[2 * i] == weights[2 * i + 3]);
    CHECK((weights + 3 + 1)[2 * i] == weights[2 * i + 4]);
  }
  CHECK(static_cast<bool>(weights));
  CHECK_FALSE(static_cast<bool>(octet::elements<const octet::int4>{}));
}

TEST_CASE("asymmetric: codes less the zero point") {
  const std::array<std::uint8_t, 3> codes{0, 130, 255};
  const octet::elements<const octet::asymmetric<std::uint8_t>> weights{codes.data(), 131};
  CHECK(weights[0] == -131);
  CHECK(weights[1] == -1);
  CHECK((weights + 1)[1] == 124);
}
