// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// audio_stream: samples in, in pieces of any size; features out, frame by frame.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

#include "octet/core/arena.hpp"
#include "octet/core/elements.hpp"
#include "octet/core/result.hpp"
#include "octet/signal/audio_recipe.hpp"
#include "octet/signal/feature_codes.hpp"
#include "octet/signal/log.hpp"
#include "octet/signal/mel_filter_bank.hpp"
#include "octet/signal/real_fft.hpp"
#include "octet/signal/window.hpp"

namespace octet {

/// Features of audio as it arrives.
///
/// R        the recipe
/// Features what becomes of the logarithms of a frame's bands: mfcc_features, log_mel_features
/// Sample   what spectra are computed in: std::int16_t takes half the scratch, and says in quiet
///          bands what rounding made of them
///
/// The stream is in memory of the caller: `state`, which keeps the last samples from call to call,
/// and `scratch`, which is used during a call of next() only and may serve others between calls,
/// such as a model's arena.
template <audio_recipe R, class Features, SignalSample Sample = std::int32_t>
requires(R.valid()) class audio_stream {
 public:
  using code = typename Features::code;
  static constexpr std::size_t features = Features::count;
  static constexpr std::size_t state_bytes =
      align_up(static_cast<std::size_t>(R.window) * sizeof(std::int16_t), arena_alignment);

  constexpr audio_stream() = default;

  /// A stream in the caller's memory.
  ///
  /// params     scale and zero_point of the features' codes, from Features::codes
  /// full_scale the sample that counts as 1, see reset
  /// errors     arena_too_small, scratch_too_small, arena_misaligned: both memories begin at
  ///            multiples of arena_alignment
  static constexpr result<audio_stream> over(std::span<std::uint8_t> state,
                                             std::span<std::uint8_t> scratch, feature_codes codes,
                                             std::int32_t full_scale = 32768) {
    if (state.size() < state_bytes) {
      return error{.code = errc::arena_too_small, .bytes_needed = state_bytes};
    }
    if (scratch.size() < scratch_bytes) {
      return error{.code = errc::scratch_too_small, .bytes_needed = scratch_bytes};
    }
    if (!aligned(state) || !aligned(scratch)) return errc::arena_misaligned;
    audio_stream stream;
    stream.samples_ = elements<std::int16_t>::in_bytes(state.data());
    stream.scratch_ = scratch.data();
    stream.codes_ = codes;
    stream.reset(full_scale);
    return stream;
  }

  /// Forgets all samples.
  ///
  /// full_scale the sample that counts as 1, -32768 .. 32768; only its size counts, and 0 counts as
  ///            1. A stream knows it beforehand; the recipe of MLPerf Tiny takes the largest sample
  ///            of the clip, which for MFCC moves the first coefficient only
  constexpr void reset(std::int32_t full_scale = 32768) {
    const auto size = static_cast<std::uint32_t>(full_scale < 0 ? -full_scale : full_scale);
    const std::uint64_t one = size == 0 ? 1 : size;
    constexpr auto floor = static_cast<std::uint64_t>(R.floor_millionths * 0x1p32 / 1e6 + 0.5);
    floor_ = one * floor;
    log_of_one_ = log_of_q32(one << 32);
    filled_ = 0;
  }

  /// Takes samples from the front of `samples`, as many as the next frame lacks. True if they were
  /// enough: then the features of the frame are in `output`, and there may be more to take.
  ///
  ///   while (stream.next(samples, row)) use(row);
  ///
  /// shapes   output `features` codes
  /// exact    the codes do not depend on how the samples were split
  constexpr bool next(std::span<const std::int16_t>& samples, elements<code> output) {
    const std::size_t taken = std::min(window - filled_, samples.size());
    for (std::size_t i = 0; i < taken; ++i) samples_.store(filled_ + i, samples[i]);
    samples = samples.subspan(taken);
    filled_ += taken;
    if (filled_ < window) return false;
    compute(output);
    for (std::size_t i = hop; i < window; ++i) samples_.store(i - hop, samples_[i]);
    filled_ = window - hop;
    return true;
  }

 private:
  static constexpr auto window = static_cast<std::size_t>(R.window);
  static constexpr auto hop = static_cast<std::size_t>(R.hop);
  static constexpr auto fft = static_cast<std::size_t>(R.scale.fft);
  static constexpr auto bands = static_cast<std::size_t>(R.scale.bands);

  /// Where things lie in the scratch.
  struct layout {
    std::size_t bins, energies, logs, end;

    static constexpr layout plan() {
      arena a;
      const auto take = [&a](std::size_t bytes) {
        return static_cast<std::size_t>(a.allocate(bytes));
      };
      layout l{};
      l.bins = take(real_fft_values<fft> * sizeof(Sample));
      l.energies = take(bands * sizeof(std::uint64_t));
      l.logs = take(bands * sizeof(std::int32_t));
      l.end = static_cast<std::size_t>(a.used());
      return l;
    }
  };
  static constexpr layout place = layout::plan();

 public:
  static constexpr std::size_t scratch_bytes = place.end;

 private:
  static constexpr bool aligned(std::span<const std::uint8_t> memory) {
    if (std::is_constant_evaluated()) return true;
    return reinterpret_cast<std::uintptr_t>(memory.data()) % arena_alignment == 0;
  }

  template <class T>
  constexpr elements<T> at(std::size_t offset) const {
    return elements<T>::in_bytes(scratch_ + offset);
  }

  /// The features of the samples in the window.
  constexpr void compute(elements<code> output) const {
    const auto bins = at<Sample>(place.bins);
    const auto energies = at<std::uint64_t>(place.energies);
    const auto logs = at<std::int32_t>(place.logs);
    int exponent = hann_window<window, Sample>({.input = samples_, .output = bins});
    for (std::size_t i = window; i < fft; ++i) bins.store(i, 0);
    exponent += real_fft<fft, Sample>({.data = bins});
    mel_filter_bank<R.scale, Sample>({.bins = bins, .energies = energies});
    log({.input = energies,
         .output = logs,
         .count = bands,
         .exponent = exponent + mel_filter_bank_exponent<Sample>,
         .floor = floor_,
         .offset = log_of_one_});
    Features::write(logs, codes_, output);
  }

  elements<std::int16_t> samples_{};
  std::uint8_t* scratch_ = nullptr;
  feature_codes codes_{};
  std::uint64_t floor_ = 0;
  std::int32_t log_of_one_ = 0;
  std::size_t filled_ = 0;
};

}  // namespace octet
