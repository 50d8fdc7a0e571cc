// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Log-mel features against the recipe in double precision: speech, and signals hard on rounding.
#include "octet/signal/log_mel.hpp"

#include <doctest/doctest.h>

#include <cstdint>

#include "signal/audio_clips.hpp"
#include "signal/audio_oracle.hpp"
#include "signal/running_stream.hpp"

namespace {

using octet_test::comparison;

constexpr octet::affine in_int8{0.1F, 40}, in_int16{1.0F / 1024, 0};

template <class Out, class Sample = std::int32_t>
comparison compare(const octet_test::clip& c, octet::affine params) {
  constexpr octet::audio_recipe r = octet::keyword_recipe;
  octet_test::running_stream<octet::log_mel<r, Out, Sample>> stream(
      octet::log_mel_features<r, Out>::codes(params), 32768);
  return comparison::of(stream.run(c.samples, c.samples.size()),
                        octet_test::features(r, c.samples, 32768, false), params);
}

}  // namespace

TEST_CASE("speech: the codes of the recipe") {
  const auto clips = octet_test::speech_clips();
  if (clips.empty()) OCTET_SKIP("no wav/ in the data folder");
  for (const auto& c : clips) {
    CAPTURE(c.name);
    const comparison coarse = compare<std::int8_t>(c, in_int8);
    CHECK(coarse.worst <= 1);
    CHECK(coarse.share_equal >= 0.999);
    const comparison fine = compare<std::int16_t>(c, in_int16);
    CHECK(fine.worst <= 1);
    CHECK(fine.share_equal >= 0.97);
    // Bands 60 dB below the loudest are near the noise of Q0.15.
    CHECK(compare<std::int8_t, std::int16_t>(c, in_int8).share_over_1 <= 0.02);
  }
}

TEST_CASE("signals hard on rounding: within a code of the recipe") {
  for (const auto& c : octet_test::made_clips()) {
    CAPTURE(c.name);
    const comparison found = compare<std::int8_t>(c, in_int8);
    // Of a sine above all bands these hold what leaks below 2^-19 of it, near the floor.
    CHECK(found.worst <= (c.name.starts_with("sine 7000") ? 2 : 1));
    CHECK(found.share_equal >= (c.name.starts_with("sine 7000") ? 0.3 : 0.95));
  }
}
