// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Every SIMD target gives the codes of the scalar operators on two tensors of codes.
#include "octet/kernels/backend/simd/elementwise.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "octet/kernels/add.hpp"
#include "octet/kernels/mul.hpp"
#include "octet/kernels/sub.hpp"
#include "support/coded_tensor.hpp"
#include "support/guarded.hpp"
#include "support/simd_case.hpp"

using octet_test::coded_pair;
using octet_test::guarded;
using octet_test::random_tensor;

namespace {

template <class T>
using aligned_args = octet::basic_aligned_args<T>;
template <class T>
using mul_args = octet::basic_mul_args<T>;

struct add_case {
  template <class T>
  using args = aligned_args<T>;
  template <class T>
  static void scale(args<T>& a, float x, float y, float out) {
    a.scaling = octet::aligned_scaling::from_real(octet::add_factors<T>(x, y, out));
  }
  template <class Backend>
  static void expect(const auto& a) {
    octet::add<Backend>(a);
  }
  static bool run(const octet::simd_kernels& k, const auto& a, octet::contract c) {
    return octet::run_add(k, a, c);
  }
};

struct sub_case {
  template <class T>
  using args = aligned_args<T>;
  template <class T>
  static void scale(args<T>& a, float x, float y, float out) {
    a.scaling = octet::aligned_scaling::from_real(octet::sub_factors<T>(x, y, out));
  }
  template <class Backend>
  static void expect(const auto& a) {
    octet::sub<Backend>(a);
  }
  static bool run(const octet::simd_kernels& k, const auto& a, octet::contract c) {
    return octet::run_sub(k, a, c);
  }
};

struct squared_difference_case {
  template <class T>
  using args = aligned_args<T>;
  template <class T>
  static void scale(args<T>& a, float x, float y, float out) {
    // What a square needs, mostly.
    const float larger = std::max(x, y);
    a.scaling = octet::aligned_scaling::from_real(
        octet::squared_difference_factors<T>(x, y, out * larger * 64));
  }
  template <class Backend>
  static void expect(const auto& a) {
    octet::squared_difference<Backend>(a);
  }
  static bool run(const octet::simd_kernels& k, const auto& a, octet::contract c) {
    return octet::run_squared_difference(k, a, c);
  }
};

struct mul_case {
  template <class T>
  using args = mul_args<T>;
  template <class T>
  static void scale(args<T>& a, float x, float y, float out) {
    a.scaling = octet::multiplier::from_real(double{x} * double{y} / double{out});
  }
  template <class Backend>
  static void expect(const auto& a) {
    octet::mul<Backend>(a);
  }
  static bool run(const octet::simd_kernels& k, const auto& a, octet::contract c) {
    return octet::run_mul(k, a, c);
  }
};

/// A pair whose output holds most of what its inputs make.
template <class Case, class T>
coded_pair<T> random_pair(random_tensor& d) {
  auto p = coded_pair<T>::random(d);
  if (d.between(0, 2) != 0) {
    // Rows of lengths around those of vectors.
    octet::shape row{.rank = 1}, one{.rank = 1};
    row.sizes[0] = d.between(0, 70);
    const std::int32_t stays = d.between(0, 5);
    p.a = octet_test::coded_tensor<T>::random(d, stays == 0 ? one : row);
    p.b = octet_test::coded_tensor<T>::random(d, stays == 1 ? one : row);
    p.out = octet_test::coded_tensor<T>::random(d, row);
  }
  p.a.scale = d.scale(-6, -2);
  p.b.scale = d.between(0, 3) == 0 ? p.a.scale : d.scale(-12, -2);
  const float larger = std::max(p.a.scale, p.b.scale);
  p.out.scale = std::is_same_v<Case, mul_case> ? p.a.scale * p.b.scale * d.scale(1, 9)
                                               : larger * d.scale(-2, 2);
  return p;
}

enum class place { apart, on_first, on_second };

/// The output where `kernel` is given guarded tensors, the output's perhaps an input's.
template <class T>
std::vector<T> result_of(const coded_pair<T>& p, const auto& args, place where, auto kernel) {
  using side = typename guarded<T>::side;
  guarded<T> a(p.a.codes, side::after), b(p.b.codes, side::before);
  guarded<T> out(p.out.codes.size(), side::after);
  guarded<T>& to = where == place::on_first ? a : where == place::on_second ? b : out;
  auto moved = args;
  moved.input1.data = a.data();
  moved.input2.data = b.data();
  moved.output.data = to.data();
  kernel(moved);
  return to.copy();
}

template <class Case, class T, octet::contract C>
void check(std::uint32_t seed) {
  random_tensor d(seed);
  int taken = 0;
  for (int i = 0; i < 300; ++i) {
    auto p = random_pair<Case, T>(d);
    auto args = p.template args<typename Case::template args<T>>();
    Case::template scale<T>(args, p.a.scale, p.b.scale, p.out.scale);
    const auto expected = result_of(p, args, place::apart, [](const auto& a) {
      Case::template expect<octet::basic_scalar<C>>(a);
    });
    const bool same_a = p.a.shape == p.out.shape, same_b = p.b.shape == p.out.shape;
    const place where = same_a && i % 3 == 0   ? place::on_first
                        : same_b && i % 3 == 1 ? place::on_second
                                               : place::apart;
    bool ran = false;
    for (const octet::simd_target target : octet_test::simd_targets()) {
      CAPTURE(i);
      CAPTURE(std::string(octet::name_of(target)));
      const auto actual = result_of(
          p, args, where, [&](const auto& a) { ran = Case::run(octet::kernels_of(target), a, C); });
      if (ran) CHECK(actual == expected);
    }
    taken += ran;
  }
  CHECK(taken > 200);
}

}  // namespace

