// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// An audio_stream with the memory that it needs.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <vector>

#include "octet/core/arena.hpp"
#include "octet/signal/feature_codes.hpp"

namespace octet_test {

template <class Stream>
class running_stream {
 public:
  using code = typename Stream::code;

  running_stream(octet::feature_codes codes, std::int32_t full_scale)
      : stream_(Stream::over(state_, scratch_, codes, full_scale).value()) {}
  running_stream(const running_stream&) = delete;
  running_stream& operator=(const running_stream&) = delete;

  Stream& stream() { return stream_; }

  /// The features of all frames in the samples, given in pieces of `piece`. Between two calls of
  /// next() the scratch holds what others have left there.
  std::vector<code> run(std::span<const std::int16_t> samples, std::size_t piece) {
    std::vector<code> all;
    while (!samples.empty()) {
      std::span<const std::int16_t> rest = samples.first(std::min(piece, samples.size()));
      samples = samples.subspan(rest.size());
      std::array<code, Stream::features> row{};
      while (stream_.next(rest, row.data())) {
        all.insert(all.end(), row.begin(), row.end());
        scratch_.fill(0xA5);
      }
      if (!rest.empty()) throw std::runtime_error("samples were left");
    }
    return all;
  }

 private:
  alignas(octet::arena_alignment) std::array<std::uint8_t, Stream::state_bytes> state_{};
  alignas(octet::arena_alignment) std::array<std::uint8_t, Stream::scratch_bytes> scratch_{};
  Stream stream_;
};

}  // namespace octet_test
