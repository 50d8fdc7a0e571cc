// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Reads the four IDX files of MNIST, gzip or plain.
#pragma once

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "images.hpp"

namespace mnist {

/// One file that could not be read as it should; what() is one line with its path.
class idx_error : public std::runtime_error {
 public:
  idx_error(const std::filesystem::path& path, const std::string& reason)
      : std::runtime_error(path.string() + ": " + reason) {}
};

/// An IDX file of unsigned bytes: big-endian magic 0x0000'08'dd (dd: number of dimensions), the
/// dimensions, then the bytes. zlib reads plain files through the same calls.
class idx_file {
 public:
  explicit idx_file(const std::filesystem::path& path)
      : path_(path), file_(gzopen(path.string().c_str(), "rb"), &gzclose) {
    if (!file_) throw idx_error(path_, "cannot be opened");
  }

  /// The sizes of all dimensions; errors: not an IDX file of bytes with that many dimensions.
  template <std::size_t Dimensions>
  std::array<std::size_t, Dimensions> read_header() {
    if (const std::uint32_t magic = read_word(); magic != 0x800 + Dimensions) {
      throw idx_error(path_, "is not an IDX file of bytes with " + std::to_string(Dimensions) +
                                 " dimension(s) (first word " + std::to_string(magic) +
                                 ", expected " + std::to_string(0x800 + Dimensions) + ")");
    }
    std::array<std::size_t, Dimensions> sizes{};
    for (std::size_t& size : sizes) size = read_word();
    return sizes;
  }

  /// The remaining bytes, which must be exactly `size`.
  std::vector<std::uint8_t> read_rest(std::size_t size) {
    // In pieces: a header may promise terabytes that the file does not hold.
    constexpr std::size_t piece = std::size_t{1} << 20;
    std::vector<std::uint8_t> bytes;
    while (bytes.size() < size) {
      const std::size_t begin = bytes.size();
      bytes.resize(std::min(size, begin + piece));
      read_exactly(std::span(bytes).subspan(begin));
    }
    std::uint8_t extra = 0;
    // Reading past the end also makes zlib compare the checksum.
    if (read_some({&extra, 1}) != 0) throw idx_error(path_, "is longer than its header says");
    return bytes;
  }

 private:
  std::size_t read_some(std::span<std::uint8_t> bytes) {
    const int count = gzread(file_.get(), bytes.data(), static_cast<unsigned>(bytes.size()));
    // A gzip file that ends too early may still give all bytes; only the code tells.
    int code = Z_OK;
    const std::string reason = gzerror(file_.get(), &code);
    if (code == Z_BUF_ERROR) throw idx_error(path_, "is truncated");
    if (count < 0 || code < 0) throw idx_error(path_, "is damaged: " + reason);
    return static_cast<std::size_t>(count);
  }

  void read_exactly(std::span<std::uint8_t> bytes) {
    if (read_some(bytes) != bytes.size()) throw idx_error(path_, "is truncated");
  }

  std::uint32_t read_word() {
    std::array<std::uint8_t, 4> bytes{};
    read_exactly(bytes);
    return (std::uint32_t{bytes[0]} << 24) | (std::uint32_t{bytes[1]} << 16) |
           (std::uint32_t{bytes[2]} << 8) | std::uint32_t{bytes[3]};
  }

  std::filesystem::path path_;
  std::unique_ptr<gzFile_s, decltype(&gzclose)> file_;
};

/// `directory/name` or `directory/name.gz`; errors: neither is there.
inline std::filesystem::path find_idx(const std::filesystem::path& directory,
                                      const std::string& name) {
  for (const char* ending : {"", ".gz"}) {
    const std::filesystem::path path = directory / (name + ending);
    if (std::filesystem::is_regular_file(path)) return path;
  }
  throw idx_error(directory / name, "not found, neither plain nor as .gz");
}

/// The images `prefix`-images-idx3-ubyte with the labels `prefix`-labels-idx1-ubyte.
/// errors: idx_error for a missing, foreign, truncated or damaged file, images that are not 28x28,
/// no images, more or fewer labels than images, a label above 9.
inline images read_images(const std::filesystem::path& directory, const std::string& prefix) {
  const auto image_path = find_idx(directory, prefix + "-images-idx3-ubyte");
  const auto label_path = find_idx(directory, prefix + "-labels-idx1-ubyte");

  idx_file image_file(image_path);
  const auto [count, rows, columns] = image_file.read_header<3>();
  if (rows != side || columns != side) {
    throw idx_error(image_path, "holds images of " + std::to_string(rows) + "x" +
                                    std::to_string(columns) + ", expected 28x28");
  }
  if (count == 0) throw idx_error(image_path, "holds no images");

  idx_file label_file(label_path);
  const auto [label_count] = label_file.read_header<1>();
  if (label_count != count) {
    throw idx_error(label_path, "holds " + std::to_string(label_count) + " labels for " +
                                    std::to_string(count) + " images");
  }

  images result{.pixels = image_file.read_rest(count * pixel_count),
                .labels = label_file.read_rest(count)};
  if (std::ranges::any_of(result.labels, [](std::uint8_t label) { return label >= class_count; })) {
    throw idx_error(label_path, "holds a label above 9");
  }
  return result;
}

/// MNIST as its authors publish it; errors as read_images.
inline dataset read_dataset(const std::filesystem::path& directory) {
  return {.train = read_images(directory, "train"), .test = read_images(directory, "t10k")};
}

}  // namespace mnist
