// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The firmware's embedded model still gives, on the host, the outputs that the boards compare with.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "firmware/digits.hpp"
#include "octet/convert/executor.hpp"

TEST_CASE("the digits of the firmware are recognized, and their outputs are the expected ones") {
  octet::convert::executor model({firmware::model.begin(), firmware::model.end()});
  const std::span samples(firmware::samples);
  const std::span expected(firmware::expected);
  REQUIRE(samples.size() == 10 * model.input_bytes());
  REQUIRE(expected.size() == 10 * model.output_bytes());
  std::vector<std::uint8_t> output(model.output_bytes());
  for (std::size_t i = 0; i < 10; ++i) {
    CAPTURE(i);
    model.run_bytes(samples.subspan(i * model.input_bytes(), model.input_bytes()), output);
    CHECK(std::ranges::equal(output, expected.subspan(i * output.size(), output.size())));
    const auto score = [](std::uint8_t code) { return static_cast<std::int8_t>(code); };
    const auto best = std::ranges::max_element(output, {}, score) - output.begin();
    CHECK(best == static_cast<std::ptrdiff_t>(i));  // digit i is an i
  }
}
