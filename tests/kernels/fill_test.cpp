// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// fill writes the value everywhere and nowhere else.
#include "octet/kernels/fill.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

TEST_CASE("any number of elements") {
  for (std::int32_t n = 0; n < 20; ++n) {
    std::vector<std::int16_t> output(static_cast<std::size_t>(n) + 1, 5);
    octet::fill(octet::fill_args<std::int16_t>{.output = {output.data(), n}, .value = -3});
    std::vector<std::int16_t> expected(static_cast<std::size_t>(n), -3);
    expected.push_back(5);
    CHECK(output == expected);
  }
}
