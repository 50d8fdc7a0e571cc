// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The pixels of a PNG file.
#pragma once

#include <doctest/doctest.h>
#include <png.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <vector>

#include "octet/report/image.hpp"

namespace octet_test {

/// Fails the test where the file is no PNG.
inline octet::report::image read_png(const std::filesystem::path& path) {
  png_image header{};
  header.version = PNG_IMAGE_VERSION;
  REQUIRE(png_image_begin_read_from_file(&header, path.string().c_str()) != 0);
  header.format = PNG_FORMAT_RGB;
  std::vector<std::uint8_t> bytes(PNG_IMAGE_SIZE(header));
  REQUIRE(png_image_finish_read(&header, nullptr, bytes.data(), 0, nullptr) != 0);
  octet::report::image picture(header.width, header.height);
  for (std::size_t i = 0; i < bytes.size(); i += 3)
    picture.set(i / 3 % picture.width(), i / 3 / picture.width(),
                {bytes[i], bytes[i + 1], bytes[i + 2]});
  return picture;
}

}  // namespace octet_test
