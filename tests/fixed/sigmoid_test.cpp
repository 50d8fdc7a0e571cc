// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// tanh and logistic against the C library: every 16-bit code, 2^20 codes of 32 bits.
#include "octet/fixed/sigmoid.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "support/ulp.hpp"

namespace {

using octet::q;
using octet::uq;
using octet_test::check_ulp;
using octet_test::dense;

struct tanh_function {
  template <class To, class From>
  static To of(From x) {
    return octet::tanh<To>(x);
  }
  static double real(double x) { return std::tanh(x); }
};

struct logistic_function {
  template <class To, class From>
  static To of(From x) {
    return octet::logistic<To>(x);
  }
  static double real(double x) { return 1 / (1 + std::exp(-x)); }
};

template <class Function>
void check_sigmoid() {
  check_ulp<Function, q<0, 15>, q<3, 12>>(0.5001);
  check_ulp<Function, q<0, 7>, q<3, 12>>(0.5001);
  check_ulp<Function, uq<0, 16>, uq<4, 12>>(0.5001);
  check_ulp<Function, q<3, 12>, q<7, 8>>(0.5001);
  check_ulp<Function, q<-2, 17>, q<4, 11>>(0.5001);
  check_ulp<Function, q<0, 31>, q<3, 28>>(0.5001, dense);
  check_ulp<Function, uq<1, 31>, uq<4, 28>>(0.5001);
}

}  // namespace

TEST_CASE("tanh is within its documented error") {
  check_sigmoid<tanh_function>();
  check_ulp<tanh_function, q<-8, 39>, q<-7, 38>>(0.51, dense);
  check_ulp<tanh_function, q<-13, 44>, q<-12, 43>>(0.51, dense);
}

TEST_CASE("logistic is within its documented error") {
  check_sigmoid<logistic_function>();
  check_ulp<logistic_function, q<-8, 39>, q<5, 26>>(0.51, dense);
  check_ulp<logistic_function, q<-13, 44>, q<5, 26>>(0.51, dense);
}

TEST_CASE("tanh and logistic at 0, at the ends and mirrored") {
  using wide = q<20, 11>;
  CHECK(octet::tanh<q<0, 15>>(wide{0}) == q<0, 15>{0});
  CHECK(octet::logistic<q<0, 15>>(wide{0}) == q<0, 15>{0.5});
  CHECK(octet::tanh<q<1, 14>>(wide::highest()) == q<1, 14>{1});
  CHECK(octet::tanh<q<1, 14>>(wide::lowest()) == q<1, 14>{-1});
  CHECK(octet::tanh<q<0, 15>>(wide::highest()) == q<0, 15>::highest());
  CHECK(octet::tanh<q<0, 15>>(wide::lowest()) == q<0, 15>::lowest());
  CHECK(octet::tanh<uq<0, 16>>(wide::lowest()) == uq<0, 16>{0});
  CHECK(octet::logistic<q<1, 14>>(wide::highest()) == q<1, 14>{1});
  CHECK(octet::logistic<q<1, 14>>(wide::lowest()) == q<1, 14>{0});
  CHECK(octet::logistic<q<1, 14>>(q<40, -9>::lowest()) == q<1, 14>{0});
  int different = 0;
  for (int code = 1; code < 32768; ++code) {
    const auto x = q<3, 12>::from_code(code);
    const auto mirrored = q<3, 12>::from_code(-code);
    different += octet::tanh<q<1, 30>>(x).code() != -octet::tanh<q<1, 30>>(mirrored).code();
    const auto sum = octet::logistic<q<1, 30>>(x) + octet::logistic<q<1, 30>>(mirrored);
    different += sum != q<1, 30>{1};
  }
  CHECK(different == 0);
}
