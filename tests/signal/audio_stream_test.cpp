// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// audio_stream: the same bytes however the samples come, its memory, and its errors.
#include "octet/signal/audio_stream.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "octet/signal/log_mel.hpp"
#include "octet/signal/mfcc.hpp"
#include "signal/audio_clips.hpp"
#include "signal/running_stream.hpp"

namespace {

constexpr octet::audio_recipe recipe = octet::keyword_recipe;
using octet_test::running_stream;
using keyword_mfcc = octet::mfcc<recipe>;
constexpr auto keyword_codes = octet::mfcc_features<recipe, std::int8_t>::codes({0.584702909F, 83});

/// Noise whose loudness changes from frame to frame.
std::vector<std::int16_t> noise(std::size_t count) {
  octet_test::random_tensor random(3);
  std::vector<std::int16_t> samples(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::int32_t size = 1 << (i / 500 % 16);
    samples[i] = static_cast<std::int16_t>(random.between(-size, size - 1));
  }
  return samples;
}

/// Frame by frame, each by a stream of its own that has seen nothing before.
template <class Stream>
std::vector<typename Stream::code> one_by_one(const octet::audio_recipe& r,
                                              octet::feature_codes codes,
                                              std::span<const std::int16_t> samples) {
  std::vector<typename Stream::code> all;
  for (std::size_t frame = 0; frame < r.frames(samples.size()); ++frame) {
    running_stream<Stream> fresh(codes, 1000);
    const auto row = fresh.run(samples.subspan(frame * static_cast<std::size_t>(r.hop),
                                               static_cast<std::size_t>(r.window)),
                               samples.size());
    all.insert(all.end(), row.begin(), row.end());
  }
  return all;
}

template <class Stream>
void check_pieces(const octet::audio_recipe& r, octet::feature_codes codes) {
  const auto samples = noise(5000);
  const auto expected = one_by_one<Stream>(r, codes, samples);
  REQUIRE(expected.size() == r.frames(samples.size()) * Stream::features);
  for (const std::size_t piece : {1U, 7U, 160U, 319U, 320U, 321U, 480U, 481U, 1000U, 5000U}) {
    running_stream<Stream> stream(codes, 1000);
    CAPTURE(piece);
    CHECK(stream.run(samples, piece) == expected);
  }
}

}  // namespace

TEST_CASE("pieces of any size give the bytes of whole frames") {
  check_pieces<keyword_mfcc>(recipe, keyword_codes);
  check_pieces<octet::mfcc<recipe, std::int16_t, std::int16_t>>(recipe, keyword_codes);
  check_pieces<octet::log_mel<recipe, std::int16_t>>(
      recipe, octet::log_mel_features<recipe, std::int16_t>::codes({1.0F / 1024, 0}));
  // No overlap; all but one sample overlap; a window as long as the transform.
  constexpr octet::audio_recipe apart{.window = 480, .hop = 480};
  constexpr octet::audio_recipe dense{.scale = {.fft = 64}, .window = 64, .hop = 1};
  check_pieces<octet::mfcc<apart>>(apart, keyword_codes);
  check_pieces<octet::mfcc<dense>>(dense, keyword_codes);
}

TEST_CASE("after a reset the past is forgotten, and the full scale is new") {
  const auto samples = noise(2000);
  running_stream<keyword_mfcc> used(keyword_codes, 5);
  used.run(std::vector<std::int16_t>(777, 1234), 777);
  used.stream().reset(1000);
  running_stream<keyword_mfcc> fresh(keyword_codes, 1000);
  CHECK(used.run(samples, 100) == fresh.run(samples, 100));
}

TEST_CASE("the full scale: its sign does not count, 0 counts as 1") {
  const auto samples = noise(2000);
  const auto with = [&](std::int32_t full_scale) {
    running_stream<keyword_mfcc> stream(keyword_codes, full_scale);
    return stream.run(samples, 2000);
  };
  CHECK(with(-321) == with(321));
  CHECK(with(-32768) == with(32768));
  CHECK(with(0) == with(1));
  CHECK(with(1) != with(2));
}

TEST_CASE("no frame before the window is full") {
  running_stream<keyword_mfcc> stream(keyword_codes, 1);
  std::array<std::int8_t, 10> row{};
  std::span<const std::int16_t> none;
  CHECK_FALSE(stream.stream().next(none, row.data()));
  CHECK(stream.run(noise(479), 479).empty());
  CHECK(stream.run(noise(1), 1).size() == 10);
  CHECK(stream.run(noise(319), 319).empty());
  CHECK(stream.run(noise(1), 1).size() == 10);
}

TEST_CASE("memory that is too small or misaligned is refused, with what would do") {
  constexpr std::size_t state = keyword_mfcc::state_bytes, scratch = keyword_mfcc::scratch_bytes;
  alignas(octet::arena_alignment) std::array<std::uint8_t, state + scratch + 64> memory{};
  const std::span<std::uint8_t> all(memory);
  const auto over = [](std::span<std::uint8_t> kept, std::span<std::uint8_t> used) {
    return keyword_mfcc::over(kept, used, keyword_codes).error();
  };
  CHECK_FALSE(over(all.first(state), all.last(scratch + 64)));
  CHECK(over(all.first(state - 1), all.subspan(state)) ==
        octet::error{.code = octet::errc::arena_too_small, .bytes_needed = state});
  CHECK(over(all, all.first(scratch - 1)) ==
        octet::error{.code = octet::errc::scratch_too_small, .bytes_needed = scratch});
  CHECK(over(all.subspan(1, state), all.subspan(state)).code == octet::errc::arena_misaligned);
  CHECK(over(all.first(state), all.subspan(state + 4)).code == octet::errc::arena_misaligned);
}

TEST_CASE("the memory of the keyword model's front end") {
  static_assert(keyword_mfcc::state_bytes == 960);
  static_assert(keyword_mfcc::scratch_bytes <= 2560);
  static_assert(octet::mfcc<recipe, std::int8_t, std::int16_t>::scratch_bytes <= 1536);
  static_assert(keyword_mfcc::features == 10);
  static_assert(octet::log_mel<recipe>::features == 40);
}

TEST_CASE("the compiler computes features too") {
  // The smallest transform, an impulse under the middle of the window: all bins are alike.
  constexpr octet::audio_recipe tiny{.scale = {.fft = 64, .bands = 2, .low = 0, .high = 8000},
                                     .window = 64,
                                     .hop = 64,
                                     .coefficients = 1};
  using stream_type = octet::log_mel<tiny, std::int16_t>;
  constexpr auto codes = octet::log_mel_features<tiny, std::int16_t>::codes({1.0F / 256, 0});
  constexpr auto features = [=] {
    std::array<std::uint8_t, stream_type::state_bytes> state{};
    std::array<std::uint8_t, stream_type::scratch_bytes> scratch{};
    std::array<std::int16_t, 64> samples{};
    samples[32] = 1000;
    std::array<std::int16_t, stream_type::features> row{};
    auto stream = *stream_type::over(state, scratch, codes, 1000);
    std::span<const std::int16_t> rest(samples);
    return stream.next(rest, row.data()) ? row : std::array<std::int16_t, 2>{};
  }();
  running_stream<stream_type> stream(codes, 1000);
  std::vector<std::int16_t> samples(64);
  samples[32] = 1000;
  const auto at_run_time = stream.run(samples, 64);
  CHECK(std::ranges::equal(features, at_run_time));
  CHECK(at_run_time[0] > 0);
}
