// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// sqrt, rsqrt and reciprocal against the C library: every 16-bit code, 2^20 codes of 32 bits.
#include "octet/fixed/root.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>

#include "support/ulp.hpp"

namespace {

using octet::q;
using octet::uq;
using octet_test::check_ulp;
using octet_test::dense;

// The nearest code, but for the error of the double that it is compared with.
constexpr double exact = 0.5 + 1e-6;

struct sqrt_function {
  template <class To, class From>
  static To of(From x) {
    return octet::sqrt<To>(x);
  }
  static double real(double x) { return std::sqrt(x); }
};

struct rsqrt_function {
  template <class To, class From>
  static To of(From x) {
    return octet::rsqrt<To>(x);
  }
  static double real(double x) { return 1 / std::sqrt(x); }
};

struct reciprocal_function {
  template <class To, class From>
  static To of(From x) {
    return octet::reciprocal<To>(x);
  }
  static double real(double x) { return 1 / x; }
};

}  // namespace

TEST_CASE("sqrt gives the nearest code") {
  check_ulp<sqrt_function, q<3, 12>, q<3, 12>>(exact);
  check_ulp<sqrt_function, uq<0, 16>, uq<0, 16>>(exact);
  check_ulp<sqrt_function, q<7, 8>, q<15, 0>>(exact);
  check_ulp<sqrt_function, q<9, 6>, q<18, -3>>(exact);
  check_ulp<sqrt_function, q<-1, 16>, q<-4, 19>>(exact);
  check_ulp<sqrt_function, q<0, 31>, q<0, 31>>(exact, dense);
  check_ulp<sqrt_function, uq<16, 16>, uq<32, 0>>(exact, dense);
  check_ulp<sqrt_function, uq<-20, 52>, q<-40, 71>>(exact);
}

TEST_CASE("sqrt of every square and of its neighbours") {
  int wrong = 0;
  for (std::uint64_t root = 1; root < 65536; ++root) {
    const auto at = [](std::uint64_t v) {
      return octet::sqrt<uq<16, 0>>(uq<32, 0>::from_code(v)).code();
    };
    wrong += at(root * root) != root;
    // (root + 1/2)^2 = root^2 + root + 1/4 is where the nearest code changes.
    wrong += at(root * root + root) != root;
    if (root < 65535) wrong += at(root * root + root + 1) != root + 1;
  }
  CHECK(wrong == 0);
}

TEST_CASE("rsqrt is within its documented error") {
  check_ulp<rsqrt_function, q<3, 12>, q<3, 12>>(0.5001);
  check_ulp<rsqrt_function, uq<8, 8>, uq<0, 16>>(0.5001);
  check_ulp<rsqrt_function, q<-1, 16>, q<15, 0>>(0.5001);
  check_ulp<rsqrt_function, q<9, 6>, q<-4, 19>>(0.5001);
  check_ulp<rsqrt_function, q<8, 23>, q<15, 16>>(0.5001, dense);
  check_ulp<rsqrt_function, uq<0, 32>, uq<32, 0>>(0.5001, dense);
  check_ulp<rsqrt_function, uq<36, -4>, q<-40, 71>>(0.5001);
}

TEST_CASE("reciprocal gives the nearest code") {
  check_ulp<reciprocal_function, q<3, 12>, q<3, 12>>(exact);
  check_ulp<reciprocal_function, uq<8, 8>, uq<0, 16>>(exact);
  check_ulp<reciprocal_function, q<-1, 16>, q<15, 0>>(exact);
  check_ulp<reciprocal_function, q<18, -3>, q<-4, 19>>(exact);
  check_ulp<reciprocal_function, q<0, 15>, q<7, 8>>(exact);
  check_ulp<reciprocal_function, q<3, 28>, q<15, 16>>(exact, dense);
  check_ulp<reciprocal_function, uq<1, 31>, uq<16, 16>>(exact, dense);
  check_ulp<reciprocal_function, q<50, -19>, q<-40, 71>>(exact);
}

TEST_CASE("results next to a middle between two codes, closer than 62 digits show") {
  // (2^16 - 2^-17)^2 = 2^32 - 1 + 2^-34: the root is below the middle, by 2^-51.
  CHECK(octet::sqrt<uq<16, 16>>(uq<32, 0>::highest()).code() == 0xffffffff);
  // 6922223797^2 = 2^34 * 2789147099 - 7, so this root is above one.
  CHECK(octet::sqrt<uq<16, 16>>(uq<32, 0>::from_code(2789147099)).code() == (6922223797 + 1) / 2);
  // (2^32 - 1) * (2^32 + 1) = 2^64 - 1: 2^64 / (2^32 - 1) is above 2^32 + 1, a middle.
  CHECK(octet::reciprocal<uq<-31, 63>>(uq<32, 0>::highest()).code() == 0x80000001);
}

TEST_CASE("outside the domain: as said in the comments") {
  using f = q<3, 28>;
  CHECK(octet::sqrt<f>(f{0}) == f{0});
  CHECK(octet::sqrt<f>(f{-1}) == f{0});
  CHECK(octet::rsqrt<f>(f{0}) == f::highest());
  CHECK(octet::rsqrt<f>(f::lowest()) == f::highest());
  CHECK(octet::reciprocal<f>(f{0}) == f::highest());
  CHECK(octet::reciprocal<f>(f::from_code(1)) == f::highest());
  CHECK(octet::reciprocal<f>(f::from_code(-1)) == f::lowest());
  CHECK(octet::reciprocal<uq<3, 28>>(f{-1}) == uq<3, 28>{0});
}

TEST_CASE("powers of two are exact") {
  for (int k = 0; k <= 30; ++k) {
    const auto x = uq<16, 16>::from_code(std::uint64_t{1} << k);
    CHECK(octet::reciprocal<uq<17, 15>>(x).to_double() == std::ldexp(1.0, 16 - k));
    if (k % 2 == 0) {
      CHECK(octet::rsqrt<uq<16, 16>>(x).to_double() == std::ldexp(1.0, 8 - k / 2));
      CHECK(octet::sqrt<uq<16, 16>>(x).to_double() == std::ldexp(1.0, k / 2 - 8));
    }
  }
}
