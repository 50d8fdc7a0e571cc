// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Whole files in and out; nothing is ever left half-written.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

namespace octet::convert {

/// The bytes of a file, at an address aligned for any tensor type.
///
/// errors   std::runtime_error that names the path
inline std::vector<std::uint8_t> read_file(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored))
    throw std::runtime_error(path.string() + ": is a directory");
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error(path.string() + ": cannot be opened");
  std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(in), {}};
  if (in.bad()) throw std::runtime_error(path.string() + ": cannot be read");
  return bytes;
}

/// Writes beside the target and renames, so that the target is either the old file or the whole new
/// one.
///
/// errors   std::runtime_error that names the path
inline void write_file(const std::filesystem::path& path, std::span<const std::uint8_t> bytes) {
  std::filesystem::path beside = path;
  beside += ".part";
  std::error_code failed;
  {
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    if (!out) throw std::runtime_error(path.string() + ": cannot be written");
    out.write(reinterpret_cast<const char*>(bytes.data()),
              static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) failed = std::make_error_code(std::errc::io_error);
  }
  if (!failed) std::filesystem::rename(beside, path, failed);
  if (failed) {
    std::error_code ignored;
    std::filesystem::remove(beside, ignored);
    throw std::runtime_error(path.string() + ": cannot be written (" + failed.message() + ")");
  }
}

inline void write_file(const std::filesystem::path& path, const std::string& text) {
  write_file(path, std::span{reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

}  // namespace octet::convert
