// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// sin, cos and atan2 against the C library: every 16-bit code, every pair of 8-bit codes, 2^20
// codes of 32 bits.
#include "octet/fixed/trigonometric.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>

#include "support/ulp.hpp"

namespace {

using octet::q;
using octet::uq;
using octet_test::check_ulp;
using octet_test::dense;

struct sin_function {
  template <class To, class From>
  static To of(From x) {
    return octet::sin<To>(x);
  }
  static double real(double x) { return std::sin(x); }
};

struct cos_function {
  template <class To, class From>
  static To of(From x) {
    return octet::cos<To>(x);
  }
  static double real(double x) { return std::cos(x); }
};

template <class Function>
void check_wave() {
  check_ulp<Function, q<0, 15>, q<3, 12>>(0.5001);
  check_ulp<Function, q<1, 14>, q<15, 0>>(0.5001);
  check_ulp<Function, q<-3, 18>, q<7, 8>>(0.5001);
  check_ulp<Function, q<0, 7>, q<18, -3>>(0.5001);
  check_ulp<Function, uq<0, 16>, uq<3, 13>>(0.5001);
  check_ulp<Function, q<0, 31>, q<3, 28>>(0.5001, dense);
  check_ulp<Function, q<0, 31>, q<31, 0>>(0.5001, dense);
  check_ulp<Function, q<1, 30>, q<95, -64>>(0.5001);
  check_ulp<Function, uq<1, 31>, uq<2, 30>>(0.5001);
  check_ulp<Function, q<-8, 39>, q<5, 26>>(0.51, dense);
}

// Every pair of 8-bit codes, or as many random pairs of wider ones.
template <class To, class Y, class X>
double worst_atan2() {
  double worst = 0;
  const auto see = [&](Y y, X x) {
    // Adding 0.0 leaves no negative zero.
    const double real = std::atan2(y.to_double() + 0.0, x.to_double() + 0.0);
    worst = std::max(worst, octet_test::ulp_error(octet::atan2<To>(y, x), real));
  };
  if constexpr (Y::bits <= 8 && X::bits <= 8) {
    octet_test::for_codes<Y>(1, [&](Y y) { octet_test::for_codes<X>(1, [&](X x) { see(y, x); }); });
  } else {
    std::mt19937_64 random(3);
    // Of every magnitude: a uniform code would hardly ever be a small one.
    const auto draw = [&](auto format) {
      using F = decltype(format);
      const int unused = 64 - F::bits + static_cast<int>(random() % F::bits);
      return F::from_code(static_cast<typename F::wide>(random()) >> unused);
    };
    for (std::int64_t i = 0; i < dense / 2; ++i) see(draw(Y{}), draw(X{}));
    octet_test::for_codes<Y>(4096, [&](Y y) {
      see(y, X::lowest());
      see(y, X::from_code(0));
      see(y, X::from_code(1));
      see(y, X::highest());
    });
  }
  return worst;
}

template <class To, class Y, class X>
void check_atan2(double documented) {
  CAPTURE(To::fraction_bits);
  CAPTURE(Y::fraction_bits);
  CAPTURE(X::fraction_bits);
  const double worst = worst_atan2<To, Y, X>();
  CHECK(worst <= documented);
  CHECK(worst > documented / 2);
}

}  // namespace

TEST_CASE("sin is within its documented error") { check_wave<sin_function>(); }
TEST_CASE("cos is within its documented error") { check_wave<cos_function>(); }

TEST_CASE("sin of small angles in formats with many fraction bits") {
  check_ulp<sin_function, q<-13, 44>, q<-12, 43>>(0.51, dense);
}

TEST_CASE("sin and cos at 0 and of angles below every step") {
  CHECK(octet::sin<q<1, 30>>(q<3, 28>{0}) == q<1, 30>{0});
  CHECK(octet::cos<q<1, 30>>(q<3, 28>{0}) == q<1, 30>{1});
  CHECK(octet::cos<q<0, 31>>(q<3, 28>{0}) == q<0, 31>::highest());
  CHECK(octet::sin<q<1, 30>>(q<-200, 231>::lowest()) == q<1, 30>{0});
  CHECK(octet::cos<q<1, 30>>(q<-200, 231>::lowest()) == q<1, 30>{1});
}

TEST_CASE("atan2 is within its documented error") {
  check_atan2<q<2, 13>, q<0, 7>, q<0, 7>>(0.5001);
  check_atan2<q<2, 5>, q<3, 4>, q<-3, 10>>(0.5001);
  check_atan2<q<2, 13>, q<9, -2>, uq<0, 8>>(0.5001);
  check_atan2<q<2, 13>, q<0, 15>, q<0, 15>>(0.5001);
  check_atan2<q<2, 29>, q<0, 31>, q<15, 16>>(0.5001);
  check_atan2<uq<2, 30>, q<7, 24>, q<7, 24>>(0.5001);
  check_atan2<q<2, 29>, q<-200, 231>, uq<-180, 212>>(0.5001);
  check_atan2<q<-8, 39>, q<0, 31>, uq<8, 24>>(0.51);
  check_atan2<q<-13, 44>, q<0, 31>, uq<16, 16>>(0.51);
}

TEST_CASE("atan2 on the axes and of nothing") {
  using f = q<3, 28>;
  constexpr f pi = 3.14159265358979323846;
  constexpr f half_pi = 1.57079632679489661923;
  CHECK(octet::atan2<f>(f{0}, f{0}) == f{0});
  CHECK(octet::atan2<f>(f{0}, f{2}) == f{0});
  CHECK(octet::atan2<f>(f{0}, f{-2}) == pi);
  CHECK(octet::atan2<f>(f{2}, f{0}) == half_pi);
  CHECK(octet::atan2<f>(f{-2}, f{0}).code() == -half_pi.code());
  CHECK(octet::atan2<f>(f{1}, f{-1}) == f{2.35619449019234492885});
  CHECK(octet::atan2<q<0, 15>>(f{1}, f{-1}) == q<0, 15>::highest());
  CHECK(octet::atan2<uq<2, 14>>(f{-1}, f{1}) == uq<2, 14>{0});
}
