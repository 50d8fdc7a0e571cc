// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The words of the DSP backend against sums in int64 and the normative requantization. Here its
// instructions are C++; tests/firmware runs the real ones.
#include "octet/kernels/backend/armv7e_m.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "octet/kernels/backend/armv8_1m_mve.hpp"
#include "octet/kernels/backend/backend.hpp"
#include "support/kernel_oracle.hpp"

using octet_test::dice;

namespace {

using i8 = std::int8_t;
using codes = octet::elements<const i8>;

static_assert(octet::KernelBackend<octet::armv7e_m>);
static_assert(octet::KernelBackend<octet::armv8_1m_mve>);
static_assert(octet::KernelBackend<octet::basic_armv7e_m<octet::contract::in_float>>);

/// Also in the compiler, where there are no instructions.
constexpr std::array<i8, 6> six_codes{-128, 127, 1, 2, 3, -4};
constexpr std::array<i8, 6> six_weights{-128, -128, 5, 6, 7, 8};
static_assert(octet::armv7e_m::dot(codes(six_codes.data()), 1, codes(six_weights.data()), 6) ==
              -129 * -128 + 126 * -128 + 0 + 6 + 14 - 40);

constexpr std::int32_t product_in_the_compiler() {
  octet::armv7e_m::column<std::int32_t, i8, i8> column{};
  octet::armv7e_m::fill_column(column, codes(six_codes.data()), 1, 6);
  const std::array<std::int32_t, 1> start{100};
  std::array<std::int32_t, octet::armv7e_m::block> sums{};
  octet::armv7e_m::multiply_columns(start.data(), sums.data(), &column, 1,
                                    codes(six_weights.data()), 6, 6, 1);
  return sums[0];
}
static_assert(product_in_the_compiler() == 100 + -129 * -128 + 126 * -128 + 0 + 6 + 14 - 40);

/// Lengths around the four codes of a word, at every alignment.
struct row_case {
  std::vector<i8> x, w;
  std::size_t x_at, w_at;
  std::int32_t n, zero_point;

  explicit row_case(dice& d)
      : x_at(static_cast<std::size_t>(d.between(0, 3))),
        w_at(static_cast<std::size_t>(d.between(0, 3))),
        n(d.chance(4) ? d.between(0, 200) : d.between(0, 13)),
        zero_point(d.code<i8>()) {
    x = d.codes<i8>(x_at + static_cast<std::size_t>(n));
    w = d.codes<i8>(w_at + static_cast<std::size_t>(n));
  }
  std::int64_t product(std::size_t i) const {
    return (x[x_at + i] - zero_point) * std::int64_t{w[w_at + i]};
  }
};

}  // namespace

TEST_CASE("dot is the sum of the products") {
  dice d(11);
  for (int i = 0; i < 5000; ++i) {
    const row_case c(d);
    std::int64_t expected = 0;
    for (std::size_t at = 0; at < static_cast<std::size_t>(c.n); ++at) expected += c.product(at);
    CAPTURE(i);
    CHECK(octet::armv7e_m::dot(codes(c.x.data()) + c.x_at, c.zero_point, codes(c.w.data()) + c.w_at,
                               c.n) == expected);
  }
}

TEST_CASE("multiply_accumulate adds each product to its own sum, and writes no other") {
  dice d(12);
  for (int i = 0; i < 5000; ++i) {
    const row_case c(d);
    std::vector<std::int32_t> sums = d.biases(static_cast<std::size_t>(c.n) + 1);
    std::vector<std::int32_t> expected = sums;
    const std::int32_t step = c.n > 0 && d.chance(3) ? 0 : 1;
    for (std::size_t at = 0; at < static_cast<std::size_t>(c.n); ++at) {
      const std::int32_t code = c.x[c.x_at + (step == 0 ? 0 : at)];
      expected[at] += (code - c.zero_point) * c.w[c.w_at + at];
    }
    octet::armv7e_m::multiply_accumulate(sums.data(), codes(c.x.data()) + c.x_at, step,
                                         c.zero_point, codes(c.w.data()) + c.w_at, c.n);
    CAPTURE(i);
    CHECK(sums == expected);
  }
}

TEST_CASE("multiply_taps adds the products of every tap, and writes no other sum") {
  dice d(15);
  for (int i = 0; i < 2000; ++i) {
    const auto n = static_cast<std::size_t>(d.between(0, 70));
    const auto x = d.codes<i8>(n + 40), w = d.codes<i8>(n + 40);
    const std::int32_t zero_point = d.code<i8>(), repeat = d.chance(2) ? 1 : d.between(1, 80);
    std::vector<octet::tap> taps(static_cast<std::size_t>(d.between(0, 12)));
    for (octet::tap& t : taps) t = {d.between(0, 40), d.between(0, 40)};
    std::vector<std::int32_t> sums = d.biases(n + 1), expected = sums;
    const std::vector<std::int32_t> biases = d.biases(n);
    const std::int32_t* const start = d.chance(2) ? biases.data() : nullptr;
    if (start != nullptr) std::copy(biases.begin(), biases.end(), expected.begin());
    for (const octet::tap& t : taps) {
      for (std::size_t at = 0; at < n; ++at) {
        const std::size_t from = at / static_cast<std::size_t>(repeat);
        expected[at] += (x[from + static_cast<std::size_t>(t.input)] - zero_point) *
                        w[at + static_cast<std::size_t>(t.filter)];
      }
    }
    octet::armv7e_m::multiply_taps(start, sums.data(), codes(x.data()), zero_point, codes(w.data()),
                                   taps.data(), static_cast<std::int32_t>(taps.size()),
                                   static_cast<std::int32_t>(n), repeat);
    CAPTURE(i);
    CHECK(sums == expected);
  }
}

