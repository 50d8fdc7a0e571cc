// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// RGB images in memory, and PNG files that are never half-written.
#pragma once

#include <png.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "octet/convert/file.hpp"

namespace octet::report {

struct colour {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;
  friend constexpr bool operator==(const colour&, const colour&) = default;
};

/// Rows from the top, three bytes a pixel.
class image {
 public:
  image(std::size_t width, std::size_t height, colour background = {})
      : width_(width), height_(height), bytes_(3 * width * height) {
    for (std::size_t y = 0; y < height; ++y) {
      for (std::size_t x = 0; x < width; ++x) set(x, y, background);
    }
  }

  std::size_t width() const { return width_; }
  std::size_t height() const { return height_; }
  const std::vector<std::uint8_t>& bytes() const { return bytes_; }

  colour at(std::size_t x, std::size_t y) const {
    const std::size_t first = 3 * (y * width_ + x);
    return {bytes_[first], bytes_[first + 1], bytes_[first + 2]};
  }
  void set(std::size_t x, std::size_t y, colour value) {
    const std::size_t first = 3 * (y * width_ + x);
    bytes_[first] = value.red;
    bytes_[first + 1] = value.green;
    bytes_[first + 2] = value.blue;
  }

 private:
  std::size_t width_;
  std::size_t height_;
  std::vector<std::uint8_t> bytes_;
};

/// Writes a PNG file as convert::write_file does: readers see the old file or the new one.
///
/// errors   std::runtime_error naming the path: an empty image, a folder that cannot be written to
inline void write_png(const std::filesystem::path& path, const image& picture) {
  png_image header{};
  header.version = PNG_IMAGE_VERSION;
  header.width = static_cast<png_uint_32>(picture.width());
  header.height = static_cast<png_uint_32>(picture.height());
  header.format = PNG_FORMAT_RGB;
  std::vector<std::uint8_t> file(PNG_IMAGE_PNG_SIZE_MAX(header));
  png_alloc_size_t size = file.size();
  if (png_image_write_to_memory(&header, file.data(), &size, 0, picture.bytes().data(), 0,
                                nullptr) == 0)
    throw std::runtime_error(path.string() + ": cannot be written: " + header.message);
  file.resize(size);
  convert::write_file(path, file);
}

}  // namespace octet::report
