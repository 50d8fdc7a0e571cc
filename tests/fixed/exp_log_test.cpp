// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// exp, exp2, log and log2 against the C library: every 16-bit code, 2^20 codes of 32 bits.
#include "octet/fixed/exp_log.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "support/ulp.hpp"

namespace {

using octet::q;
using octet::uq;
using octet_test::check_ulp;
using octet_test::dense;

struct exp_function {
  template <class To, class From>
  static To of(From x) {
    return octet::exp<To>(x);
  }
  static double real(double x) { return std::exp(x); }
};

struct exp2_function {
  template <class To, class From>
  static To of(From x) {
    return octet::exp2<To>(x);
  }
  static double real(double x) { return std::exp2(x); }
};

struct log_function {
  template <class To, class From>
  static To of(From x) {
    return octet::log<To>(x);
  }
  static double real(double x) { return std::log(x); }
};

struct log2_function {
  template <class To, class From>
  static To of(From x) {
    return octet::log2<To>(x);
  }
  static double real(double x) { return std::log2(x); }
};

template <class Function>
void check_exponential() {
  check_ulp<Function, q<3, 12>, q<3, 12>>(0.5001);
  check_ulp<Function, q<0, 15>, q<4, 11>>(0.5001);
  check_ulp<Function, uq<8, 8>, q<7, 8>>(0.5001);
  check_ulp<Function, q<18, -3>, uq<4, 12>>(0.5001);
  check_ulp<Function, uq<-2, 18>, q<7, 8>>(0.5001);
  check_ulp<Function, q<3, 4>, q<3, 4>>(0.5001);
  check_ulp<Function, q<3, 28>, q<3, 28>>(0.5001, dense);
  check_ulp<Function, uq<0, 32>, q<4, 27>>(0.5001);
  check_ulp<Function, q<15, 16>, uq<4, 28>>(0.5001);
  check_ulp<Function, uq<16, 16>, q<15, 16>>(0.5001);
  check_ulp<Function, q<-300, 331>, q<10, 21>>(0.5001, dense);  // below 2^-300
  check_ulp<Function, uq<332, -300>, q<10, 21>>(0.5001, dense);
}

template <class Function>
void check_logarithm() {
  check_ulp<Function, q<3, 12>, q<3, 12>>(0.5001);
  check_ulp<Function, q<4, 11>, uq<0, 16>>(0.5001);
  check_ulp<Function, q<7, 8>, q<18, -3>>(0.5001);
  check_ulp<Function, uq<4, 12>, uq<8, 8>>(0.5001);
  check_ulp<Function, q<5, 2>, q<-4, 11>>(0.5001);
  check_ulp<Function, q<4, 27>, q<15, 16>>(0.5001, dense);
  check_ulp<Function, q<5, 26>, uq<0, 32>>(0.5001);
  check_ulp<Function, q<9, 22>, q<-300, 331>>(0.5001);
  check_ulp<Function, q<0, 31>, uq<1, 31>>(0.5001);
  check_ulp<Function, q<-8, 39>, uq<1, 31>>(0.51, dense);
  check_ulp<Function, q<-13, 44>, q<0, 31>>(0.51, dense);  // only numbers next to 1 do not saturate
}

}  // namespace

TEST_CASE("exp is within its documented error") { check_exponential<exp_function>(); }
TEST_CASE("exp2 is within its documented error") { check_exponential<exp2_function>(); }
TEST_CASE("log is within its documented error") { check_logarithm<log_function>(); }
TEST_CASE("log2 is within its documented error") { check_logarithm<log2_function>(); }

TEST_CASE("exp and exp2 at 0, at whole powers and far outside") {
  CHECK(octet::exp<q<3, 28>>(q<3, 28>{0}) == q<3, 28>{1});
  CHECK(octet::exp<q<3, 28>>(q<15, 16>::highest()) == q<3, 28>::highest());
  CHECK(octet::exp<q<3, 28>>(q<15, 16>::lowest()) == q<3, 28>{0});
  CHECK(octet::exp<q<3, 28>>(q<40, -9>::highest()) == q<3, 28>::highest());
  CHECK(octet::exp<q<3, 28>>(q<40, -9>::lowest()) == q<3, 28>{0});
  CHECK(octet::exp<q<3, 28>>(q<-200, 231>::lowest()) == q<3, 28>{1});
  for (int k = -16; k <= 15; ++k) {
    const auto x = q<7, 8>::from_code(k * 256);
    CHECK(octet::exp2<uq<16, 16>>(x).to_double() == std::ldexp(1.0, k));
  }
}

TEST_CASE("log and log2 of powers, of the least and of what has none") {
  CHECK(octet::log<q<3, 28>>(q<3, 28>{1}) == q<3, 28>{0});
  for (int k = -16; k <= 15; ++k) {
    const auto x = uq<16, 16>::from_code(std::uint64_t{1} << (k + 16));
    CHECK(octet::log2<q<5, 26>>(x).to_double() == k);
  }
  CHECK(octet::log<q<3, 28>>(q<3, 28>{0}) == q<3, 28>::lowest());
  CHECK(octet::log<q<3, 28>>(q<3, 28>{-1}) == q<3, 28>::lowest());
  CHECK(octet::log2<q<3, 28>>(q<3, 28>::lowest()) == q<3, 28>::lowest());
  CHECK(octet::log2<uq<3, 28>>(uq<3, 28>{0}) == uq<3, 28>{0});
  CHECK(octet::log<uq<3, 28>>(uq<3, 28>{0.5}) == uq<3, 28>{0});
}