TEST_CASE("multiply_columns adds the products of columns and rows, and writes no other sum") {
  using backend = octet::armv7e_m;
  dice d(16);
  for (int i = 0; i < 2000; ++i) {
    const std::int32_t n = d.chance(4) ? d.between(0, backend::column_length) : d.between(0, 9);
    const std::int32_t rows = d.chance(8) ? backend::block : d.between(0, 7);
    const std::int32_t count = d.between(1, backend::columns_at_once);
    const std::int32_t stride = n + d.between(0, 5), zero_point = d.code<i8>();
    const auto at = [](std::int32_t v) { return static_cast<std::size_t>(v); };
    const auto x = d.codes<i8>(at(count * n)), w = d.codes<i8>(at(rows * stride + n));
    std::array<backend::column<std::int32_t, i8, i8>, backend::columns_at_once> columns;
    std::vector<std::int32_t> sums = d.biases(at(count * backend::block)), expected = sums;
    const std::vector<std::int32_t> biases = d.biases(at(rows));
    const std::int32_t* const start = d.chance(2) ? biases.data() : nullptr;
    for (std::int32_t c = 0; c < count; ++c) {
      backend::fill_column(columns[at(c)], codes(x.data()) + at(c * n), zero_point, n);
      for (std::int32_t o = 0; o < rows; ++o) {
        if (start != nullptr) expected[at(c * backend::block + o)] = start[o];
        for (std::int32_t k = 0; k < n; ++k) {
          expected[at(c * backend::block + o)] +=
              (x[at(c * n + k)] - zero_point) * w[at(o * stride + k)];
        }
      }
    }
    backend::multiply_columns(start, sums.data(), columns.data(), count, codes(w.data()), stride, n,
                              rows);
    CAPTURE(i);
    CHECK(sums == expected);
  }
}

TEST_CASE("requantize is contract A over all of int32") {
  constexpr std::int32_t lowest = std::numeric_limits<std::int32_t>::min();
  constexpr std::int32_t highest = std::numeric_limits<std::int32_t>::max();
  constexpr std::int32_t quarter = 1 << 30;
  const std::array<std::int32_t, 13> edges{
      lowest, lowest + 1, -quarter - 1, -quarter,    -1,          1 - quarter, 0,
      1,      quarter,    quarter - 1,  quarter + 1, highest - 1, highest};
  dice d(13);
  for (std::int32_t shift = -31; shift <= 30; ++shift) {
    for (int i = 0; i < 400; ++i) {
      std::int32_t mantissa = d.between(quarter, highest);
      if (i < 39) mantissa = i % 3 == 0 ? quarter : i % 3 == 1 ? highest : lowest;
      if (mantissa != lowest && d.chance(4)) mantissa = -mantissa;
      const std::int32_t accumulator = i < 39        ? edges[static_cast<std::size_t>(i / 3)]
                                       : d.chance(2) ? d.between(lowest, highest)
                                                     : d.between(-100000, 100000);
      const octet::multiplier m{mantissa, shift};
      CAPTURE(accumulator);
      CAPTURE(mantissa);
      CAPTURE(shift);
      CHECK(octet::armv7e_m::requantize(accumulator, m) == octet::requantize(accumulator, m));
    }
  }
}

TEST_CASE("a row is requantized as the scalar backend does it") {
  dice d(14);
  for (int i = 0; i < 3000; ++i) {
    const auto n = static_cast<std::size_t>(d.between(0, 40));
    auto factors = d.factors(n + 3);
    const bool small = d.chance(2);
    for (double& factor : factors) factor = small ? d.scale(-21, -2) : factor;
    const auto multipliers = octet_test::multipliers_of(factors);
    const octet::requantization r{.multipliers = multipliers.data(),
                                  .per_channel = d.chance(2),
                                  .zero_point = d.code<i8>(),
                                  .clamp = d.clamp(),
                                  .small_factors = small};
    auto sums = d.biases(n);
    // Past 2^30 too, where twice the sum leaves int32.
    if (d.chance(3)) {
      for (std::int32_t& sum : sums) sum = sum % 2 == 0 ? sum * 2047 : sum;
    }
    std::vector<i8> expected(n), actual(n);
    octet::scalar::requantize_row(sums.data(), r, 3, octet::elements<i8>(expected.data()),
                                  static_cast<std::int32_t>(n));
    octet::armv7e_m::requantize_row(sums.data(), r, 3, octet::elements<i8>(actual.data()),
                                    static_cast<std::int32_t>(n));
    CHECK(actual == expected);
  }
}
