// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Whole files: what is read is what was written, and nothing else in the folder changes.
#include "octet/convert/file.hpp"

#include <doctest/doctest.h>

#if !defined(_WIN32)
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/data.hpp"
#include "support/scratch_dir.hpp"

namespace {

namespace fs = std::filesystem;
using octet::convert::check_writable;
using octet::convert::read_file;
using octet::convert::write_file;

std::string content_of(const fs::path& path) {
  const std::vector<std::uint8_t> bytes = octet_test::read_bytes(path);
  return {bytes.begin(), bytes.end()};
}

std::ptrdiff_t files_in(const fs::path& folder) {
  return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
}

TEST_CASE("files of any size come back as they were written") {
  const octet_test::scratch_dir folder("file");
  for (const std::size_t size : std::vector<std::size_t>{0, 1, 65535, 65536, 65537, 200000}) {
    CAPTURE(size);
    std::vector<std::uint8_t> bytes(size);
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i * 7 + i / 251);
    write_file(folder.path() / "a", bytes);
    CHECK(octet_test::read_bytes(folder.path() / "a") == bytes);
    CHECK(read_file(folder.path() / "a") == bytes);
  }
  CHECK(files_in(folder.path()) == 1);
}

TEST_CASE("what cannot be read is named") {
  const octet_test::scratch_dir folder("file");
  const auto refused = [](const fs::path& path, const std::string& why) {
    CHECK_THROWS_WITH_AS(read_file(path), (path.string() + ": " + why).c_str(), std::runtime_error);
  };
  refused(folder.path() / "none", "cannot be opened");
  refused(folder.path(), "is a directory");
  if (fs::exists("/proc/self/mem")) refused("/proc/self/mem", "cannot be read");
}

TEST_CASE("a file is replaced with its permissions, and nobody's file beside it is touched") {
  const octet_test::scratch_dir folder("file");
  const fs::path path = folder.path() / "keep", other = folder.path() / "keep.part";
  write_file(path, std::string("old"));
  write_file(other, std::string("mine"));
  const fs::perms mine = fs::perms::owner_read | fs::perms::owner_write;
  fs::permissions(path, mine);
  write_file(path, std::string("new"));
  CHECK(content_of(path) == "new");
  CHECK(fs::status(path).permissions() == mine);
  CHECK(content_of(other) == "mine");
  CHECK(files_in(folder.path()) == 2);
}

TEST_CASE("links are followed, also to a file that is not there yet") {
  const octet_test::scratch_dir folder("file");
  fs::create_directory(folder.path() / "far");
  const fs::path file = folder.path() / "far" / "file", link = folder.path() / "link";
  fs::create_symlink("far/file", link);
  for (const std::string text : {"first", "second"}) {
    check_writable(link);
    write_file(link, text);
    CHECK(fs::is_symlink(link));
    CHECK(content_of(file) == text);
  }
  CHECK(files_in(folder.path()) == 2);
  CHECK(files_in(folder.path() / "far") == 1);
}

#if !defined(_WIN32)
TEST_CASE("a pipe is written to and stays one") {
  const octet_test::scratch_dir folder("file");
  const fs::path path = folder.path() / "pipe";
  REQUIRE(mkfifo(path.c_str(), 0600) == 0);
  // Both ends, so that nobody waits for the other.
  const int end = open(path.c_str(), O_RDWR | O_NONBLOCK);
  REQUIRE(end >= 0);
  check_writable(path);
  write_file(path, std::string("through"));
  CHECK(fs::is_fifo(path));
  char text[16] = {};
  CHECK(read(end, text, sizeof text) == 7);
  CHECK(std::string(text) == "through");
  close(end);
}
#endif

TEST_CASE("what cannot be written is found out ahead, with the same words") {
  const octet_test::scratch_dir folder("file");
  const auto refused = [](const fs::path& path, const std::string& why) {
    const std::string sentence = path.string() + ": cannot be written (" + why + ")";
    CHECK_THROWS_WITH_AS(check_writable(path), sentence.c_str(), std::runtime_error);
    CHECK_THROWS_WITH_AS(write_file(path, std::string("text")), sentence.c_str(),
                         std::runtime_error);
  };
  refused(folder.path() / "none" / "a", "No such file or directory");
  refused(folder.path(), "Is a directory");
  const fs::path path = folder.path() / "a";
  check_writable(path);
  CHECK_FALSE(fs::exists(path));
  write_file(path, std::string("text"));
  check_writable(path);
  CHECK(content_of(path) == "text");
  CHECK(files_in(folder.path()) == 1);
}

}  // namespace
