// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Every value of 6, 8 and 16 bit formats against doubles, which hold their sums and products
// exactly; the 64-bit formats against exact 128-bit arithmetic.
#include "octet/fixed/q.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <compare>
#include <cstdint>
#include <limits>
#include <random>

namespace {

using octet::narrow;
using octet::q;
using octet::uq;

template <class Q, class Visit>
void for_every(Visit visit) {
  for (std::int64_t code = Q::lowest().code(); code <= Q::highest().code(); ++code) {
    visit(Q::from_code(static_cast<typename Q::wide>(code)));
  }
}

template <class A, class B>
int arithmetic_mismatches() {
  int count = 0;
  for_every<A>([&](A a) {
    const double x = a.to_double();
    count += x != std::ldexp(static_cast<double>(a.code()), -A::fraction_bits);
    count += (-a).to_double() != -x;
    for_every<B>([&](B b) {
      const double y = b.to_double();
      count += (a * b).to_double() != x * y;
      count += (a + b).to_double() != x + y;
      count += (a - b).to_double() != x - y;
      count += (a <=> b) != (x <=> y);
      count += (a == b) != (x == y);
      count += (a < b) != (x < y);
    });
  });
  return count;
}

double rounded(octet::rounding rule, double exact) {
  switch (rule) {
    case octet::rounding::toward_zero:
      return std::trunc(exact);
    case octet::rounding::floor:
      return std::floor(exact);
    case octet::rounding::half_up:
      return std::floor(exact + 0.5);
    case octet::rounding::half_away:
      return std::round(exact);
    case octet::rounding::half_even:
      return std::nearbyint(exact);
  }
  return 0;
}

// The codes of these tests have few bits, so doubles hold them before and after the overflow rule.
template <class To, class Rounding, class From>
int narrow_mismatches() {
  const auto low = static_cast<double>(To::lowest_code);
  const double modulus = std::ldexp(1.0, To::bits);
  const double high = low + modulus - 1;
  int count = 0;
  for_every<From>([&](From value) {
    const double real = value.to_double();
    const double code = rounded(Rounding::rule, std::ldexp(real, To::fraction_bits));
    const double saturated = std::fmin(std::fmax(code, low), high);
    const double wrapped = code - std::floor((code - low) / modulus) * modulus;
    count += narrow<To, Rounding, octet::saturate>(value).code() != saturated;
    count += narrow<To, Rounding, octet::wrap>(value).code() != wrapped;
    if (code == saturated) count += narrow<To, Rounding, octet::trap>(value).code() != code;
    count += To::template from_real<Rounding, octet::saturate>(real).code() != saturated;
    count += To::template from_real<Rounding, octet::wrap>(real).code() != wrapped;
  });
  return count;
}

template <class To, class From>
int narrow_mismatches_all_roundings() {
  return narrow_mismatches<To, octet::toward_zero, From>() +
         narrow_mismatches<To, octet::floor_, From>() +
         narrow_mismatches<To, octet::half_up, From>() +
         narrow_mismatches<To, octet::half_away, From>() +
         narrow_mismatches<To, octet::nearest_even, From>();
}

__extension__ using int128 = __int128;

}  // namespace

TEST_CASE("sums, products, negation and comparisons are exact on every pair of values") {
  CHECK(arithmetic_mismatches<q<0, 7>, q<0, 7>>() == 0);
  CHECK(arithmetic_mismatches<q<0, 7>, q<3, 4>>() == 0);
  CHECK(arithmetic_mismatches<q<7, 0>, q<2, 3>>() == 0);
  CHECK(arithmetic_mismatches<q<-3, 10>, q<9, -2>>() == 0);
  CHECK(arithmetic_mismatches<q<2, 3>, q<-30, 36>>() == 0);
  CHECK(arithmetic_mismatches<q<1, 0>, q<0, 7>>() == 0);
}

TEST_CASE("narrow and from_real equal the doubles under every rule") {
  CHECK(narrow_mismatches_all_roundings<q<0, 7>, q<7, 8>>() == 0);
  CHECK(narrow_mismatches_all_roundings<q<3, 4>, q<0, 15>>() == 0);
  CHECK(narrow_mismatches_all_roundings<q<2, 3>, q<3, 4>>() == 0);
  CHECK(narrow_mismatches_all_roundings<q<0, 15>, q<3, 4>>() == 0);
  CHECK(narrow_mismatches_all_roundings<q<-3, 10>, q<0, 7>>() == 0);
  CHECK(narrow_mismatches_all_roundings<q<9, -2>, q<15, 0>>() == 0);
  CHECK(narrow_mismatches_all_roundings<q<-30, 37>, q<7, 0>>() == 0);
  CHECK(narrow_mismatches_all_roundings<q<3, 4>, q<-30, 37>>() == 0);
}

