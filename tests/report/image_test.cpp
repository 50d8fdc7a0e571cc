// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Images and PNG files: pixels survive, no rests stay behind, bad targets are named.
#include "octet/report/image.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "support/png.hpp"
#include "support/scratch_dir.hpp"

using octet::report::colour;
using octet::report::image;
using octet::report::write_png;

namespace {

namespace fs = std::filesystem;

std::ptrdiff_t files_in(const fs::path& folder) {
  return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
}

}  // namespace

TEST_CASE("pixels are where they were set") {
  image picture(3, 2, {1, 2, 3});
  picture.set(2, 1, {9, 8, 7});
  CHECK(picture.at(0, 0) == colour{1, 2, 3});
  CHECK(picture.at(2, 0) == colour{1, 2, 3});
  CHECK(picture.at(2, 1) == colour{9, 8, 7});
  CHECK(picture.bytes().size() == 18);
}

TEST_CASE("a PNG file holds the pixels and nothing stays beside it, also over an old file") {
  const octet_test::scratch_dir folder("image");
  const fs::path path = folder.path() / "a.png";
  std::ofstream(path) << "old";
  image picture(5, 3);
  for (std::size_t i = 0; i < 15; ++i) {
    const auto value = static_cast<std::uint8_t>(17 * i);
    picture.set(i % 5, i / 5, {value, static_cast<std::uint8_t>(255 - value), 7});
  }
  write_png(path, picture);
  const image read = octet_test::read_png(path);
  CHECK(read.width() == 5);
  CHECK(read.height() == 3);
  CHECK(read.bytes() == picture.bytes());
  CHECK(files_in(folder.path()) == 1);
}

TEST_CASE("a target that cannot be written is named, and leaves nothing behind") {
  const octet_test::scratch_dir folder("image");
  const fs::path missing = folder.path() / "missing" / "a.png";
  try {
    write_png(missing, image(1, 1));
    FAIL("written into a folder that does not exist");
  } catch (const std::runtime_error& error) {
    CHECK(std::string(error.what()).starts_with(missing.string()));
  }
  const fs::path occupied = folder.path() / "folder.png";
  fs::create_directories(occupied / "inside");
  CHECK_THROWS_AS(write_png(occupied, image(1, 1)), std::runtime_error);
  CHECK_THROWS_AS(write_png(folder.path() / "empty.png", image(0, 0)), std::runtime_error);
  CHECK(files_in(folder.path()) == 1);
}
