// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The scalar backend with a contract that is chosen at run time: every kernel compiled once, not
// once a contract.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "octet/kernels/backend/scalar.hpp"
#include "octet/model/context.hpp"

namespace octet::convert {

namespace detail {

/// What depends on the contract.
struct contract_words {
  std::int32_t (*requantize)(std::int32_t, multiplier);
  std::int32_t (*requantize_wide)(std::int64_t, multiplier);
  std::int32_t (*requantize_16x8)(std::int64_t, multiplier);
  std::int32_t (*multiply)(std::int32_t, multiplier);
  const factor_encoder* encoder;
};

template <contract C>
inline constexpr contract_words words_under{
    &basic_scalar<C>::requantize, &basic_scalar<C>::requantize_wide,
    &basic_scalar<C>::requantize_16x8, &basic_scalar<C>::multiply, &encoder_of<C>};

/// In the order of the enumerators.
inline constexpr std::array<contract_words, all_contracts.size()> contract_words_of{
    words_under<contract::double_rounding>, words_under<contract::single_rounding>,
    words_under<contract::short_mantissa>,  words_under<contract::in_double>,
    words_under<contract::in_float>,        words_under<contract::power_of_two>};

}  // namespace detail

/// How load makes the multipliers for a contract.
inline const factor_encoder& encoder_for(contract c) {
  return *detail::contract_words_of[static_cast<std::size_t>(c)].encoder;
}

/// A backend that computes as basic_scalar of the contract chosen last. Its words are functions
/// without an object, so the choice is the thread's.
class chosen_scalar : public basic_scalar<contract::double_rounding> {
 public:
  static void choose(contract c) {
    words_ = &detail::contract_words_of[static_cast<std::size_t>(c)];
  }

  static std::int32_t requantize(std::int32_t accumulator, multiplier m) {
    return words_->requantize(accumulator, m);
  }
  static std::int32_t requantize_wide(std::int64_t accumulator, multiplier m) {
    return words_->requantize_wide(accumulator, m);
  }
  static std::int32_t requantize_16x8(std::int64_t accumulator, multiplier m) {
    return words_->requantize_16x8(accumulator, m);
  }
  static std::int32_t multiply(std::int32_t x, multiplier m) { return words_->multiply(x, m); }

  template <class T>
  static void add_scaled(std::int32_t* sums, elements<const T> x, std::int32_t step,
                         std::int32_t zero_point, int left, multiplier m, std::int32_t n) {
    octet::detail::add_scaled<chosen_scalar>(sums, x, step, zero_point, left, m, n);
  }

  template <class Accumulator = accumulator_32, class T>
  static void requantize_row(const typename Accumulator::sum* sums, const requantization& r,
                             std::int32_t channel, elements<T> out, std::int32_t n) {
    octet::detail::requantize_row<chosen_scalar, Accumulator>(sums, r, channel, out, n);
  }

 private:
  static inline thread_local const detail::contract_words* words_ = &detail::contract_words_of[0];
};

}  // namespace octet::convert