TEST_CASE("narrow and from_real between 16-bit formats, negative M and N included") {
  CHECK(narrow_mismatches_all_roundings<q<0, 15>, q<7, 8>>() == 0);
  CHECK(narrow_mismatches_all_roundings<q<7, 8>, q<0, 15>>() == 0);
  CHECK(narrow_mismatches_all_roundings<q<-4, 19>, q<3, 12>>() == 0);
  CHECK(narrow_mismatches_all_roundings<q<3, 12>, q<-4, 19>>() == 0);
  CHECK(narrow_mismatches_all_roundings<q<18, -3>, q<15, 0>>() == 0);
  CHECK(narrow_mismatches_all_roundings<q<15, 0>, q<18, -3>>() == 0);
}

TEST_CASE("unsigned: sums, products, differences, negation and comparisons are exact") {
  CHECK(arithmetic_mismatches<uq<0, 8>, uq<0, 8>>() == 0);
  CHECK(arithmetic_mismatches<uq<0, 8>, uq<4, 4>>() == 0);
  CHECK(arithmetic_mismatches<uq<-3, 11>, uq<10, -2>>() == 0);
  CHECK(arithmetic_mismatches<uq<1, 0>, uq<0, 1>>() == 0);
  CHECK(arithmetic_mismatches<uq<0, 8>, q<0, 7>>() == 0);
  CHECK(arithmetic_mismatches<q<0, 7>, uq<0, 8>>() == 0);
  CHECK(arithmetic_mismatches<uq<5, 3>, q<2, 5>>() == 0);
  CHECK(arithmetic_mismatches<q<9, -2>, uq<-3, 11>>() == 0);
  CHECK(arithmetic_mismatches<uq<-30, 38>, q<2, 3>>() == 0);
}

TEST_CASE("unsigned: narrow and from_real equal the doubles under every rule") {
  CHECK(narrow_mismatches_all_roundings<uq<0, 8>, uq<8, 8>>() == 0);
  CHECK(narrow_mismatches_all_roundings<uq<0, 8>, q<7, 8>>() == 0);
  CHECK(narrow_mismatches_all_roundings<q<0, 7>, uq<8, 8>>() == 0);
  CHECK(narrow_mismatches_all_roundings<q<0, 7>, uq<0, 8>>() == 0);
  CHECK(narrow_mismatches_all_roundings<uq<4, 12>, q<0, 15>>() == 0);
  CHECK(narrow_mismatches_all_roundings<q<3, 12>, uq<0, 16>>() == 0);
  CHECK(narrow_mismatches_all_roundings<uq<-4, 20>, uq<0, 16>>() == 0);
  CHECK(narrow_mismatches_all_roundings<uq<19, -3>, q<15, 0>>() == 0);
  CHECK(narrow_mismatches_all_roundings<uq<0, 8>, uq<0, 8>>() == 0);
}

TEST_CASE("unsigned: 64 bits at the extremes") {
  using whole = uq<64, 0>;
  using parts = uq<0, 64>;
  constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();
  CHECK(whole::highest().code() == largest);
  CHECK((uq<32, 0>::highest() * uq<0, 32>::highest()).code() ==
        std::uint64_t{0xffffffff} * std::uint64_t{0xffffffff});
  CHECK(uq<63, 0>::highest() + uq<63, 0>::highest() == whole::from_code(largest - 1));
  CHECK((uq<32, 31>::lowest() - uq<31, 31>::highest()).code() == -((std::int64_t{1} << 62) - 1));
  CHECK((uq<31, 0>::highest() * q<32, 0>::lowest()).code() ==
        -std::int64_t{0x7fffffff} * (std::int64_t{1} << 32));
  CHECK(whole::highest() > q<63, 0>::highest());
  CHECK(whole::lowest() > q<63, 0>{-1});
  CHECK(q<63, 0>{-1} < whole::highest());
  CHECK(parts::highest() < whole{1});
  CHECK(parts::from_code(1) > q<63, 0>{0});
  CHECK(parts::from_code(std::uint64_t{1} << 63) == q<0, 63>::from_code(std::int64_t{1} << 62));

  using octet::nearest_even;
  using octet::saturate;
  using octet::wrap;
  CHECK(narrow<whole, nearest_even, saturate>(q<63, 0>{-5}) == whole::lowest());
  CHECK(narrow<whole, nearest_even, wrap>(q<63, 0>{-5}).code() == largest - 4);
  CHECK(narrow<q<63, 0>, nearest_even, saturate>(whole::highest()) == q<63, 0>::highest());
  CHECK(narrow<q<63, 0>, nearest_even, wrap>(whole::highest()) == q<63, 0>{-1});
  CHECK(narrow<parts, nearest_even, saturate>(whole{1}) == parts::highest());
  CHECK(narrow<parts, nearest_even, wrap>(whole::highest()).code() == 0);
  CHECK(narrow<whole, octet::half_up, saturate>(parts::highest()) == whole{1});
  CHECK(whole::from_real(0x1p64) == whole::highest());
  CHECK(whole::from_real(0x1p63).code() == std::uint64_t{1} << 63);
  CHECK(whole::from_real(-0x1p63) == whole::lowest());
}

