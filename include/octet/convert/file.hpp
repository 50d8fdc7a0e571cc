// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Whole files in and out; nothing is ever left half-written.
#pragma once

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
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
  std::vector<std::uint8_t> bytes;
  std::array<std::uint8_t, 65536> part;
  do {
    in.read(reinterpret_cast<char*>(part.data()), part.size());
    bytes.insert(bytes.end(), part.begin(), part.begin() + in.gcount());
  } while (in);
  if (in.bad()) throw std::runtime_error(path.string() + ": cannot be read");
  return bytes;
}

namespace detail {

namespace fs = std::filesystem;

/// Where the bytes of a file go.
struct file_target {
  fs::path path;            ///< links followed
  fs::perms permissions{};  ///< of the file that is there; unknown where none is
  bool is_replaced = true;  ///< not a pipe, a device or a folder
};

inline file_target target_of(const fs::path& path) {
  std::error_code ignored;
  const fs::file_status old = fs::status(path, ignored);
  if (fs::is_regular_file(old)) return {fs::canonical(path), old.permissions()};
  // Of a link that leads nowhere the system knows what to make.
  const bool is_new = fs::symlink_status(path, ignored).type() == fs::file_type::not_found;
  return {path, fs::perms::unknown, is_new};
}

inline std::error_code last_error() { return {errno != 0 ? errno : EIO, std::generic_category()}; }

/// Opens a file in the same folder that nobody else has; null where that fails.
inline std::FILE* open_beside(const fs::path& path, fs::path& beside) {
  for (int n = 0; n < 1000; ++n) {
    beside = path;
    beside += ".part" + (n == 0 ? std::string() : std::to_string(n));
    std::FILE* const file = std::fopen(beside.string().c_str(), "wbx");
    if (file != nullptr || errno != EEXIST) return file;
  }
  return nullptr;
}

inline std::error_code write_and_close(std::FILE* file, std::span<const std::uint8_t> bytes) {
  if (file == nullptr) return last_error();
  errno = 0;
  const bool is_written =
      bytes.empty() || std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  return std::fclose(file) == 0 && is_written ? std::error_code() : last_error();
}

inline std::error_code replace(const file_target& target, std::span<const std::uint8_t> bytes) {
  fs::path beside;
  std::FILE* const file = open_beside(target.path, beside);
  if (file == nullptr) return last_error();
  std::error_code failed, ignored;
  // Before the bytes are there: nobody may read them who could not read the old ones. A file
  // system without permissions keeps none.
  if (target.permissions != fs::perms::unknown)
    fs::permissions(beside, target.permissions, ignored);
  failed = write_and_close(file, bytes);
  if (!failed) fs::rename(beside, target.path, failed);
  if (failed) fs::remove(beside, ignored);
  return failed;
}

inline void throw_unwritable(const fs::path& path, const std::error_code& why) {
  throw std::runtime_error(path.string() + ": cannot be written (" + why.message() + ")");
}

}  // namespace detail

/// Writes beside the target and renames, so that the target is either the old file or the whole new
/// one, with the old one's permissions. Links are followed. A pipe or a device is written to.
///
/// errors   std::runtime_error that names the path
inline void write_file(const std::filesystem::path& path, std::span<const std::uint8_t> bytes) {
  const detail::file_target target = detail::target_of(path);
  const std::error_code failed =
      target.is_replaced ? detail::replace(target, bytes)
                         : detail::write_and_close(std::fopen(path.string().c_str(), "wb"), bytes);
  if (failed) detail::throw_unwritable(path, failed);
}

inline void write_file(const std::filesystem::path& path, const std::string& text) {
  write_file(path, std::span{reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

/// Finds out ahead of long work whether its result can be written; changes nothing.
///
/// errors   as write_file
inline void check_writable(const std::filesystem::path& path) {
  const detail::file_target target = detail::target_of(path);
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored))
    detail::throw_unwritable(path, std::make_error_code(std::errc::is_a_directory));
  if (!target.is_replaced) return;
  std::filesystem::path beside;
  std::FILE* const file = detail::open_beside(target.path, beside);
  if (file == nullptr) detail::throw_unwritable(path, detail::last_error());
  std::fclose(file);
  std::filesystem::remove(beside, ignored);
}

}  // namespace octet::convert
