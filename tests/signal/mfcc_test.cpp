// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// MFCC features against the recipe in double precision: speech, and signals hard on rounding.
#include "octet/signal/mfcc.hpp"

#include <doctest/doctest.h>

#include <cstdint>

#include "signal/audio_clips.hpp"
#include "signal/audio_oracle.hpp"
#include "signal/running_stream.hpp"

namespace {

using octet_test::comparison;

/// The input of the keyword model of MLPerf Tiny.
constexpr octet::affine keyword_input{0.584702909F, 83};

template <class Sample, class Out = std::int8_t, octet::audio_recipe R = octet::keyword_recipe>
comparison compare(const octet_test::clip& c, octet::affine params = keyword_input) {
  const std::int32_t full_scale = octet_test::full_scale(c);
  octet_test::running_stream<octet::mfcc<R, Out, Sample>> stream(
      octet::mfcc_features<R, Out>::codes(params), full_scale);
  return comparison::of(stream.run(c.samples, c.samples.size()),
                        octet_test::features(R, c.samples, full_scale, true), params);
}

}  // namespace

TEST_CASE("speech: the codes of the recipe") {
  const auto clips = octet_test::speech_clips();
  if (clips.empty()) OCTET_SKIP("no wav/ in the data folder");
  for (const auto& c : clips) {
    CAPTURE(c.name);
    CHECK(compare<std::int32_t>(c).share_equal == doctest::Approx(1));
    // In steps of 1/64 too.
    CHECK(compare<std::int32_t, std::int16_t>(c, {1.0F / 64, 0}).worst <= 1);
    const comparison narrow = compare<std::int16_t>(c);
    CHECK(narrow.share_over_1 <= 0.01);
    CHECK(narrow.share_equal >= 0.95);
  }
}

TEST_CASE("signals hard on rounding: within a code of the recipe") {
  for (const auto& c : octet_test::made_clips()) {
    CAPTURE(c.name);
    const comparison found = compare<std::int32_t>(c);
    CHECK(found.worst <= 1);
    CHECK(found.share_equal >= 0.8);
  }
}

TEST_CASE("another recipe") {
  constexpr octet::audio_recipe r{.scale = {.fft = 1024, .bands = 64, .low = 125, .high = 7500},
                                  .window = 640,
                                  .hop = 400,
                                  .coefficients = 13,
                                  .floor_millionths = 1000};
  for (const auto& c : octet_test::made_clips()) {
    CAPTURE(c.name);
    CHECK(compare<std::int32_t, std::int16_t, r>(c, {1.0F / 16, 0}).worst <= 1);
  }
}
