// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The scalar backend under each contract: which rule each word follows, and a kernel of q<m, n>.
#include "octet/kernels/backend/scalar.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "octet/fixed/span.hpp"
#include "octet/kernels/backend/backend.hpp"
#include "octet/kernels/fully_connected.hpp"

using octet::basic_scalar;
using octet::contract;
using octet::multiplier;

namespace {

template <contract... C>
constexpr bool are_backends = (octet::KernelBackend<basic_scalar<C>> && ...);
static_assert(
    are_backends<contract::double_rounding, contract::single_rounding, contract::short_mantissa,
                 contract::in_double, contract::in_float, contract::power_of_two>);
static_assert(!octet::KernelBackend<contract>);

/// Calls f.operator()<C>() for every contract.
template <class F>
void for_each_contract(F f) {
  f.template operator()<contract::double_rounding>();
  f.template operator()<contract::single_rounding>();
  f.template operator()<contract::short_mantissa>();
  f.template operator()<contract::in_double>();
  f.template operator()<contract::in_float>();
  f.template operator()<contract::power_of_two>();
}

}  // namespace

TEST_CASE("every letter, in the order of the enumerators") {
  std::string letters;
  for (const contract c : octet::all_contracts) letters += octet::letter_of(c);
  CHECK(letters == "ABCDEF");
}

TEST_CASE("words follow the contract; a fixed point follows A or B") {
  std::mt19937_64 random(1);
  for (int i = 0; i < 2000; ++i) {
    const auto acc = static_cast<std::int32_t>(random()) >> (random() % 20);
    const double real = 0x1p-12 * static_cast<double>(1U << random() % 8);
    const multiplier fixed = multiplier::from_real(real * 1.3);
    const std::int32_t once = octet::requantize<contract::single_rounding>(acc, fixed);
    const std::int32_t twice = octet::requantize<contract::double_rounding>(acc, fixed);
    for_each_contract([&]<contract C>() {
      using backend = basic_scalar<C>;
      const multiplier m = octet::encode<C>(real).value_or(multiplier{});
      CHECK(backend::rounding_contract == C);
      CHECK(backend::requantize(acc, m) == octet::requantize<C>(acc, m));
      CHECK(backend::requantize_wide(acc, m) == octet::requantize_wide<C>(acc, m));
      CHECK(backend::multiply(acc, fixed) == (C == contract::single_rounding ? once : twice));
      const bool real_rule =
          C == contract::in_double || C == contract::in_float || C == contract::power_of_two;
      CHECK(backend::requantize_16x8(acc, m) ==
            (real_rule ? octet::requantize_wide<C>(acc, m) : octet::requantize_16x8(acc, m)));
    });
  }
}

TEST_CASE("fully_connected of q<0, 7> and q<1, 6> to q<2, 5> is dot and narrow") {
  using octet::q;
  constexpr std::size_t depth = 24, channels = 7;
  using sum = octet::dot_q<depth + 1, q<0, 7>, q<1, 6>>;
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    const auto code = [&] { return static_cast<std::int8_t>(random()); };
    std::array<std::int8_t, depth> x{};
    std::array<std::int8_t, depth * channels> w{};
    std::array<std::int32_t, channels> bias{};
    for (std::int8_t& c : x) c = code();
    for (std::int8_t& c : w) c = code();
    for (std::int32_t& c : bias) c = 100 * code();
    std::array<std::int8_t, channels> out{};
    // Products have 13 bits of fraction, the output 5.
    const auto scaling = octet::encode<contract::power_of_two>(0x1p-8);
    REQUIRE(scaling.has_value());
    octet::fully_connected<basic_scalar<contract::power_of_two>>(octet::fully_connected_args{
        .input = {x.data(), {1, static_cast<std::int32_t>(depth)}},
        .filter = {w.data(),
                   {static_cast<std::int32_t>(channels), static_cast<std::int32_t>(depth)}},
        .bias = bias.data(),
        .output = {out.data(), {1, static_cast<std::int32_t>(channels)}},
        .requantize = {.multipliers = &*scaling, .per_channel = false, .clamp = {-128, 127}}});
    std::vector<q<0, 7>> qx;
    for (const std::int8_t c : x) qx.push_back(q<0, 7>::from_code(c));
    for (std::size_t o = 0; o < channels; ++o) {
      std::vector<q<1, 6>> row;
      for (std::size_t i = 0; i < depth; ++i) row.push_back(q<1, 6>::from_code(w[o * depth + i]));
      const auto products = octet::dot<depth>(qx, row);
      const auto total = sum::from_code(products.code() + bias[o]);
      const auto expected = octet::narrow<q<2, 5>, octet::half_up, octet::saturate>(total);
      CHECK(out[o] == expected.code());
    }
  }
}
