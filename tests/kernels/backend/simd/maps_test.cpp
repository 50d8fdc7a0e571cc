// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Every SIMD target gives the codes of the scalar kernels that make a code of each code, of 16 bits
// on one side at least, and of softmax_int16.
#include "octet/kernels/backend/simd/maps.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <string>
#include <type_traits>
#include <vector>

#include "octet/kernels/abs.hpp"
#include "support/guarded.hpp"
#include "support/kernel_oracle.hpp"
#include "support/simd_case.hpp"

using octet::contract;
using octet_test::dice;
using octet_test::guarded;

namespace {

/// Checks that every target makes of some codes what the scalar kernel makes of them, also where
/// the output is the input. run(input, output, count) gives the arguments of both.
template <class To, class From>
void check_targets(dice& d, const std::vector<From>& codes, auto args, auto scalar, auto simd) {
  using side_of_from = typename guarded<From>::side;
  using side_of_to = typename guarded<To>::side;
  const bool after = d.chance(2);
  const auto count = static_cast<std::int32_t>(codes.size());
  guarded<From> in(codes, after ? side_of_from::after : side_of_from::before);
  guarded<To> out(codes.size(), after ? side_of_to::after : side_of_to::before);
  scalar(args(in.data(), out.data(), count));
  const std::vector<To> expected = out.copy();
  for (const octet::simd_target target : octet_test::simd_targets()) {
    CAPTURE(std::string(octet::name_of(target)));
    guarded<To> to(codes.size(), after ? side_of_to::after : side_of_to::before);
    if (!simd(octet::kernels_of(target), args(in.data(), to.data(), count))) continue;
    CHECK(to.copy() == expected);
    if constexpr (std::is_same_v<From, To>) {
      guarded<To> both(codes, after ? side_of_to::after : side_of_to::before);
      CHECK(simd(octet::kernels_of(target), args(both.data(), both.data(), count)));
      CHECK(both.copy() == expected);
    }
  }
}

template <class T>
std::vector<T> some_codes(dice& d) {
  auto codes = d.codes<T>(static_cast<std::size_t>(d.between(0, d.chance(3) ? 130 : 35)));
  if (!codes.empty() && d.chance(2)) codes.front() = std::numeric_limits<T>::min();
  if (!codes.empty() && d.chance(2)) codes.back() = std::numeric_limits<T>::max();
  return codes;
}

/// From 2^-12 to 2^12, now and then 1, or what no fast formula takes.
octet::multiplier some_factor(dice& d) {
  if (d.chance(8)) return octet::multiplier::from_real(1.0);
  return octet::multiplier::from_real(d.chance(8) ? d.factor() : double{d.scale(-12, 12)});
}

template <class From, class To, contract C>
void check_rescale(std::uint32_t seed) {
  dice d(seed);
  int taken = 0;
  for (int i = 0; i < 200; ++i) {
    CAPTURE(i);
    using limits = std::numeric_limits<To>;
    octet::basic_rescale_args<From, To> a{
        .input_zero_point = sizeof(From) == 1 || d.chance(4) ? d.code<From>() : 0,
        .output_zero_point = sizeof(To) < 4 && d.chance(2) ? d.code<std::int8_t>() : 0,
        .scaling = some_factor(d),
        .clamp = {limits::min(), limits::max()}};
    if (d.chance(3)) a.clamp = {d.between(-100, 0), d.between(0, 100)};
    const auto args = [&](const From* in, To* out, std::int32_t n) {
      a.input = {in, {n}};
      a.output = {out, {n}};
      return a;
    };
    using scalar = octet::basic_scalar<C>;
    bool ran = false;
    check_targets<To>(
        d, some_codes<From>(d), args, [](const auto& x) { octet::rescale<scalar>(x); },
        [&](const auto& k, const auto& x) { return ran = octet::run_rescale(k, x, C); });
    taken += ran;
    if constexpr (std::is_same_v<From, To>) {
      check_targets<To>(
          d, some_codes<From>(d), args, [](const auto& x) { octet::abs<scalar>(x); },
          [](const auto& k, const auto& x) { return octet::run_abs(k, x, C); });
    }
  }
  CHECK(taken > 100);
}

template <class From, class To>
void check_rescale(std::uint32_t seed) {
  check_rescale<From, To, contract::double_rounding>(seed);
  check_rescale<From, To, contract::single_rounding>(seed + 1);
}

template <contract C>
void check_leaky_relu(std::uint32_t seed) {
  dice d(seed);
  int taken = 0;
  for (int i = 0; i < 200; ++i) {
    CAPTURE(i);
    octet::leaky_relu_args<std::int16_t> a{.identity = some_factor(d), .slope = some_factor(d)};
    if (d.chance(4)) a.input_zero_point = d.between(-32768, 32767);
    if (d.chance(4)) a.output_zero_point = d.between(-300, 300);
    if (d.chance(8)) a.slope = octet::multiplier::from_real(-0.25);
    bool ran = false;
    check_targets<std::int16_t>(
        d, some_codes<std::int16_t>(d),
        [&](const std::int16_t* in, std::int16_t* out, std::int32_t n) {
          a.input = {in, {n}};
          a.output = {out, {n}};
          return a;
        },
        [](const auto& x) { octet::leaky_relu<octet::basic_scalar<C>>(x); },
        [&](const auto& k, const auto& x) { return ran = octet::run_leaky_relu(k, x, C); });
    taken += ran;
  }
  CHECK(taken > 100);
}

template <contract C>
void check_softmax(std::uint32_t seed) {
  dice d(seed);
  int taken = 0;
  for (int i = 0; i < 200; ++i) {
    CAPTURE(i);
    const std::int32_t depth = d.between(0, d.chance(3) ? 130 : 35), rows = d.between(0, 3);
    auto codes = d.codes<std::int16_t>(static_cast<std::size_t>(depth * rows));
    // All alike, or close to each other.
    const int bits = d.chance(3) ? d.between(1, 16) : 0;
    for (auto& code : codes) code = static_cast<std::int16_t>(code >> bits);
    const auto factor = d.chance(10) ? d.factor() : double{d.scale(-6, 14)};
    const auto args = [&](const std::int16_t* in, std::int16_t* out, std::int32_t) {
      return octet::softmax_int16_args{.input = {in, {rows, depth}},
                                       .output = {out, {rows, depth}},
                                       .scaling = octet::multiplier::from_real(factor)};
    };
    bool ran = false;
    check_targets<std::int16_t>(
        d, codes, args, [](const auto& x) { octet::softmax_int16<octet::basic_scalar<C>>(x); },
        [&](const auto& k, const auto& x) { return ran = octet::run_softmax_int16(k, x, C); });
    taken += ran;
  }
  CHECK(taken > 150);
}

}  // namespace

