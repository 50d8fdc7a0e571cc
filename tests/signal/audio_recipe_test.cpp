// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// audio_recipe: how many frames there are, and what cannot be.
#include "octet/signal/audio_recipe.hpp"

#include <doctest/doctest.h>

using octet::audio_recipe;

TEST_CASE("frames in so many samples") {
  static_assert(octet::keyword_recipe.frames(16000) == 49);
  constexpr audio_recipe r{.window = 10, .hop = 4};
  CHECK(r.frames(0) == 0);
  CHECK(r.frames(9) == 0);
  CHECK(r.frames(10) == 1);
  CHECK(r.frames(13) == 1);
  CHECK(r.frames(14) == 2);
}

TEST_CASE("a recipe that cannot be is known as such") {
  CHECK(audio_recipe{}.valid());
  CHECK(audio_recipe{.window = 512, .hop = 512}.valid());
  CHECK_FALSE(audio_recipe{.scale = {.fft = 500}}.valid());
  CHECK_FALSE(audio_recipe{.scale = {.fft = 4096}}.valid());
  CHECK_FALSE(audio_recipe{.scale = {.fft = 32}, .window = 32, .hop = 32}.valid());
  CHECK_FALSE(audio_recipe{.window = 513}.valid());
  CHECK_FALSE(audio_recipe{.hop = 0}.valid());
  CHECK_FALSE(audio_recipe{.hop = 481}.valid());
  CHECK_FALSE(audio_recipe{.coefficients = 41}.valid());
  CHECK_FALSE(audio_recipe{.coefficients = 0}.valid());
  CHECK_FALSE(audio_recipe{.floor_millionths = -1}.valid());
}
