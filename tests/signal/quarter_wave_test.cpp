// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The tables of sines against std::sin: every code is the nearest.
#include "octet/signal/quarter_wave.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numbers>

namespace {

/// How far a code is from a real value, in codes.
template <class T>
double error(T code, double real) {
  return std::abs(code - std::ldexp(real, std::numeric_limits<T>::digits));
}

double angle(std::size_t i, std::size_t turn) {
  return 2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(turn);
}

template <class T, std::size_t Turn>
void check_table() {
  const auto& table = octet::quarter_wave<T, Turn>;
  static_assert(table.size() == Turn / 4 + 1);
  CHECK(table[0] == 0);
  CHECK(table[Turn / 4] == std::numeric_limits<T>::min());
  double worst = 0;
  for (std::size_t i = 0; i < table.size(); ++i) {
    worst = std::max(worst, error(table[i], -std::sin(angle(i, Turn))));
  }
  CHECK(worst <= 0.5 + 1e-6);
}

template <class T, std::size_t Turn>
void check_phasors() {
  double worst = 0;
  for (std::size_t i = 0; i < Turn / 2; ++i) {
    const auto w = octet::negative_phasor<T>::template at<Turn>(i);
    worst = std::max(worst, error(w.cosine, -std::cos(angle(i, Turn))));
    worst = std::max(worst, error(w.sine, -std::sin(angle(i, Turn))));
  }
  CHECK(worst <= 0.5 + 1e-6);
}

}  // namespace

TEST_CASE_TEMPLATE("a quarter of a sine, nearest codes", T, std::int16_t, std::int32_t) {
  check_table<T, 4>();
  check_table<T, 64>();
  check_table<T, 160>();
  check_table<T, 2048>();
}

TEST_CASE_TEMPLATE("points of half a turn, nearest codes", T, std::int16_t, std::int32_t) {
  check_phasors<T, 4>();
  check_phasors<T, 160>();
  check_phasors<T, 512>();
}
