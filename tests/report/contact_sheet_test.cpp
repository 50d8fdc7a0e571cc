// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Contact sheets: the grid, the zoom, the captions, and what is refused.
#include "octet/report/contact_sheet.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <vector>

using namespace octet::report;

namespace {

bool has_ink(const image& picture, std::size_t left, std::size_t top, std::size_t width,
             std::size_t height, colour ink) {
  for (std::size_t y = top; y < top + height; ++y) {
    for (std::size_t x = left; x < left + width; ++x) {
      if (picture.at(x, y) == ink) return true;
    }
  }
  return false;
}

constexpr colour predicted_ink{255, 110, 90};
constexpr colour true_ink{110, 220, 130};

}  // namespace

TEST_CASE("tiles stand in rows, zoomed, with predicted and true below") {
  const std::array<std::uint8_t, 16> ramp{0,  10, 20,  30,  40,  50,  60,  70,
                                          80, 90, 100, 110, 120, 130, 140, 150};
  const std::vector<tile> tiles{{ramp, "3", "5"}, {ramp, "1", "7"}, {ramp, "", "9"}};
  const contact_sheet_options options{.tile_width = 4, .tile_height = 4, .columns = 2, .zoom = 6};
  const image sheet = contact_sheet("X", tiles, options);

  // Title: 7 dots and 4 above and below. Cells: 24 and a gap of 4 wide, 24 + 4 + 7 + 4 high.
  constexpr std::size_t header = 15;
  constexpr std::size_t cell_width = 28;
  constexpr std::size_t cell_height = 39;
  CHECK(sheet.width() == 2 * cell_width + 4);
  CHECK(sheet.height() == header + 2 * cell_height);
  for (std::size_t i = 0; i < tiles.size(); ++i) {
    const std::size_t left = 4 + i % 2 * cell_width;
    const std::size_t top = header + i / 2 * cell_height;
    CAPTURE(i);
    for (std::size_t y = 0; y < 24; ++y) {
      for (std::size_t x = 0; x < 24; ++x) {
        const std::uint8_t grey = ramp[y / 6 * 4 + x / 6];
        REQUIRE(sheet.at(left + x, top + y) == colour{grey, grey, grey});
      }
    }
    CHECK(has_ink(sheet, left, top + 28, 24, 7, true_ink));
    CHECK(has_ink(sheet, left, top + 28, 24, 7, predicted_ink) == !tiles[i].predicted.empty());
  }
}

TEST_CASE("a sheet without tiles has its title") {
  const image sheet = contact_sheet("none", {});
  CHECK(sheet.height() == 15);
  CHECK(has_ink(sheet, 4, 4, 23, 7, {200, 204, 212}));
}

TEST_CASE("sizes that do not fit are refused") {
  const std::vector<std::uint8_t> pixels(783);
  const std::vector<tile> tiles{{pixels, "1", "2"}};
  CHECK_THROWS_AS(contact_sheet("", tiles), std::invalid_argument);
  CHECK_THROWS_AS(contact_sheet("", {}, {.columns = 0}), std::invalid_argument);
  CHECK_THROWS_AS(contact_sheet("", {}, {.zoom = 0}), std::invalid_argument);
}
