// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Comparisons of codes against exact fractions and of numbers against the language; logic.
#include "octet/kernels/comparison.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "octet/kernels/logical.hpp"
#include "support/coded_tensor.hpp"

namespace {

using octet_test::broadcast_element;
using octet_test::random_tensor;

template <class Operation, class T>
std::vector<std::uint8_t> truths(const octet_test::coded_pair<T>& p) {
  std::vector<std::uint8_t> out(p.out.shape.count(), 7);
  octet::compare<Operation>(
      octet::code_comparison_args<T>{.input1 = {p.a.codes.data(), p.a.shape},
                                     .input2 = {p.b.codes.data(), p.b.shape},
                                     .output = {out.data(), p.out.shape},
                                     .input1_zero_point = p.a.zero_point,
                                     .input2_zero_point = p.b.zero_point,
                                     .scaling1 = octet::multiplier::from_real(p.a.scale),
                                     .scaling2 = octet::multiplier::from_real(p.b.scale)});
  return out;
}

}  // namespace

TEST_CASE_TEMPLATE("codes: as the real values in steps of 1/256", T, std::int8_t, std::uint8_t,
                   std::int16_t) {
  octet_test::random_tensor random(1);
  for (int round = 0; round < 500; ++round) {
    auto p = octet_test::coded_pair<T>::random(random);
    p.a.scale = random.scale(-14, -1);
    p.b.scale = random.between(0, 2) == 0 ? p.a.scale : random.scale(-14, -1);
    const auto equal = truths<octet::equal>(p), less = truths<octet::less>(p);
    int wrong = 0, absurd = 0;
    p.for_each([&](std::size_t i, std::size_t k, std::size_t o) {
      const std::int64_t x = octet_test::times(p.a.difference(i) * 256, p.a.scale),
                         y = octet_test::times(p.b.difference(k) * 256, p.b.scale);
      wrong += equal[o] != (x == y) || less[o] != (x < y);
      const double gap = p.a.real(i) - p.b.real(k);
      absurd += (gap > 0.01 && less[o] != 0) || (gap < -0.01 && less[o] != 1);
    });
    CAPTURE(round);
    CHECK(wrong == 0);
    CHECK(absurd == 0);
    const auto opposite = [](const std::vector<std::uint8_t>& a,
                             const std::vector<std::uint8_t>& b) {
      bool all = true;
      for (std::size_t i = 0; i < a.size(); ++i) all = all && a[i] + b[i] == 1;
      return all;
    };
    CHECK(opposite(equal, truths<octet::not_equal>(p)));
    CHECK(opposite(less, truths<octet::greater_equal>(p)));
    CHECK(opposite(truths<octet::greater>(p), truths<octet::less_equal>(p)));
    std::swap(p.a, p.b);
    CHECK(truths<octet::greater>(p) == less);
  }
}

TEST_CASE("numbers: as the language compares them") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const std::array<float, 4> a{1.0F, 2.0F, -0.0F, nan}, b{2.0F, 1.0F, 0.0F, nan};
  const octet::shape s{.sizes = {4, 1, 1, 1, 1, 1}, .rank = 1};
  const auto of = [&]<class Operation>() {
    std::vector<int> all;
    std::array<std::uint8_t, 4> out{};
    octet::compare<Operation>(octet::comparison_args<float>{
        .input1 = {a.data(), s}, .input2 = {b.data(), s}, .output = {out.data(), s}});
    all.assign(out.begin(), out.end());
    return all;
  };
  using list = std::vector<int>;
  CHECK(of.operator()<octet::equal>() == list{0, 0, 1, 0});
  CHECK(of.operator()<octet::not_equal>() == list{1, 1, 0, 1});
  CHECK(of.operator()<octet::less>() == list{1, 0, 0, 0});
  CHECK(of.operator()<octet::less_equal>() == list{1, 0, 1, 0});
  CHECK(of.operator()<octet::greater>() == list{0, 1, 0, 0});
  CHECK(of.operator()<octet::greater_equal>() == list{0, 1, 1, 0});
}

TEST_CASE("numbers and truths of any shapes that broadcast") {
  random_tensor random(2);
  for (int round = 0; round < 300; ++round) {
    const auto s = octet_test::random_broadcast(random);
    const auto few = [&]<class T>(const octet::shape& shape, T) {
      std::vector<T> values(shape.count());
      for (T& x : values) x = static_cast<T>(random.between(0, 3));
      return values;
    };
    const auto wrong = [&]<class Operation, class T>(Operation, T zero, auto expected) {
      const auto a = few(s.a, zero), b = few(s.b, zero);
      std::vector<std::uint8_t> out(s.out.count(), 7);
      octet::compare<Operation>(octet::comparison_args<T>{
          .input1 = {a.data(), s.a}, .input2 = {b.data(), s.b}, .output = {out.data(), s.out}});
      int count = 0;
      for (std::size_t i = 0; i < out.size(); ++i) {
        const auto x = a[static_cast<std::size_t>(broadcast_element(s.a, s.out, i))];
        const auto y = b[static_cast<std::size_t>(broadcast_element(s.b, s.out, i))];
        count += out[i] != std::uint8_t{expected(x, y)};
      }
      return count;
    };
    CAPTURE(round);
    CHECK(wrong(octet::less{}, std::int32_t{}, [](auto x, auto y) { return x < y; }) == 0);
    CHECK(wrong(octet::equal{}, std::int64_t{}, [](auto x, auto y) { return x == y; }) == 0);
    CHECK(wrong(octet::greater_equal{}, 0.0F, [](auto x, auto y) { return x >= y; }) == 0);
    CHECK(wrong(octet::logical_and{}, std::uint8_t{},
                [](auto x, auto y) { return x > 0 && y > 0; }) == 0);
    CHECK(wrong(octet::logical_or{}, std::uint8_t{},
                [](auto x, auto y) { return x > 0 || y > 0; }) == 0);
  }
}

TEST_CASE("logic takes every byte but 0 for true") {
  for (const int x : {0, 1, 2, 255}) {
    for (const int y : {0, 1, 2, 255}) {
      const auto a = static_cast<std::uint8_t>(x), b = static_cast<std::uint8_t>(y);
      CHECK(octet::logical_and::of(a, b) == (x > 0 && y > 0));
      CHECK(octet::logical_or::of(a, b) == (x > 0 || y > 0));
      CHECK(octet::logical_equal::of(a, b) == ((x > 0) == (y > 0)));
      CHECK(octet::logical_not_equal::of(a, b) == ((x > 0) != (y > 0)));
    }
  }
  const std::array<std::uint8_t, 3> in{0, 1, 200};
  std::array<std::uint8_t, 3> out{};
  octet::logical_not(octet::logical_not_args{.input = {in.data(), 3}, .output = {out.data(), 3}});
  CHECK(out == std::array<std::uint8_t, 3>{1, 0, 0});
}
