// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The dot font: every glyph is its own, within its cell, and drawn where it should be.
#include "octet/report/font.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <string>

using namespace octet::report;

namespace {

/// The picture as text, '#' where the ink is.
std::string dots(const image& picture, colour ink) {
  std::string text;
  for (std::size_t y = 0; y < picture.height(); ++y) {
    for (std::size_t x = 0; x < picture.width(); ++x) {
      text += picture.at(x, y) == ink ? '#' : '.';
    }
    text += '\n';
  }
  return text;
}

}  // namespace

TEST_CASE("glyphs differ from one another and stay in five columns") {
  for (std::size_t i = 0; i < glyphs.size(); ++i) {
    for (const auto row : glyphs[i].rows) CHECK(row < 32);
    for (std::size_t other = 0; other < i; ++other) {
      CAPTURE(glyphs[i].character);
      CAPTURE(glyphs[other].character);
      CHECK(glyphs[i].character != glyphs[other].character);
      // Zero and the letter O look alike in many hands.
      const bool alike = glyphs[other].character == '0' && glyphs[i].character == 'O';
      CHECK((glyphs[i].rows == glyphs[other].rows) == alike);
    }
  }
}

TEST_CASE("small letters are drawn as capitals, unknown characters as a question mark") {
  CHECK(find_glyph('q').character == 'Q');
  CHECK(find_glyph('7').character == '7');
  CHECK(find_glyph('\x01').character == '?');
  CHECK(find_glyph('{').character == '?');
}

TEST_CASE("text is drawn from its top left dot") {
  constexpr colour ink{255, 255, 255};
  image picture(13, 9);
  draw_text(picture, 1, 1, "17", ink);
  CHECK(dots(picture, ink) ==
        ".............\n"
        "...#...#####.\n"
        "..##.......#.\n"
        "...#......#..\n"
        "...#......#..\n"
        "...#.....#...\n"
        "...#.....#...\n"
        "..###....#...\n"
        ".............\n");
}

TEST_CASE("text outside the picture is left out") {
  image picture(4, 4);
  draw_text(picture, 2, 2, "88888888", {1, 1, 1});
  draw_text(picture, 100, 100, "8", {1, 1, 1});
  CHECK(picture.at(3, 2) == colour{1, 1, 1});
  CHECK(picture.at(0, 0) == colour{});
}

static_assert(text_width("") == 0 && text_width("1") == 5 && text_width("12") == 11);
