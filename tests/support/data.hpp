// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Where the test data lies, and how a test says that it is not there.
#pragma once

#include <doctest/doctest.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <ios>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <vector>

namespace octet_test {

/// The project's root.
inline std::filesystem::path source_dir() { return OCTET_SOURCE_DIR; }

/// Where the programs (`octet`, `octet-mnist` ...) of this build lie.
inline std::filesystem::path bin_dir() { return OCTET_BIN_DIR; }

/// The folder with mnist/, kws/, wav/ and goldens/: OCTET_DATA if it is set, else ../shared/data
/// beside the project; empty where there is no such folder.
inline std::optional<std::filesystem::path> data_dir() {
  const char* chosen = std::getenv("OCTET_DATA");
  const std::filesystem::path folder =
      chosen != nullptr ? std::filesystem::path(chosen)
                        : (source_dir() / ".." / "shared" / "data").lexically_normal();
  if (!std::filesystem::is_directory(folder)) return std::nullopt;
  return folder;
}

/// A whole file. Throws std::runtime_error, which fails the test, where it cannot be read.
inline std::vector<std::uint8_t> read_bytes(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(file),
                                  std::istreambuf_iterator<char>()};
  if (!file.is_open() || file.bad()) throw std::runtime_error("cannot read " + path.string());
  return bytes;
}

}  // namespace octet_test

/// Ends a test case that lacks its data, and says so: `OCTET_SKIP("no mnist/ in the data folder")`.
#define OCTET_SKIP(reason)       \
  do {                           \
    MESSAGE("SKIP: " << reason); \
    return;                      \
  } while (false)
