// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// resize_bilinear in float: planes stay planes, pixels that coincide are copied.
#include "octet/float_ops/resize_bilinear.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "float_ops/real_case.hpp"

using octet_test::dice;

TEST_CASE("a bilinear function of the place is reproduced") {
  dice d(5);
  for (int round = 0; round < 300; ++round) {
    const std::int32_t height = d.between(1, 7), width = d.between(1, 7);
    const std::int32_t rows = d.between(1, 9), columns = d.between(1, 9);
    const octet::resize_alignment align{.corners = round % 3 == 1, .half_pixels = round % 3 == 2};
    const auto plane = [](double y, double x) { return 1 + 2 * y - 3 * x + y * x; };
    std::vector<float> in;
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) in.push_back(static_cast<float>(plane(y, x)));
    }
    // The real place, which at the edges does not leave the image.
    const auto place = [&](std::int32_t i, std::int32_t from, std::int32_t to) {
      const double step = align.corners && to > 1 ? (from - 1.0) / (to - 1.0) : 1.0 * from / to;
      const double at = align.half_pixels ? (i + 0.5) * step - 0.5 : i * step;
      return std::clamp(at, 0.0, from - 1.0);
    };
    std::vector<double> expected;
    for (int y = 0; y < rows; ++y) {
      for (int x = 0; x < columns; ++x)
        expected.push_back(plane(place(y, height, rows), place(x, width, columns)));
    }
    std::vector<float> out = octet_test::unset(expected.size());
    octet::float_ops::resize_bilinear({.input = {in.data(), {1, height, width, 1}},
                                       .output = {out.data(), {1, rows, columns, 1}},
                                       .align = align});
    CHECK(octet_test::close(out, expected));
  }
}
