// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Seconds of audio at 16 kHz: speech from the data folder, and signals that are hard on rounding.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <numbers>
#include <stdexcept>
#include <string>
#include <vector>

#include "octet/quant/affine.hpp"
#include "signal/audio_oracle.hpp"
#include "support/data.hpp"
#include "support/random_tensor.hpp"

namespace octet_test {

struct clip {
  std::string name;
  std::vector<std::int16_t> samples;
};

/// The four files in wav/ of the data folder, which have headers of 44 bytes; none without it.
inline std::vector<clip> speech_clips() {
  std::vector<clip> clips;
  const auto data = data_dir();
  if (!data || !std::filesystem::is_directory(*data / "wav")) return clips;
  for (const char* name : {"yes", "no", "silence", "noise"}) {
    const auto bytes = read_bytes(*data / "wav" / (std::string(name) + "_1000ms.wav"));
    if (bytes.size() != 44 + 2 * 16000) throw std::runtime_error("wav/ is not as it was");
    clip c{name, {}};
    for (std::size_t i = 44; i < bytes.size(); i += 2) {
      c.samples.push_back(static_cast<std::int16_t>(bytes[i] | bytes[i + 1] << 8));
    }
    clips.push_back(c);
  }
  return clips;
}

inline std::vector<clip> made_clips() {
  random_tensor random(1);
  std::vector<clip> clips;
  const auto make = [&clips](const std::string& name, auto value) {
    clip c{name, std::vector<std::int16_t>(16000)};
    for (std::size_t i = 0; i < c.samples.size(); ++i) {
      c.samples[i] = static_cast<std::int16_t>(
          std::clamp<double>(std::round(value(static_cast<int>(i))), -32768, 32767));
    }
    clips.push_back(c);
  };
  const auto sine = [](double hertz, double size) {
    return [=](int i) { return size * std::sin(2 * std::numbers::pi * hertz * i / 16000); };
  };
  make("silence of zeros", [](int) { return 0; });
  make("sine 100 Hz", sine(100, 32767));
  make("sine 440 Hz", sine(440, 32767));
  make("sine 1000 Hz", sine(1000, 32767));
  make("sine 3333 Hz", sine(3333, 32767));
  make("sine 7000 Hz, above all bands", sine(7000, 32767));
  make("quiet sine", sine(440, 3));
  make("noise", [&](int) { return random.between(-32768, 32767); });
  make("noise of one code", [&](int) { return random.between(-1, 1); });
  make("clicks", [](int i) { return i % 977 == 0 ? 32767 : 0; });
  make("one click of one code", [](int i) { return i == 5000 ? 1 : 0; });
  make("highest samples", [](int) { return 32767; });
  make("lowest samples", [](int) { return -32768; });
  make("square", [](int i) { return i / 40 % 2 == 0 ? 32767 : -32768; });
  return clips;
}

/// The sample that counts as 1 in the recipe of MLPerf Tiny: the largest.
inline std::int32_t full_scale(const clip& c) {
  const std::int32_t largest = *std::ranges::max_element(c.samples);
  return largest == 0 ? 1 : std::abs(largest);
}

/// How codes differ from those of the oracle.
struct comparison {
  int worst = 0;
  double share_over_1 = 0, share_equal = 0;

  template <class Out>
  static comparison of(const std::vector<Out>& codes, const std::vector<double>& real,
                       octet::affine params) {
    if (codes.size() != real.size()) throw std::runtime_error("another number of features");
    comparison c;
    const double one = 1 / static_cast<double>(codes.size());
    for (std::size_t i = 0; i < codes.size(); ++i) {
      const int difference = std::abs(codes[i] - code_of<Out>(params, real[i]));
      c.worst = std::max(c.worst, difference);
      if (difference > 1) c.share_over_1 += one;
      if (difference == 0) c.share_equal += one;
    }
    return c;
  }
};

}  // namespace octet_test
