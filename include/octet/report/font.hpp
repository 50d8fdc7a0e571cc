// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// A 5x7 dot font for captions in pictures: digits, capital letters and a few signs.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "octet/report/image.hpp"

namespace octet::report {

inline constexpr std::size_t glyph_width = 5;
inline constexpr std::size_t glyph_height = 7;
inline constexpr std::size_t glyph_advance = glyph_width + 1;

/// Seven rows from the top, the leftmost dot in bit 4.
struct glyph {
  char character;
  std::array<std::uint8_t, glyph_height> rows;
};

inline constexpr std::array glyphs{
    glyph{'0', {0b01110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110}},
    glyph{'1', {0b00100, 0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110}},
    glyph{'2', {0b01110, 0b10001, 0b00001, 0b00110, 0b01000, 0b10000, 0b11111}},
    glyph{'3', {0b01110, 0b10001, 0b00001, 0b00110, 0b00001, 0b10001, 0b01110}},
    glyph{'4', {0b00010, 0b00110, 0b01010, 0b10010, 0b11111, 0b00010, 0b00010}},
    glyph{'5', {0b11111, 0b10000, 0b11110, 0b00001, 0b00001, 0b10001, 0b01110}},
    glyph{'6', {0b01110, 0b10000, 0b10000, 0b11110, 0b10001, 0b10001, 0b01110}},
    glyph{'7', {0b11111, 0b00001, 0b00010, 0b00010, 0b00100, 0b00100, 0b00100}},
    glyph{'8', {0b01110, 0b10001, 0b10001, 0b01110, 0b10001, 0b10001, 0b01110}},
    glyph{'9', {0b01110, 0b10001, 0b10001, 0b01111, 0b00001, 0b00001, 0b01110}},
    glyph{'A', {0b00100, 0b01010, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001}},
    glyph{'B', {0b11110, 0b10001, 0b10001, 0b11110, 0b10001, 0b10001, 0b11110}},
    glyph{'C', {0b01110, 0b10001, 0b10000, 0b10000, 0b10000, 0b10001, 0b01110}},
    glyph{'D', {0b11110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b11110}},
    glyph{'E', {0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b11111}},
    glyph{'F', {0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b10000}},
    glyph{'G', {0b01110, 0b10001, 0b10000, 0b10111, 0b10001, 0b10001, 0b01111}},
    glyph{'H', {0b10001, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001}},
    glyph{'I', {0b01110, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110}},
    glyph{'J', {0b00111, 0b00010, 0b00010, 0b00010, 0b00010, 0b10010, 0b01100}},
    glyph{'K', {0b10001, 0b10010, 0b10100, 0b11000, 0b10100, 0b10010, 0b10001}},
    glyph{'L', {0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b11111}},
    glyph{'M', {0b10001, 0b11011, 0b10101, 0b10101, 0b10001, 0b10001, 0b10001}},
    glyph{'N', {0b10001, 0b11001, 0b10101, 0b10101, 0b10011, 0b10001, 0b10001}},
    glyph{'O', {0b01110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110}},
    glyph{'P', {0b11110, 0b10001, 0b10001, 0b11110, 0b10000, 0b10000, 0b10000}},
    glyph{'Q', {0b01110, 0b10001, 0b10001, 0b10001, 0b10101, 0b10010, 0b01101}},
    glyph{'R', {0b11110, 0b10001, 0b10001, 0b11110, 0b10100, 0b10010, 0b10001}},
    glyph{'S', {0b01111, 0b10000, 0b10000, 0b01110, 0b00001, 0b00001, 0b11110}},
    glyph{'T', {0b11111, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100}},
    glyph{'U', {0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110}},
    glyph{'V', {0b10001, 0b10001, 0b10001, 0b10001, 0b01010, 0b01010, 0b00100}},
    glyph{'W', {0b10001, 0b10001, 0b10001, 0b10101, 0b10101, 0b11011, 0b10001}},
    glyph{'X', {0b10001, 0b01010, 0b00100, 0b00100, 0b00100, 0b01010, 0b10001}},
    glyph{'Y', {0b10001, 0b10001, 0b01010, 0b00100, 0b00100, 0b00100, 0b00100}},
    glyph{'Z', {0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b10000, 0b11111}},
    glyph{' ', {0, 0, 0, 0, 0, 0, 0}},
    glyph{'.', {0, 0, 0, 0, 0, 0b01100, 0b01100}},
    glyph{':', {0, 0b01100, 0b01100, 0, 0b01100, 0b01100, 0}},
    glyph{'-', {0, 0, 0, 0b01110, 0, 0, 0}},
    glyph{'/', {0b00001, 0b00001, 0b00010, 0b00100, 0b01000, 0b10000, 0b10000}},
    glyph{'?', {0b01110, 0b10001, 0b00001, 0b00110, 0b00100, 0, 0b00100}},
};

/// The glyph of a character, small letters as capitals, '?' for what the font lacks.
constexpr const glyph& find_glyph(char character) {
  const bool small = character >= 'a' && character <= 'z';
  const char wanted = small ? static_cast<char>(character - 'a' + 'A') : character;
  for (const glyph& candidate : glyphs) {
    if (candidate.character == wanted) return candidate;
  }
  return glyphs.back();
}

/// Dots from the first to the last of `text`.
constexpr std::size_t text_width(std::string_view text) {
  return text.empty() ? 0 : text.size() * glyph_advance - 1;
}

/// Draws `text` with its top left dot at (x, y); what lies outside the picture is left out.
inline void draw_text(image& picture, std::size_t x, std::size_t y, std::string_view text,
                      colour ink) {
  for (std::size_t position = 0; position < text.size(); ++position) {
    const glyph& shape = find_glyph(text[position]);
    for (std::size_t row = 0; row < glyph_height; ++row) {
      for (std::size_t column = 0; column < glyph_width; ++column) {
        const std::size_t px = x + position * glyph_advance + column;
        const bool dot = (shape.rows[row] >> (glyph_width - 1 - column) & 1) != 0;
        if (dot && px < picture.width() && y + row < picture.height())
          picture.set(px, y + row, ink);
      }
    }
  }
}

}  // namespace octet::report