TEST_CASE_TEMPLATE("add on every target equals the scalar", T, std::int8_t, std::int16_t) {
  check<add_case, T, octet::contract::double_rounding>(41);
  check<add_case, T, octet::contract::single_rounding>(42);
}

TEST_CASE_TEMPLATE("sub on every target equals the scalar", T, std::int8_t, std::int16_t) {
  check<sub_case, T, octet::contract::double_rounding>(43);
  check<sub_case, T, octet::contract::single_rounding>(44);
}

TEST_CASE_TEMPLATE("squared_difference on every target equals the scalar", T, std::int8_t,
                   std::int16_t) {
  check<squared_difference_case, T, octet::contract::double_rounding>(51);
  check<squared_difference_case, T, octet::contract::single_rounding>(52);
}

TEST_CASE_TEMPLATE("maximum and minimum on every target equal the scalar", T, std::int8_t,
                   std::int16_t) {
  random_tensor d(53);
  for (int i = 0; i < 200; ++i) {
    CAPTURE(i);
    const auto p = random_pair<add_case, T>(d);
    const octet::plain_args<T> args{.input1 = {nullptr, p.a.shape},
                                    .input2 = {nullptr, p.b.shape},
                                    .output = {nullptr, p.out.shape}};
    const auto larger = result_of(p, args, place::apart,
                                  [](const auto& a) { octet::combine<octet::plain::maximum>(a); });
    const auto smaller = result_of(p, args, place::apart,
                                   [](const auto& a) { octet::combine<octet::plain::minimum>(a); });
    const place where = p.a.shape == p.out.shape && i % 3 == 0   ? place::on_first
                        : p.b.shape == p.out.shape && i % 3 == 1 ? place::on_second
                                                                 : place::apart;
    for (const octet::simd_target target : octet_test::simd_targets()) {
      CAPTURE(std::string(octet::name_of(target)));
      const auto& k = octet::kernels_of(target);
      CHECK(result_of(p, args, where, [&](const auto& a) { octet::run_maximum(k, a); }) == larger);
      CHECK(result_of(p, args, where, [&](const auto& a) { octet::run_minimum(k, a); }) == smaller);
    }
  }
}

