// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Arrays of q against one q at a time, and dot against exact integers at the extremes.
#include "octet/fixed/span.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <type_traits>
#include <vector>

namespace {

using octet::q;
using octet::uq;

template <class Q>
std::vector<Q> random_codes(std::size_t count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<Q> values;
  for (std::size_t i = 0; i < count; ++i) {
    values.push_back(Q::from_code(static_cast<typename Q::wide>(random()) >> (64 - Q::bits)));
  }
  if (count > 1) values[0] = Q::lowest();
  if (count > 2) values[1] = Q::highest();
  return values;
}

template <class A, class B>
void check_elementwise() {
  for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{57}}) {
    const auto a = random_codes<A>(count, 1);
    const auto b = random_codes<B>(count, 2);
    std::vector<decltype(A{} + B{})> sums(count);
    std::vector<decltype(A{} - B{})> differences(count);
    std::vector<decltype(A{} * B{})> products(count);
    octet::add(a, b, sums);
    octet::subtract(a, b, differences);
    octet::multiply(a, b, products);
    for (std::size_t i = 0; i < count; ++i) {
      CHECK(sums[i].to_double() == a[i].to_double() + b[i].to_double());
      CHECK(differences[i].to_double() == a[i].to_double() - b[i].to_double());
      CHECK(products[i].to_double() == a[i].to_double() * b[i].to_double());
    }
  }
}

// A sum of products in real units; the products of these tests are exact in double, as is the sum.
template <class A, class B>
double real_dot(const std::vector<A>& a, const std::vector<B>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i].to_double() * b[i].to_double();
  return sum;
}

}  // namespace

TEST_CASE("add, subtract and multiply are exact, element by element") {
  check_elementwise<q<0, 7>, q<0, 7>>();
  check_elementwise<q<0, 15>, q<7, 8>>();
  check_elementwise<uq<0, 8>, q<-3, 10>>();
  check_elementwise<uq<9, -1>, uq<0, 16>>();
}

TEST_CASE("the result may be wider than it has to be") {
  const std::array<q<0, 7>, 2> a{q<0, 7>::lowest(), q<0, 7>{0.5}};
  std::array<q<15, 16>, 2> out{};
  octet::add(a, a, out);
  CHECK(out[0] == q<15, 16>{-2});
  CHECK(out[1] == q<15, 16>{1});
  octet::multiply(a, a, std::span(out).first<2>());
  CHECK(out[0] == q<15, 16>{1});
  CHECK(out[1] == q<15, 16>{0.25});
}

TEST_CASE("narrow of an array is narrow of each element") {
  const auto wide = random_codes<q<7, 24>>(300, 3);
  std::vector<q<3, 4>> saturated(wide.size());
  std::vector<uq<3, 5>> wrapped(wide.size());
  octet::narrow<octet::nearest_even, octet::saturate>(wide, saturated);
  octet::narrow<octet::floor_, octet::wrap>(std::span(wide), std::span(wrapped));
  for (std::size_t i = 0; i < wide.size(); ++i) {
    CHECK(saturated[i] == octet::narrow<q<3, 4>, octet::nearest_even, octet::saturate>(wide[i]));
    CHECK(wrapped[i] == octet::narrow<uq<3, 5>, octet::floor_, octet::wrap>(wide[i]));
  }
}

TEST_CASE("dot is exact") {
  for (const std::size_t count : {0U, 1U, 2U, 100U, 256U}) {
    const auto a = random_codes<q<0, 7>>(count, 4);
    const auto b = random_codes<q<3, 12>>(count, 5);
    const auto c = random_codes<uq<0, 8>>(count, 6);
    CHECK(octet::dot<256>(a, b).to_double() == real_dot(a, b));
    CHECK(octet::dot<256>(a, c).to_double() == real_dot(a, c));
    CHECK(octet::dot<256>(c, c).to_double() == real_dot(c, c));
  }
}

TEST_CASE("dot holds the sum of the extremes, in the fewest bits") {
  const std::vector<q<0, 7>> lowest(256, q<0, 7>::lowest());
  const std::vector<uq<0, 8>> highest(256, uq<0, 8>::highest());
  const auto largest = octet::dot<256>(lowest, lowest);
  static_assert(std::is_same_v<decltype(largest), const q<9, 14>>);
  CHECK(largest == q<9, 14>{256});
  const auto mixed = octet::dot<256>(lowest, highest);
  static_assert(std::is_same_v<decltype(mixed), const q<8, 15>>);
  CHECK(mixed.to_double() == -255.0);
  const auto positive = octet::dot<256>(highest, highest);
  static_assert(std::is_same_v<decltype(positive), const uq<8, 16>>);
  CHECK(positive.code() == 256 * 255 * 255);

  const std::array<q<0, 31>, 2> ends{q<0, 31>::lowest(), q<0, 31>::lowest()};
  static_assert(std::is_same_v<octet::dot_q<1, q<0, 30>, q<0, 31>>, q<1, 61>>);
  CHECK(octet::dot<1>(std::span(ends).first(1), std::span(ends).last(1)).to_double() == 1.0);
}
