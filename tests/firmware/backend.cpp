// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// On a board: the instructions of its backend against the scalar backend.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "board.hpp"
#include "octet/kernels/backend/armv7e_m.hpp"
#include "octet/kernels/backend/armv8_1m_mve.hpp"
#include "octet/kernels/backend/scalar.hpp"

namespace {

#if defined(__ARM_FEATURE_MVE)
using tested = octet::armv8_1m_mve;
#else
using tested = octet::armv7e_m;
#endif

using i8 = std::int8_t;
using codes = octet::elements<const i8>;

std::uint32_t random_word() {
  static std::uint32_t state = 2463534242;
  state ^= state << 13;
  state ^= state >> 17;
  state ^= state << 5;
  return state;
}

bool rows_equal() {
  std::array<i8, 80> x, w;
  for (i8& code : x) code = static_cast<i8>(random_word());
  for (i8& code : w) code = static_cast<i8>(random_word());
  const codes xs = codes(x.data()) + random_word() % 4;
  const codes ws = codes(w.data()) + random_word() % 4;
  const auto n = static_cast<std::int32_t>(random_word() % 70);
  const std::int32_t zero_point = static_cast<i8>(random_word());
  if (tested::dot(xs, zero_point, ws, n) != octet::scalar::dot(xs, zero_point, ws, n)) {
    return false;
  }
  std::array<std::int32_t, 72> expected;
  for (std::int32_t& sum : expected) sum = static_cast<std::int32_t>(random_word()) / 16;
  std::array<std::int32_t, 72> actual = expected;
  octet::scalar::multiply_accumulate(expected.data(), xs, 1, zero_point, ws, n);
  tested::multiply_accumulate(actual.data(), xs, 1, zero_point, ws, n);
  octet::scalar::multiply_accumulate(expected.data(), xs, 0, zero_point, ws, n);
  tested::multiply_accumulate(actual.data(), xs, 0, zero_point, ws, n);
  if (tested::total(ws, n) != octet::scalar::total(ws, n)) return false;
  const octet::multiplier factor{static_cast<std::int32_t>(0x4000'0000 | random_word() >> 2),
                                 static_cast<std::int32_t>(random_word() % 12) - 10};
  for (const std::int32_t step : {0, 1}) {
    octet::scalar::add_scaled(expected.data(), xs, step, zero_point, 20, factor, n);
    tested::add_scaled(actual.data(), xs, step, zero_point, 20, factor, n);
  }
  octet::scalar::accumulate(expected.data(), xs, n);
  tested::accumulate(actual.data(), xs, n);
  return actual == expected;
}

/// Five columns times a few rows of weights, and sums over taps.
using sums = std::array<std::int32_t, 5 * 8 + 44>;

template <class Backend>
sums products(codes x, codes w, std::int32_t zero_point, std::int32_t n, std::int32_t rows,
              std::int32_t repeat) {
  constexpr std::int32_t most = Backend::columns_at_once;
  std::array<typename Backend::template column<std::int32_t, i8, i8>, most> columns;
  const std::array<std::int32_t, 8> start{1, -2, 3, -4, 5, -6, 7, -8};
  sums all{};
  for (std::int32_t c = 0; c < 5; c += most) {
    const std::int32_t count = std::min<std::int32_t>(most, 5 - c);
    std::array<std::int32_t, Backend::block * most> some{};
    for (std::int32_t i = 0; i < count; ++i) {
      Backend::fill_column(columns[static_cast<std::size_t>(i)],
                           x + static_cast<std::size_t>(c + i), zero_point, n);
    }
    Backend::multiply_columns(n % 2 == 0 ? start.data() : nullptr, some.data(), columns.data(),
                              count, w, n + 1, n, rows);
    for (std::int32_t i = 0; i < count; ++i) {
      for (std::int32_t o = 0; o < rows; ++o) all[(c + i) * 8 + o] = some[i * Backend::block + o];
    }
  }
  constexpr std::array<octet::tap, 3> taps{{{0, 5}, {7, 1}, {3, 9}}};
  std::array<std::int32_t, 44> biases;
  for (std::size_t i = 0; i < biases.size(); ++i) biases[i] = static_cast<std::int32_t>(i);
  Backend::multiply_taps(n % 2 == 0 ? biases.data() : nullptr, all.data() + 40, x, zero_point, w,
                         taps.data(), 3, n, repeat);
  return all;
}

bool products_equal() {
  std::array<i8, 240> x, w;
  for (i8& code : x) code = static_cast<i8>(random_word());
  for (i8& code : w) code = static_cast<i8>(random_word());
  const auto n = static_cast<std::int32_t>(random_word() % 44);
  const auto rows = static_cast<std::int32_t>(random_word() % 6);
  const auto repeat =
      static_cast<std::int32_t>(random_word() % 2 == 0 ? 1 : random_word() % 70 + 1);
  // Columns of the codes as they are have kernels of their own.
  const std::int32_t zero_point = random_word() % 2 == 0 ? 0 : static_cast<i8>(random_word());
  const codes xs = codes(x.data()) + random_word() % 4;
  const codes ws = codes(w.data()) + random_word() % 4;
  return products<tested>(xs, ws, zero_point, n, rows, repeat) ==
         products<octet::scalar>(xs, ws, zero_point, n, rows, repeat);
}

bool codes_equal() {
  std::array<std::int32_t, 27> sums;
  std::array<octet::multiplier, 27> multipliers;
  const bool small = random_word() % 2 == 0;
  const auto n = static_cast<std::int32_t>(random_word() % 28);
  for (std::size_t i = 0; i < sums.size(); ++i) {
    sums[i] = static_cast<std::int32_t>(random_word()) >> random_word() % 20;
    const std::uint32_t mantissa = 0x4000'0000 | random_word() >> 2;
    multipliers[i] = {
        static_cast<std::int32_t>(mantissa),
        static_cast<std::int32_t>(small ? random_word() % 20 + 11 : random_word() % 62) - 31};
    if (tested::requantize(sums[i], multipliers[i]) !=
        octet::scalar::requantize(sums[i], multipliers[i])) {
      return false;
    }
  }
  const octet::requantization r{.multipliers = multipliers.data(),
                                .per_channel = random_word() % 4 != 0,
                                .zero_point = static_cast<i8>(random_word()),
                                .clamp = {random_word() % 2 == 0 ? -128 : -7, 127},
                                .small_factors = small};
  std::array<i8, 27> expected{}, actual{};
  octet::scalar::requantize_row(sums.data(), r, 0, octet::elements<i8>(expected.data()), n);
  tested::requantize_row(sums.data(), r, 0, octet::elements<i8>(actual.data()), n);
  return actual == expected;
}

}  // namespace

int main() {
  for (int i = 0; i < 10'000; ++i) {
    if (rows_equal() && products_equal() && codes_equal()) continue;
    board::print("the backends differ\n");
    return 1;
  }
  board::print("the backends agree\n");
  return 0;
}
