// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The IDX reader: plain and gzip files, and one clear sentence for each kind of bad file.
#include "mnist/idx.hpp"

#include <doctest/doctest.h>
#include <zlib.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "support/data.hpp"
#include "support/scratch_dir.hpp"

namespace {

namespace fs = std::filesystem;
using bytes = std::vector<std::uint8_t>;

/// An IDX file of bytes.
bytes idx(const std::vector<std::uint32_t>& sizes, const bytes& content) {
  bytes file{0, 0, 8, static_cast<std::uint8_t>(sizes.size())};
  for (const std::uint32_t size : sizes) {
    for (const int shift : {24, 16, 8, 0}) {
      file.push_back(static_cast<std::uint8_t>(size >> shift));
    }
  }
  file.insert(file.end(), content.begin(), content.end());
  return file;
}

bytes pixels(std::size_t images) {
  bytes all(images * mnist::pixel_count);
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint8_t>(i * 7);
  return all;
}

void write_plain(const fs::path& path, const bytes& content) {
  std::ofstream file(path, std::ios::binary);
  for (const std::uint8_t byte : content) file.put(static_cast<char>(byte));
}

void write_gzip(const fs::path& path, const bytes& content) {
  const gzFile file = gzopen(path.string().c_str(), "wb");
  REQUIRE(file != nullptr);
  REQUIRE(gzwrite(file, content.data(), static_cast<unsigned>(content.size())) ==
          static_cast<int>(content.size()));
  REQUIRE(gzclose(file) == Z_OK);
}

const bytes three_images = idx({3, 28, 28}, pixels(3));
const bytes three_labels = idx({3}, {7, 0, 9});

/// The message of reading a folder with these two files; empty where all went well.
std::string message(const bytes& image_file, const bytes& label_file) {
  const octet_test::scratch_dir folder("idx");
  write_plain(folder.path() / "train-images-idx3-ubyte", image_file);
  write_plain(folder.path() / "train-labels-idx1-ubyte", label_file);
  try {
    mnist::read_images(folder.path(), "train");
    return "";
  } catch (const mnist::idx_error& error) {
    const std::string text = error.what();
    CHECK(text.starts_with(folder.path().string()));
    CHECK(text.find('\n') == std::string::npos);
    return fs::path(text).filename().string();
  }
}

bytes without_last(bytes file, std::size_t count) {
  file.resize(file.size() - count);
  return file;
}

}  // namespace

TEST_CASE("plain and gzip files give the same images") {
  const octet_test::scratch_dir folder("idx");
  write_plain(folder.path() / "train-images-idx3-ubyte", three_images);
  write_gzip(folder.path() / "train-labels-idx1-ubyte.gz", three_labels);
  write_gzip(folder.path() / "t10k-images-idx3-ubyte.gz", three_images);
  write_plain(folder.path() / "t10k-labels-idx1-ubyte", three_labels);
  const mnist::dataset data = mnist::read_dataset(folder.path());
  CHECK(data.train.size() == 3);
  CHECK(data.train.pixels == pixels(3));
  CHECK(data.train.labels == bytes{7, 0, 9});
  CHECK(data.test.pixels == data.train.pixels);
  CHECK(data.test.labels == data.train.labels);
  CHECK(data.train.image(1)[0] == static_cast<std::uint8_t>(784 * 7));
}

TEST_CASE("each kind of bad file has its sentence") {
  CHECK(message(three_images, three_labels).empty());
  CHECK(message({}, three_labels) == "train-images-idx3-ubyte: is truncated");
  CHECK(message(without_last(three_images, 1), three_labels) ==
        "train-images-idx3-ubyte: is truncated");
  CHECK(message(without_last(three_images, 3 * 784 + 3), three_labels) ==
        "train-images-idx3-ubyte: is truncated");
  CHECK(message(three_labels, three_images) ==
        "train-images-idx3-ubyte: is not an IDX file of bytes with 3 dimension(s) (first word "
        "2049, expected 2051)");
  CHECK(message(idx({3, 28, 28}, pixels(4)), three_labels) ==
        "train-images-idx3-ubyte: is longer than its header says");
  CHECK(message(idx({0, 28, 28}, {}), idx({0}, {})) == "train-images-idx3-ubyte: holds no images");
  CHECK(message(idx({3, 14, 56}, pixels(3)), three_labels) ==
        "train-images-idx3-ubyte: holds images of 14x56, expected 28x28");
  CHECK(message(three_images, idx({2}, {1, 2})) ==
        "train-labels-idx1-ubyte: holds 2 labels for 3 images");
  CHECK(message(three_images, idx({3}, {1, 2})) == "train-labels-idx1-ubyte: is truncated");
  CHECK(message(three_images, idx({3}, {1, 10, 2})) ==
        "train-labels-idx1-ubyte: holds a label above 9");
}

TEST_CASE("a header that promises terabytes is only a truncated file") {
  CHECK(message(idx({0xffffffffU, 28, 28}, pixels(3)), idx({0xffffffffU}, {})) ==
        "train-images-idx3-ubyte: is truncated");
}

TEST_CASE("missing files and damaged gzip files are named") {
  const octet_test::scratch_dir folder("idx");
  CHECK_THROWS_WITH_AS(mnist::read_dataset(folder.path() / "missing"),
                       doctest::Contains("not found, neither plain nor as .gz"), mnist::idx_error);

  const fs::path images = folder.path() / "train-images-idx3-ubyte.gz";
  write_gzip(images, three_images);
  write_plain(folder.path() / "train-labels-idx1-ubyte", three_labels);
  bytes packed = octet_test::read_bytes(images);
  CHECK(mnist::read_images(folder.path(), "train").size() == 3);

  write_plain(images, without_last(packed, 9));
  CHECK_THROWS_WITH_AS(mnist::read_images(folder.path(), "train"),
                       doctest::Contains("is truncated"), mnist::idx_error);
  packed[packed.size() - 6] ^= 1;  // in the checksum
  write_plain(images, packed);
  CHECK_THROWS_WITH_AS(mnist::read_images(folder.path(), "train"), doctest::Contains("is damaged"),
                       mnist::idx_error);
}

TEST_CASE("the real MNIST has its sizes") {
  const auto folder = octet_test::data_dir();
  if (!folder || !fs::exists(*folder / "mnist")) OCTET_SKIP("no mnist/ in the data folder");
  const mnist::dataset data = mnist::read_dataset(*folder / "mnist");
  CHECK(data.train.size() == 60000);
  CHECK(data.test.size() == 10000);
  CHECK(data.train.labels[0] == 5);
  CHECK(data.test.labels[0] == 7);
}
