// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Text of q against printf, which prints doubles exactly, and against ties written out by hand.
#include "octet/fixed/text.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <random>
#include <span>
#include <string>
#include <string_view>

#include "octet/core/errc.hpp"
#include "support/ulp.hpp"

namespace {

using octet::errc;
using octet::parse;
using octet::q;
using octet::text_size;
using octet::uq;

template <class Q>
std::string text_of(Q value) {
  std::array<char, text_size<Q>> buffer{};
  return std::string(octet::format(value, buffer));
}

// All digits of a double; the zeros behind the last one are no part of our format.
std::string printed(double real, int fraction) {
  std::array<char, 2048> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%.*f", fraction, real);
  std::string text = buffer.data();
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return text;
}

template <class Q>
int text_mismatches() {
  int count = 0;
  octet_test::for_codes<Q>(2000, [&](Q value) {
    const std::string text = text_of(value);
    count += text != printed(value.to_double(), std::max(Q::fraction_bits, 0));
    const auto back = parse<Q>(text);
    count += !back || *back != value;
  });
  return count;
}

// Random decimals, a third of them on ties, against the nearest even code of their double. With at
// most 15 digits and 16 bits the double's own error cannot change the answer, and ties are exact.
template <class Q>
int rounding_mismatches() {
  std::mt19937_64 random(7);
  int count = 0;
  for (int i = 0; i < 20000; ++i) {
    const auto span = static_cast<double>(Q::highest_code) - static_cast<double>(Q::lowest_code);
    const auto unit = static_cast<double>(random() >> 11) * 0x1p-53;
    const double code = static_cast<double>(Q::lowest_code) + span * unit;
    const double at = i % 3 == 0 ? std::floor(code) + 0.5 : code;
    const std::string text = printed(std::ldexp(at, -Q::fraction_bits), 15);
    const double real = std::stod(text);
    const double nearest = std::nearbyint(std::ldexp(real, Q::fraction_bits));
    const auto read = parse<Q>(text);
    if (nearest > static_cast<double>(Q::highest_code)) {
      count += read.error().code != errc::number_out_of_range;
    } else {
      count += !read || static_cast<double>(read->code()) != nearest;
    }
  }
  return count;
}

template <class Q>
errc error_of(std::string_view text) {
  return parse<Q>(text).error().code;
}

}  // namespace

TEST_CASE("every code prints all its digits and is read back") {
  CHECK(text_mismatches<q<0, 7>>() == 0);
  CHECK(text_mismatches<q<3, 12>>() == 0);
  CHECK(text_mismatches<uq<0, 16>>() == 0);
  CHECK(text_mismatches<uq<16, 0>>() == 0);
  CHECK(text_mismatches<q<-4, 19>>() == 0);
  CHECK(text_mismatches<q<18, -3>>() == 0);
  CHECK(text_mismatches<q<15, 16>>() == 0);
  CHECK(text_mismatches<uq<1, 31>>() == 0);
  CHECK(text_mismatches<q<-60, 91>>() == 0);
  CHECK(text_mismatches<q<91, -60>>() == 0);
  CHECK(text_mismatches<uq<-480, 512>>() == 0);
  CHECK(text_mismatches<q<543, -512>>() == 0);
}

TEST_CASE("64 bits, which no double holds") {
  CHECK(text_of(q<63, 0>::lowest()) == "-9223372036854775808");
  CHECK(text_of(q<63, 0>::highest()) == "9223372036854775807");
  CHECK(text_of(uq<64, 0>::highest()) == "18446744073709551615");
  CHECK(text_of(q<0, 63>::from_code(1)) ==
        "0.000000000000000000108420217248550443400745280086994171142578125");
  CHECK(text_of(uq<66, -2>::highest()) == "73786976294838206460");
  CHECK(*parse<uq<64, 0>>("18446744073709551615") == uq<64, 0>::highest());
  CHECK(*parse<q<63, 0>>("-9223372036854775808") == q<63, 0>::lowest());
  CHECK(*parse<uq<66, -2>>("73786976294838206460") == uq<66, -2>::highest());
  std::mt19937_64 random(11);
  int different = 0;
  for (int i = 0; i < 2000; ++i) {
    const auto signed_code = static_cast<std::int64_t>(random());
    const auto middle = q<31, 32>::from_code(signed_code);
    const auto small = q<-400, 463>::from_code(signed_code);
    const auto large = uq<464, -400>::from_code(random());
    different += *parse<q<31, 32>>(text_of(middle)) != middle;
    different += *parse<q<-400, 463>>(text_of(small)) != small;
    different += *parse<uq<464, -400>>(text_of(large)) != large;
  }
  CHECK(different == 0);
}