TEST_CASE("rescale and abs on every target equal the scalar") {
  check_rescale<std::int8_t, std::int16_t>(81);
  check_rescale<std::int8_t, std::int32_t>(83);
  check_rescale<std::int16_t, std::int8_t>(85);
  check_rescale<std::int16_t, std::int16_t>(87);
  check_rescale<std::int16_t, std::int32_t>(89);
}

TEST_CASE("leaky_relu of int16 codes on every target equals the scalar") {
  check_leaky_relu<contract::double_rounding>(91);
  check_leaky_relu<contract::single_rounding>(92);
}

TEST_CASE("a table with lines on every target equals the scalar, also one with long lines") {
  dice d(93);
  for (int i = 0; i < 200; ++i) {
    CAPTURE(i);
    auto entries = d.codes<std::int16_t>(octet::interpolation_size);
    const int bits = d.chance(2) ? d.between(1, 12) : 0;
    for (auto& entry : entries) entry = static_cast<std::int16_t>(entry >> bits);
    const guarded<std::int16_t>::side side =
        d.chance(2) ? guarded<std::int16_t>::side::after : guarded<std::int16_t>::side::before;
    guarded<std::int16_t> table(entries, side);
    check_targets<std::int16_t>(
        d, some_codes<std::int16_t>(d),
        [&](const std::int16_t* in, std::int16_t* out, std::int32_t n) {
          return octet::lookup_args<std::int16_t>{
              .input = {in, {n}}, .output = {out, {n}}, .table = table.data()};
        },
        [](const auto& x) { octet::lookup(x); },
        [](const auto& k, const auto& x) {
          octet::run_lookup(k, x);
          return true;
        });
  }
}

TEST_CASE("logistic and tanh of every int16 code on every target equal the scalar") {
  dice d(94);
  std::vector<std::int16_t> all(65536);
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::int16_t>(i);
  for (int i = 0; i < 60; ++i) {
    CAPTURE(i);
    const bool is_tanh = d.chance(2);
    const float scale = d.chance(6) ? 0x1p-12F : d.chance(6) ? 0x1p-11F : d.scale(-30, 1);
    octet::sigmoid_args<std::int16_t> a{
        .scaling = octet::sigmoid_scaling<std::int16_t>::from_real(scale, is_tanh)};
    check_targets<std::int16_t>(
        d, i < 15 ? all : some_codes<std::int16_t>(d),
        [&](const std::int16_t* in, std::int16_t* out, std::int32_t n) {
          a.input = {in, {n}};
          a.output = {out, {n}};
          return a;
        },
        [&](const auto& x) { is_tanh ? octet::tanh(x) : octet::logistic(x); },
        [&](const auto& k, const auto& x) {
          is_tanh ? octet::run_tanh(k, x) : octet::run_logistic(k, x);
          return true;
        });
  }
}

TEST_CASE("softmax_int16 on every target equals the scalar") {
  check_softmax<contract::double_rounding>(95);
  check_softmax<contract::single_rounding>(96);
}
