// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The WAV reader: what it reads, and one clear sentence for each kind of bad file.
#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "keyword_spotting/wav.hpp"
#include "support/scratch_dir.hpp"

namespace {

namespace fs = std::filesystem;

std::string little_endian(std::uint32_t value, std::size_t size) {
  std::string bytes;
  for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xff);
  return bytes;
}

std::string chunk(const std::string& name, const std::string& content) {
  return name + little_endian(static_cast<std::uint32_t>(content.size()), 4) + content +
         (content.size() % 2 == 0 ? "" : std::string(1, '\0'));
}

struct format {
  std::uint32_t tag = 1, channels = 1, rate = 16000, bits = 16;

  std::string chunk_text(const std::string& extra = "") const {
    const std::uint32_t frame = channels * bits / 8;
    return chunk("fmt ", little_endian(tag, 2) + little_endian(channels, 2) +
                             little_endian(rate, 4) + little_endian(rate * frame, 4) +
                             little_endian(frame, 2) + little_endian(bits, 2) + extra);
  }
};

std::string riff(const std::string& chunks) { return chunk("RIFF", "WAVE" + chunks); }

// Three samples: 1, -2, 32767.
const std::string data = chunk("data", std::string("\x01\x00\xfe\xff\xff\x7f", 6));
const std::string good = riff(format{}.chunk_text() + data);

class wav_folder {
 public:
  std::vector<std::int16_t> read(const std::string& bytes) const {
    octet::convert::write_file(path(), bytes);
    return keyword_spotting::read_wav(path(), 16000);
  }

  /// The sentence that a bad file gets, without its path; empty if it is read.
  std::string complaint(const std::string& bytes) const {
    try {
      read(bytes);
    } catch (const keyword_spotting::wav_error& e) {
      const std::string text = e.what(), start = path().string() + ": ";
      CHECK(text.starts_with(start));
      CHECK(text.find('\n') == std::string::npos);
      return text.substr(start.size());
    }
    return "";
  }

  fs::path path() const { return folder_.path() / "a.wav"; }

 private:
  octet_test::scratch_dir folder_{"wav"};
};

}  // namespace

TEST_CASE("samples of a WAV file, whatever else is in it") {
  const wav_folder folder;
  const std::vector<std::int16_t> samples{1, -2, 32767};
  CHECK(folder.read(good) == samples);
  CHECK(folder.read(good + "what follows") == samples);
  const std::string list = chunk("LIST", "odd");  // and so one byte more
  CHECK(folder.read(riff(list + format{}.chunk_text() + list + data + list)) == samples);
  // WAVE_FORMAT_EXTENSIBLE: 22 more bytes, the last 16 of which begin with the real format.
  const std::string guid = little_endian(22, 2) + little_endian(16, 2) + little_endian(4, 4) +
                           little_endian(1, 2) + std::string(14, '\x10');
  CHECK(folder.read(riff(format{.tag = 0xfffe}.chunk_text(guid) + data)) == samples);
}

TEST_CASE("a file that ends too early, at every length") {
  const wav_folder folder;
  for (std::size_t size = 0; size < good.size(); ++size) {
    CAPTURE(size);
    const std::string expected = size < 12   ? "is not a WAV file"
                                 : size < 20 ? "has no chunk 'fmt '"
                                 : size < 36 ? "is truncated: a chunk of 16 bytes has "
                                 : size < 44 ? "has no chunk 'data'"
                                             : "is truncated: a chunk of 6 bytes has ";
    CHECK(folder.complaint(good.substr(0, size)).starts_with(expected));
  }
}

TEST_CASE("another format than 16-bit PCM, one channel, 16 kHz") {
  const wav_folder folder;
  const auto complaint = [&](const format& f) {
    return folder.complaint(riff(f.chunk_text() + data));
  };
  CHECK(complaint({.tag = 3}) == "holds format 3, expected PCM (1)");
  CHECK(complaint({.tag = 0xfffe}) == "holds format 65534, expected PCM (1)");
  CHECK(complaint({.bits = 8}) == "holds samples of 8 bits, expected 16");
  CHECK(complaint({.bits = 24}) == "holds samples of 24 bits, expected 16");
  CHECK(complaint({.channels = 2}) == "holds 2 channels, expected 1");
  CHECK(complaint({.channels = 0}) == "holds 0 channels, expected 1");
  CHECK(complaint({.rate = 8000}) == "holds 8000 samples a second, expected 16000");
}

TEST_CASE("chunks that are not as they should be") {
  const wav_folder folder;
  CHECK(folder.complaint(std::string(100, 'x')) == "is not a WAV file");
  CHECK(folder.complaint(chunk("RIFF", "AVI " + format{}.chunk_text() + data)) ==
        "is not a WAV file");
  CHECK(folder.complaint(riff(data)) == "has no chunk 'fmt '");
  CHECK(folder.complaint(riff(format{}.chunk_text())) == "has no chunk 'data'");
  CHECK(folder.complaint(riff(chunk("fmt ", "short") + data)) == "has a format chunk of 5 bytes");
  CHECK(folder.complaint(riff(format{}.chunk_text() + chunk("data", ""))) == "holds no samples");
  CHECK(folder.complaint(riff(format{}.chunk_text() + chunk("data", "odd"))) ==
        "ends within a sample");
  // A size near 2^32, as recorders write that were not stopped.
  std::string endless = good;
  endless.replace(40, 4, std::string(4, '\xff'));
  CHECK(folder.complaint(endless) == "is truncated: a chunk of 4294967295 bytes has 6");
}

TEST_CASE("no file, and a folder") {
  const wav_folder folder;
  CHECK_THROWS(keyword_spotting::read_wav(folder.path(), 16000));
  CHECK_THROWS(keyword_spotting::read_wav(folder.path().parent_path(), 16000));
}
