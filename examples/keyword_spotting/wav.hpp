// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Reads WAV files of 16-bit PCM, one channel.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "octet/convert/file.hpp"

namespace keyword_spotting {

/// One file that could not be read as it should; what() is one line with its path.
class wav_error : public std::runtime_error {
 public:
  wav_error(const std::filesystem::path& path, const std::string& reason)
      : std::runtime_error(path.string() + ": " + reason) {}
};

/// The chunks of a RIFF file: four letters, a size, so many bytes, one more after an odd size.
class wav_file {
 public:
  using bytes = std::span<const std::uint8_t>;

  explicit wav_file(const std::filesystem::path& path)
      : path_(path), bytes_(octet::convert::read_file(path)) {
    if (bytes_.size() < 12 || !starts_with(bytes_, "RIFF") ||
        !starts_with(bytes(bytes_).subspan(8), "WAVE")) {
      fail("is not a WAV file");
    }
  }

  [[noreturn]] void fail(const std::string& reason) const { throw wav_error(path_, reason); }

  /// The first chunk of a name. Errors: there is none, or the file ends inside it.
  bytes chunk(std::string_view name) const {
    for (bytes rest = bytes(bytes_).subspan(12); rest.size() >= 8;) {
      const std::size_t size = number(rest, 4, 4);
      const bool found = starts_with(rest, name);
      rest = rest.subspan(8);
      if (size > rest.size()) {
        fail("is truncated: a chunk of " + std::to_string(size) + " bytes has " +
             std::to_string(rest.size()));
      }
      if (found) return rest.first(size);
      rest = rest.subspan(size);
      if (size % 2 != 0 && !rest.empty()) rest = rest.subspan(1);
    }
    fail("has no chunk '" + std::string(name) + "'");
  }

  /// The little-endian number in `size` bytes of a chunk, from `offset` on.
  static std::uint32_t number(bytes chunk, std::size_t offset, std::size_t size) {
    std::uint32_t value = 0;
    for (std::size_t i = size; i-- > 0;) value = value << 8 | chunk[offset + i];
    return value;
  }

 private:
  static bool starts_with(bytes text, std::string_view word) {
    for (std::size_t i = 0; i < word.size(); ++i) {
      if (text[i] != static_cast<std::uint8_t>(word[i])) return false;
    }
    return true;
  }

  std::filesystem::path path_;
  std::vector<std::uint8_t> bytes_;
};

/// What is wrong with the format chunk of a file that should hold 16-bit PCM, one channel.
inline std::optional<std::string> wrong_format(wav_file::bytes format, std::uint32_t rate) {
  if (format.size() < 16)
    return "has a format chunk of " + std::to_string(format.size()) + " bytes";
  // WAVE_FORMAT_EXTENSIBLE keeps the real format at the start of its last 16 bytes.
  std::uint32_t tag = wav_file::number(format, 0, 2);
  if (tag == 0xfffe && format.size() >= 40) tag = wav_file::number(format, 24, 2);
  if (tag != 1) return "holds format " + std::to_string(tag) + ", expected PCM (1)";
  if (const auto bits = wav_file::number(format, 14, 2); bits != 16) {
    return "holds samples of " + std::to_string(bits) + " bits, expected 16";
  }
  if (const auto channels = wav_file::number(format, 2, 2); channels != 1) {
    return "holds " + std::to_string(channels) + " channels, expected 1";
  }
  if (const auto found = wav_file::number(format, 4, 4); found != rate) {
    return "holds " + std::to_string(found) + " samples a second, expected " + std::to_string(rate);
  }
  return std::nullopt;
}

/// The samples of a WAV file.
///
/// errors   wav_error: not a WAV file, truncated, another format than 16-bit PCM with one channel
///          and `rate` samples a second, no samples; std::runtime_error: it cannot be read
inline std::vector<std::int16_t> read_wav(const std::filesystem::path& path, std::uint32_t rate) {
  const wav_file file(path);
  if (const auto wrong = wrong_format(file.chunk("fmt "), rate)) file.fail(*wrong);
  const wav_file::bytes data = file.chunk("data");
  if (data.size() % 2 != 0) file.fail("ends within a sample");
  if (data.empty()) file.fail("holds no samples");
  std::vector<std::int16_t> samples(data.size() / 2);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    samples[i] = static_cast<std::int16_t>(wav_file::number(data, 2 * i, 2));
  }
  return samples;
}

}  // namespace keyword_spotting