TEST_CASE("parse rounds to nearest, ties to even") {
  CHECK(rounding_mismatches<q<0, 7>>() == 0);
  CHECK(rounding_mismatches<q<3, 4>>() == 0);
  CHECK(rounding_mismatches<uq<8, 8>>() == 0);
  CHECK(rounding_mismatches<q<17, -2>>() == 0);
  CHECK(rounding_mismatches<uq<-3, 11>>() == 0);
}

TEST_CASE("parse sees a digit however far behind a tie") {
  const std::string zeros(3000, '0');
  CHECK(parse<q<7, 0>>("0.5")->code() == 0);
  CHECK(parse<q<7, 0>>("1.5")->code() == 2);
  CHECK(parse<q<7, 0>>("-2.5")->code() == -2);
  CHECK(parse<q<7, 0>>("0.5" + zeros)->code() == 0);
  CHECK(parse<q<7, 0>>("0.5" + zeros + "1")->code() == 1);
  CHECK(parse<q<7, 0>>("-0.5" + zeros + "1")->code() == -1);
  CHECK(parse<q<7, 0>>("0.4" + std::string(3000, '9'))->code() == 0);
  CHECK(parse<q<7, 0>>(zeros + "12")->code() == 12);
  CHECK(parse<q<3, 4>>("0.03125")->code() == 0);
  CHECK(parse<q<3, 4>>("0.09375")->code() == 2);
  CHECK(parse<q<3, 4>>("0.03125" + zeros + "1")->code() == 1);
  CHECK(parse<q<9, -2>>("2")->code() == 0);  // half of a step of 4
  CHECK(parse<q<9, -2>>("6")->code() == 2);
  CHECK(parse<q<9, -2>>("2.0001")->code() == 1);
  CHECK(parse<q<9, -2>>("2.001")->code() == 1);
  CHECK(parse<q<9, -2>>("1.9999")->code() == 0);
  CHECK(parse<q<9, -2>>("-2.0001")->code() == -1);
}

TEST_CASE("parse accepts and refuses") {
  using f = q<3, 4>;
  CHECK(*parse<f>("+1.5") == f{1.5});
  CHECK(*parse<f>("-.5") == f{-0.5});
  CHECK(*parse<f>("5.") == f{5});
  CHECK(*parse<f>("-0") == f{0});
  CHECK(*parse<f>("007.2500") == f{7.25});
  for (const std::string_view text :
       {"", "+", "-", ".", "-.", "1e3", " 1", "1 ", "--1", "+-1", "1.2.3", "0x1", "nan", "1,5"}) {
    CAPTURE(text);
    CHECK(error_of<f>(text) == errc::bad_number);
  }
  CHECK(error_of<f>(std::string_view("1\0", 2)) == errc::bad_number);

  CHECK(error_of<f>("7.96875") == errc::number_out_of_range);  // a tie, and 8 is the even one
  CHECK(*parse<f>("7.96874") == f::highest());
  CHECK(*parse<f>("-8.03125") == f::lowest());
  CHECK(error_of<f>("-8.03126") == errc::number_out_of_range);
  CHECK(error_of<f>("8") == errc::number_out_of_range);
  CHECK(error_of<f>(std::string(2000, '9')) == errc::number_out_of_range);
  CHECK(error_of<f>("-" + std::string(21, '1')) == errc::number_out_of_range);
  CHECK(error_of<uq<64, 0>>("18446744073709551615.5") == errc::number_out_of_range);
  CHECK(error_of<uq<64, 0>>("18446744073709551616") == errc::number_out_of_range);
  CHECK(error_of<uq<66, -2>>("73786976294838206464") == errc::number_out_of_range);
  CHECK(error_of<q<-40, 103>>("1") == errc::number_out_of_range);
  CHECK(error_of<q<-40, 103>>("99999999999999999999") == errc::number_out_of_range);
  CHECK(*parse<uq<4, 4>>("-0.01") == uq<4, 4>{0});
  CHECK(error_of<uq<4, 4>>("-0.04") == errc::number_out_of_range);
}

TEST_CASE("format fills exactly, and gives nothing rather than a part") {
  using f = q<3, 4>;
  std::array<char, text_size<f>> buffer{};
  CHECK(octet::format(f::from_code(-127), buffer) == "-7.9375");
  CHECK(text_size<f> == 7);
  CHECK(octet::format(f::from_code(-127), std::span(buffer).first(6)).empty());
  CHECK(octet::format(f{-1}, std::span(buffer).first(2)) == "-1");
  CHECK(octet::format(f{0}, std::span(buffer).first(1)) == "0");
  CHECK(octet::format(f{0}, std::span<char>()).empty());
}
