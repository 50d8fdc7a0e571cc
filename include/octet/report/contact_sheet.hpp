// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Small grey pictures in a grid, each above what a model took it for and what it is.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "octet/report/font.hpp"
#include "octet/report/image.hpp"

namespace octet::report {

/// One picture: width * height grey values, row by row.
struct tile {
  std::span<const std::uint8_t> pixels;
  std::string predicted;  ///< empty for a sheet without predictions
  std::string truth;
};

struct contact_sheet_options {
  std::size_t tile_width = 28;
  std::size_t tile_height = 28;
  std::size_t columns = 16;
  std::size_t zoom = 2;  ///< each pixel becomes zoom * zoom
};

/// The sheet: a title line, then the tiles, each with "predicted/truth" below in two colours.
/// errors   std::invalid_argument: a size of 0, a tile with another number of pixels
inline image contact_sheet(std::string_view title, std::span<const tile> tiles,
                           const contact_sheet_options& options = {}) {
  constexpr colour background{24, 26, 32};
  constexpr colour text{200, 204, 212};
  constexpr colour wrong{255, 110, 90};
  constexpr colour right{110, 220, 130};
  constexpr std::size_t gap = 4;
  if (options.tile_width * options.tile_height * options.columns * options.zoom == 0) {
    throw std::invalid_argument("contact_sheet: a size is 0");
  }

  const std::size_t cell_width = options.tile_width * options.zoom + gap;
  const std::size_t picture_height = options.tile_height * options.zoom;
  const std::size_t cell_height = picture_height + 2 * gap + glyph_height;
  const std::size_t rows = (tiles.size() + options.columns - 1) / options.columns;
  const std::size_t header = glyph_height + 2 * gap;
  image sheet(std::max(options.columns * cell_width, text_width(title) + gap) + gap,
              header + rows * cell_height, background);
  draw_text(sheet, gap, gap, title, text);

  for (std::size_t position = 0; position < tiles.size(); ++position) {
    const tile& each = tiles[position];
    if (each.pixels.size() != options.tile_width * options.tile_height) {
      throw std::invalid_argument("contact_sheet: tile " + std::to_string(position) +
                                  " has another size");
    }
    const std::size_t left = gap + position % options.columns * cell_width;
    const std::size_t top = header + position / options.columns * cell_height;
    for (std::size_t y = 0; y < picture_height; ++y) {
      for (std::size_t x = 0; x < options.tile_width * options.zoom; ++x) {
        const std::uint8_t grey =
            each.pixels[y / options.zoom * options.tile_width + x / options.zoom];
        sheet.set(left + x, top + y, {grey, grey, grey});
      }
    }

    const std::string slash = each.predicted.empty() ? "" : "/";
    const std::size_t caption_width = text_width(each.predicted + slash + each.truth);
    const std::size_t spare = cell_width - gap - std::min(cell_width - gap, caption_width);
    const std::size_t caption = left + spare / 2;
    const std::size_t caption_top = top + picture_height + gap;
    const std::size_t after = caption + each.predicted.size() * glyph_advance;
    draw_text(sheet, caption, caption_top, each.predicted, wrong);
    draw_text(sheet, after, caption_top, slash, text);
    draw_text(sheet, after + slash.size() * glyph_advance, caption_top, each.truth, right);
  }
  return sheet;
}

}  // namespace octet::report