TEST_CASE("widening keeps the value") {
  int different = 0;
  for_every<q<3, 4>>([&](q<3, 4> value) {
    const q<8, 23> wider = value;
    const q<3, 60> finer = value;
    const q<59, 4> larger = value;
    different += wider != value || finer != value || larger != value;
    different += wider.to_double() != value.to_double();
  });
  for_every<uq<4, 4>>([&](uq<4, 4> value) {
    const q<4, 4> with_sign = value;
    const uq<4, 60> finer = value;
    const q<4, 59> both = value;
    different += with_sign != value || finer != value || both != value;
  });
  CHECK(different == 0);
}

TEST_CASE("64 bits: products and sums at the extremes") {
  const auto half = q<0, 31>::lowest() * q<0, 31>::lowest();  // -1 * -1 in q<1, 62>
  CHECK(half.to_double() == 1.0);
  CHECK((q<0, 31>::lowest() * q<0, 31>::highest()).code() == -(std::int64_t{0x7fffffff} << 31));
  const auto sum = q<30, 32>::lowest() + q<30, 32>::lowest();
  CHECK(sum == q<31, 32>::lowest());
  CHECK((q<30, 32>::lowest() - q<30, 32>::highest()).code() ==
        std::numeric_limits<std::int64_t>::min() + 1);
  CHECK((-q<30, 32>::lowest()).to_double() == 0x1p30);
}

TEST_CASE("64 bits: comparisons whose common format needs up to 126 bits") {
  CHECK(q<0, 63>::highest() < q<63, 0>{1});
  CHECK(q<0, 63>::lowest() == q<63, 0>{-1});
  CHECK(q<0, 63>::from_code(1) > q<63, 0>{0});
  CHECK(q<0, 63>::from_code(-1) < q<63, 0>{0});
  CHECK(q<0, 63>::from_code(-1) > q<63, 0>{-1});
  CHECK(q<63, 0>{0} < q<0, 63>::from_code(1));
  CHECK(q<-40, 103>::highest() > q<63, 0>{0});  // 103 bits apart: wider than the code
  CHECK(q<-40, 103>::lowest() > q<63, 0>{-1});
  CHECK(q<-40, 103>{} == q<63, 0>{});

  std::mt19937_64 random(5);
  int different = 0;
  for (int i = 0; i < 20000; ++i) {
    const auto a = static_cast<std::int64_t>(random()) >> (random() % 64);
    auto b = static_cast<std::int64_t>(random()) >> (random() % 64);
    if (i % 3 == 0) b = (a >> 20) + static_cast<std::int64_t>(random() % 3) - 1;
    const int128 aligned = int128{b} * (1 << 20);
    const auto order = q<31, 32>::from_code(a) <=> q<51, 12>::from_code(b);
    different += (order < 0) != (a < aligned) || (order == 0) != (a == aligned);
  }
  CHECK(different == 0);
}

TEST_CASE("64 bits: narrow to the left saturates and wraps without overflow") {
  using octet::nearest_even;
  using octet::saturate;
  using octet::wrap;
  CHECK(narrow<q<0, 63>, nearest_even, saturate>(q<63, 0>{5}) == q<0, 63>::highest());
  CHECK(narrow<q<0, 63>, nearest_even, saturate>(q<63, 0>{-1}) == q<0, 63>::lowest());
  CHECK(narrow<q<0, 63>, nearest_even, saturate>(q<63, 0>{-2}) == q<0, 63>::lowest());
  CHECK(narrow<q<0, 63>, nearest_even, wrap>(q<63, 0>{-2}).code() == 0);
  CHECK(narrow<q<-40, 103>, nearest_even, saturate>(q<63, 0>{-1}) == q<-40, 103>::lowest());
  CHECK(narrow<q<-40, 103>, nearest_even, wrap>(q<63, 0>{-1}).code() == 0);
  CHECK(narrow<q<-40, 103>, nearest_even, saturate>(q<63, 0>{0}).code() == 0);
  CHECK(narrow<q<62, 0>, nearest_even, saturate>(q<63, 0>::highest()) == q<62, 0>::highest());
}

TEST_CASE("from_real of what is not an ordinary number") {
  using limits = std::numeric_limits<double>;
  using q7 = q<0, 7>;
  CHECK(q7::from_real(limits::infinity()) == q7::highest());
  CHECK(q7::from_real(-limits::infinity()) == q7::lowest());
  CHECK(q7::from_real(limits::max()) == q7::highest());
  CHECK(q7::from_real<octet::floor_, octet::wrap>(limits::infinity()).code() == 0);
  CHECK(q7::from_real(limits::quiet_NaN()).code() == 0);
  CHECK(q7::from_real(limits::denorm_min()).code() == 0);
  CHECK(q7::from_real<octet::floor_>(-limits::denorm_min()).code() == -1);
  CHECK(q7::from_real(-0.0).code() == 0);
  CHECK(q<63, 0>::from_real(0x1p63) == q<63, 0>::highest());
  CHECK(q<63, 0>::from_real(-0x1p63) == q<63, 0>::lowest());
}
