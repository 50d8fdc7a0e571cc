// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Drawn digits: the same for a seed everywhere, all classes, in the frame and centred as MNIST is.
#include "mnist/digits.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <numeric>
#include <span>

namespace {

std::uint32_t fnv1a(std::span<const std::uint8_t> bytes) {
  std::uint32_t hash = 2166136261U;
  for (const std::uint8_t byte : bytes) hash = (hash ^ byte) * 16777619U;
  return hash;
}

mnist::images drawn(std::size_t count, std::uint64_t seed) {
  mnist::random_source random(seed);
  return mnist::draw_digits(count, random);
}

}  // namespace

TEST_CASE("the same seed draws the same digits, on every machine") {
  CHECK(fnv1a(drawn(100, 1).pixels) == 1934300106U);
  CHECK(drawn(20, 5).pixels == drawn(20, 5).pixels);
  CHECK(drawn(20, 5).pixels != drawn(20, 6).pixels);
}

TEST_CASE("labels go round all classes") {
  const mnist::images digits = drawn(25, 2);
  REQUIRE(digits.size() == 25);
  CHECK(digits.pixels.size() == 25 * mnist::pixel_count);
  for (std::size_t i = 0; i < 25; ++i) CHECK(digits.labels[i] == i % 10);
}

TEST_CASE("every digit has ink, is centred by mass and leaves a frame free") {
  const mnist::images digits = drawn(1000, 3);
  for (std::size_t i = 0; i < digits.size(); ++i) {
    CAPTURE(i);
    const auto ink = digits.image(i);
    const double amount = std::accumulate(ink.begin(), ink.end(), 0.0) / 255;
    CHECK(amount > 20);
    CHECK(amount < 230);
    CHECK(std::ranges::max(ink) >= 230);
    const mnist::point centre = mnist::centre_of_mass(ink);
    // Exact but for what the lower edge cuts from a few sevens, as in MNIST itself.
    CHECK(std::abs(centre.x - 14) < 0.4);
    CHECK(std::abs(centre.y - 14) < 0.4);
    for (std::size_t edge = 0; edge < mnist::side; ++edge) {
      CHECK(ink[edge] == 0);
      CHECK(ink[edge * mnist::side] == 0);
      CHECK(ink[edge * mnist::side + 27] == 0);
    }
  }
}

TEST_CASE("a round pen covers what its radius says") {
  mnist::canvas paper;
  paper.draw({14, 14}, {14, 14}, 5, 5);
  const auto ink = paper.develop(1);
  const double area = std::accumulate(ink.begin(), ink.end(), 0.0) / 255;
  CHECK(area == doctest::Approx(25 * std::numbers::pi).epsilon(0.02));
  CHECK(ink[14 * 28 + 14] == 255);
  CHECK(ink[14 * 28 + 18] == 255);
  CHECK(ink[14 * 28 + 19] == 128);  // on the edge
  CHECK(ink[14 * 28 + 20] == 0);
}

TEST_CASE("a line that leaves the canvas is cut") {
  mnist::canvas paper;
  paper.draw({-50, 14}, {100, 14}, 1, 1);
  const auto ink = paper.develop(1);
  for (std::size_t x = 0; x < 28; ++x) {
    CHECK(ink[14 * 28 + x] == 255);
    CHECK(ink[10 * 28 + x] == 0);
  }
  paper.draw({-50, -50}, {-40, -40}, 1, 1);
  CHECK(paper.develop(1) == ink);
}

TEST_CASE("curves go through their points, straight ones stay straight, corners stay sharp") {
  const mnist::stroke bent = mnist::smooth({{0, 0}, {4, 2}, {8, 0}});
  REQUIRE(bent.size() == 13);
  CHECK(bent[6].x == 4);
  CHECK(bent[6].y == 2);
  CHECK(bent.back().x == 8);
  CHECK(bent[7].y > 1.7);  // flat over the middle

  const mnist::stroke sharp = mnist::smooth({{0, 0}, {4, 2, mnist::corner}, {8, 0}});
  for (std::size_t i = 0; i <= 6; ++i) {
    CHECK(sharp[i].y == doctest::Approx(sharp[i].x / 2));
    CHECK(sharp[6 + i].y == doctest::Approx(4 - sharp[6 + i].x / 2));
  }
}