TEST_CASE_TEMPLATE("prelu on every target equals the scalar", T, std::int8_t, std::int16_t) {
  random_tensor d(54);
  int taken = 0;
  const auto check_rule = [&]<octet::contract C>(std::integral_constant<octet::contract, C>) {
    for (int i = 0; i < 150; ++i) {
      CAPTURE(i);
      octet::shape row{.rank = 2}, channels{.rank = 1};
      row.sizes[0] = d.between(1, 3);
      row.sizes[1] = d.between(0, 70);
      channels.sizes[0] = d.between(0, 3) == 0 ? 1 : row.sizes[1];
      const auto x = octet_test::coded_tensor<T>::random(d, row);
      const auto slopes =
          octet_test::coded_tensor<std::int8_t>::random(d, d.between(0, 3) == 0 ? row : channels);
      octet::prelu_args<T, std::int8_t> args{
          .input = {nullptr, row},
          .alpha = {nullptr, slopes.shape},
          .output = {nullptr, row},
          .input_zero_point = x.zero_point,
          .alpha_zero_point = slopes.zero_point,
          .output_zero_point = x.zero_point,
          .identity = octet::multiplier::from_real(double{d.scale(-2, 2)}),
          .slope = octet::multiplier::from_real(double{d.scale(-10, 0)})};
      const auto run = [&](bool in_place, auto kernel) {
        using side = typename guarded<T>::side;
        guarded<T> in(x.codes, side::before), out(x.codes.size(), side::after);
        guarded<std::int8_t> alpha(slopes.codes, guarded<std::int8_t>::side::after);
        args.input.data = in.data();
        args.alpha.data = alpha.data();
        args.output.data = in_place ? in.data() : out.data();
        kernel(args);
        return in_place ? in.copy() : out.copy();
      };
      const auto expected =
          run(false, [](const auto& a) { octet::prelu<octet::basic_scalar<C>>(a); });
      bool ran = false;
      for (const octet::simd_target target : octet_test::simd_targets()) {
        CAPTURE(std::string(octet::name_of(target)));
        const auto actual = run(i % 2 == 0, [&](const auto& a) {
          ran = octet::run_prelu(octet::kernels_of(target), a, C);
        });
        if (ran) CHECK(actual == expected);
      }
      taken += ran;
    }
  };
  check_rule(std::integral_constant<octet::contract, octet::contract::double_rounding>{});
  check_rule(std::integral_constant<octet::contract, octet::contract::single_rounding>{});
  CHECK(taken > 200);
}

TEST_CASE_TEMPLATE("mul on every target equals the scalar", T, std::int8_t, std::int16_t) {
  check<mul_case, T, octet::contract::double_rounding>(45);
  check<mul_case, T, octet::contract::single_rounding>(46);
}

TEST_CASE_TEMPLATE("one scaling equals the contract's own words", C,
                   std::integral_constant<octet::contract, octet::contract::double_rounding>,
                   std::integral_constant<octet::contract, octet::contract::single_rounding>) {
  random_tensor d(47);
  int taken = 0;
  for (int i = 0; i < 100000; ++i) {
    const octet::multiplier m{i % 7 == 0 ? 1 << 30 : d.between(1 << 30, 0x7fffffff),
                              -d.between(0, 31)};
    const std::int32_t zero = i % 2 == 0 ? 0 : d.between(-128, 127);
    const auto s = octet::simd_scaling::of(m, zero, C::value);
    if (!s) continue;
    ++taken;
    constexpr std::int32_t most = 1 << 30;
    const std::int32_t x = i % 11 == 0   ? most
                           : i % 11 == 1 ? -most
                           : i % 11 == 2 ? 0
                                         : d.between(-most, most) >> d.between(0, 30);
    REQUIRE((*s)(x) == octet::requantize<C::value>(x, m) + zero);
  }
  CHECK(taken > 50000);
}

TEST_CASE("a factor of 1 and more is left to the scalar kernel") {
  std::vector<std::int8_t> x(3), out(3);
  octet::shape three{.rank = 1};
  three.sizes[0] = 3;
  const octet::basic_mul_args<std::int8_t> a{.input1 = {x.data(), three},
                                             .input2 = {x.data(), three},
                                             .output = {out.data(), three},
                                             .scaling = octet::multiplier::from_real(1.0)};
  CHECK(!octet::run_mul(octet::kernels_of(octet::simd_target::portable), a));
}

TEST_CASE("every target looks codes up in a table, also over the input") {
  octet_test::dice d(61);
  using bytes = guarded<std::uint8_t>;
  std::vector<std::uint8_t> table(256);
  for (auto& entry : table) entry = static_cast<std::uint8_t>(d.between(0, 255));
  for (std::size_t n = 0; n < 330; n += n < 130 ? 1 : 37) {
    CAPTURE(n);
    std::vector<std::uint8_t> from(n), expected(n);
    for (std::size_t i = 0; i < n; ++i) {
      from[i] =
          static_cast<std::uint8_t>(n > 256 ? i : static_cast<std::size_t>(d.between(0, 255)));
      expected[i] = table[from[i]];
    }
    const auto side = d.chance(2) ? bytes::side::after : bytes::side::before;
    for (const octet::simd_target target : octet_test::simd_targets()) {
      CAPTURE(name_of(target));
      bytes in(from, side), entries(table, side), out(n, side);
      octet::kernels_of(target).lookup({in.data(), out.data(), n, entries.data()});
      CHECK(out.copy() == expected);
      octet::kernels_of(target).lookup({in.data(), in.data(), n, entries.data()});
      CHECK(in.copy() == expected);
    }
  }
}
