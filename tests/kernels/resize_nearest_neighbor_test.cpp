// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// resize_nearest_neighbor: the places in real arithmetic, the moves by definition.
#include "octet/kernels/resize_nearest_neighbor.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "support/move_oracle.hpp"

using namespace octet_test;
using octet::nearest_neighbor;

TEST_CASE("places along an axis, where float does not matter") {
  for (std::int32_t in = 1; in < 40; ++in) {
    for (std::int32_t out = 1; out < 40; ++out) {
      for (std::int32_t i = 0; i < out; ++i) {
        for (int bits = 0; bits < 4; ++bits) {
          const octet::resize_alignment align{(bits & 1) != 0, (bits & 2) != 0};
          const bool inner = align.corners && out > 1;
          const double scale = inner ? (in - 1.0) / (out - 1.0) : static_cast<double>(in) / out;
          const double place = (i + (align.half_pixels ? 0.5 : 0.0)) * scale;
          const double down = align.corners ? std::round(place - 1e-5) : std::floor(place - 1e-5);
          const double up = align.corners ? std::round(place + 1e-5) : std::floor(place + 1e-5);
          const std::int32_t found = nearest_neighbor(i, in, out, align);
          REQUIRE(found >= std::clamp(static_cast<std::int32_t>(down), 0, in - 1));
          REQUIRE(found <= std::clamp(static_cast<std::int32_t>(up), 0, in - 1));
        }
      }
    }
  }
}

TEST_CASE("places that float decides") {
  // The scale is rounded to float before a place is multiplied by it.
  for (std::int32_t out = 1; out < 300; ++out) {
    for (std::int32_t i = 0; i < out; ++i) {
      const float scale = 7.0F / static_cast<float>(out);
      const auto expected =
          std::min(static_cast<std::int32_t>(std::floor(static_cast<float>(i) * scale)), 6);
      REQUIRE(nearest_neighbor(i, 7, out, {}) == expected);
      const float inner = out > 1 ? 6.0F / static_cast<float>(out - 1) : 7.0F;
      const auto rounded =
          std::min(static_cast<std::int32_t>(std::round(static_cast<float>(i) * inner)), 6);
      REQUIRE(nearest_neighbor(i, 7, out, {.corners = true}) == rounded);
    }
  }
}

TEST_CASE("pixels are moved with all their channels") {
  random_tensor random(18);
  for (int round = 0; round < 300; ++round) {
    octet::shape in = random.shape(4, 4);
    if (in.count() == 0) continue;
    octet::shape out = in;
    std::vector<std::int32_t> rows(static_cast<std::size_t>(random.between(0, 5)));
    std::vector<std::int32_t> columns(static_cast<std::size_t>(random.between(0, 5)));
    for (std::int32_t& y : rows) y = random.between(0, in[1] - 1);
    for (std::int32_t& x : columns) x = random.between(0, in[2] - 1);
    out.sizes[1] = static_cast<std::int32_t>(rows.size());
    out.sizes[2] = static_cast<std::int32_t>(columns.size());
    const auto input = numbered<std::int16_t>(in.count());
    std::vector<std::int16_t> output(out.count());
    octet::resize_nearest_neighbor(
        octet::resize_nearest_neighbor_args<std::int16_t>{.input = {input.data(), in},
                                                          .output = {output.data(), out},
                                                          .rows = rows.data(),
                                                          .columns = columns.data()});
    CHECK(output == moved(out, input, in, [&](index_vector index) {
            index[1] = rows[static_cast<std::size_t>(index[1])];
            index[2] = columns[static_cast<std::size_t>(index[2])];
            return index;
          }));
  }
}
