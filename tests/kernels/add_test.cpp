// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// add, sub and squared_difference against exact fractions, and against real values.
#include "octet/kernels/add.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "octet/kernels/squared_difference.hpp"
#include "octet/kernels/sub.hpp"
#include "support/coded_tensor.hpp"

namespace {

/// The real factors that an operator's specification names.
struct real_factors {
  double input1, input2, output;
};

struct add_oracle {
  template <class T>
  static constexpr int shift = sizeof(T) == 1 ? 20 : 15;

  /// Steps of the common scale that `of` can be off, where each input is off by half of one.
  static double lost(std::int64_t) { return 1.0; }

  template <class T>
  static real_factors factors(float s1, float s2, float out) {
    const double common = 2.0 * std::max(s1, s2);
    return {s1 / common, s2 / common, common / (std::ldexp(1.0, shift<T>) * out)};
  }
  template <class T>
  static void run(octet::basic_aligned_args<T> args, float s1, float s2, float out) {
    args.scaling = octet::aligned_scaling::from_real(octet::add_factors<T>(s1, s2, out));
    octet::add(args);
  }
  template <class N>
  static N of(N x, N y) {
    return x + y;
  }
};

struct sub_oracle : add_oracle {
  template <class T>
  static real_factors factors(float s1, float s2, float out) {
    const float common = 2.0F * std::max(s1, s2);
    return {s1 / common, s2 / common, common / (std::ldexp(1.0F, shift<T>) * out)};
  }
  template <class T>
  static void run(octet::basic_aligned_args<T> args, float s1, float s2, float out) {
    args.scaling = octet::aligned_scaling::from_real(octet::sub_factors<T>(s1, s2, out));
    octet::sub(args);
  }
  template <class N>
  static N of(N x, N y) {
    return x - y;
  }
};

struct squared_difference_oracle {
  template <class T>
  static constexpr int shift = sizeof(T) == 1 ? 7 : 0;

  static double lost(std::int64_t square) {
    return 1.0 + 2.0 * std::sqrt(static_cast<double>(square));
  }

  template <class T>
  static real_factors factors(float s1, float s2, float out) {
    const double common = 2.0 * std::max(s1, s2);
    return {s1 / common, s2 / common, common * common / std::ldexp(double{out}, 2 * shift<T>)};
  }
  template <class T>
  static void run(octet::basic_aligned_args<T> args, float s1, float s2, float out) {
    args.scaling =
        octet::aligned_scaling::from_real(octet::squared_difference_factors<T>(s1, s2, out));
    octet::squared_difference(args);
  }
  template <class N>
  static N of(N x, N y) {
    return (x - y) * (x - y);
  }
};

/// Codes against fractions of integers. A scale at which contract A would leave int32 is not
/// compared: such a value saturates nowhere, it wraps.
template <class Oracle, class T>
void compare(std::uint32_t seed) {
  octet_test::random_tensor random(seed);
  for (int round = 0; round < 1000; ++round) {
    auto pair = octet_test::coded_pair<T>::random(random);
    const real_factors f = Oracle::template factors<T>(pair.a.scale, pair.b.scale, pair.out.scale);
    Oracle::template run<T>(pair.template args<octet::basic_aligned_args<T>>(), pair.a.scale,
                            pair.b.scale, pair.out.scale);
    int wrong = 0, far = 0;
    pair.for_each([&](std::size_t i, std::size_t k, std::size_t o) {
      using octet_test::times;
      const std::int64_t one = std::int64_t{1} << Oracle::template shift<T>;
      const std::int64_t combined = Oracle::of(times(pair.a.difference(i) * one, f.input1),
                                               times(pair.b.difference(k) * one, f.input2));
      if (std::abs(static_cast<double>(combined)) * f.output >= 0x1p30) return;
      const std::int64_t code = times(combined, f.output) + pair.out.zero_point;
      wrong += pair.out.codes[o] != pair.clamped(code);
      // Half a code, and what is lost where an input is brought to the other's scale.
      far += pair.distance(o, Oracle::of(pair.a.real(i), pair.b.real(k))) >
             0.51 + 1.5 * Oracle::lost(combined) * f.output;
    });
    CAPTURE(round);
    CHECK(wrong == 0);
    CHECK(far == 0);
  }
}

}  // namespace

TEST_CASE_TEMPLATE("add: the fractions' codes, near the real sum", T, std::int8_t, std::uint8_t,
                   std::int16_t) {
  compare<add_oracle, T>(3);
}

TEST_CASE_TEMPLATE("sub: the fractions' codes, near the real difference", T, std::int8_t,
                   std::uint8_t, std::int16_t) {
  compare<sub_oracle, T>(4);
}

TEST_CASE_TEMPLATE("squared_difference: the fractions' codes, near the real square", T, std::int8_t,
                   std::int16_t) {
  compare<squared_difference_oracle, T>(5);
}

TEST_CASE("the output may lie on an input") {
  octet_test::random_tensor random(4);
  octet_test::coded_pair<std::int8_t> pair{};
  pair.a = octet_test::coded_tensor<std::int8_t>::random(random,
                                                         {.sizes = {3, 5, 1, 1, 1, 1}, .rank = 2});
  pair.b = octet_test::coded_tensor<std::int8_t>::random(random,
                                                         {.sizes = {5, 1, 1, 1, 1, 1}, .rank = 1});
  pair.out = pair.a;
  auto args = pair.args<octet::add_args>();
  args.scaling = octet::aligned_scaling::from_real(
      octet::add_factors<std::int8_t>(pair.a.scale, pair.b.scale, pair.out.scale));
  octet::add(args);
  args.output.data = pair.a.codes.data();
  octet::add(args);
  CHECK(pair.a.codes == pair.out.codes);
}

static_assert([] {
  const std::array<std::int8_t, 2> a{10, -128}, b{20, 127};
  std::array<std::int8_t, 2> out{};
  const octet::shape s{.sizes = {2, 1, 1, 1, 1, 1}, .rank = 1};
  octet::add(octet::add_args{.input1 = {a.data(), s},
                             .input2 = {b.data(), s},
                             .output = {out.data(), s},
                             .scaling = octet::aligned_scaling::from_real(
                                 octet::add_factors<std::int8_t>(1.0F, 1.0F, 1.0F)),
                             .clamp = {-128, 127}});
  return out == std::array<std::int8_t, 2>{30, -1};
}());
