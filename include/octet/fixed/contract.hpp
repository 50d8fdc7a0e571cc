// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Rounding contracts: the rules by which accumulator * factor becomes an integer.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace octet {

/// How accumulator * factor is rounded; one code apart on up to a tenth of the accumulators.
///
/// A contract governs the factors that the scales of tensors make, from codes or sums of products
/// to codes. Factors inside an operator's own fixed point (of SOFTMAX, LOG_SOFTMAX, LOGISTIC, TANH,
/// L2_NORMALIZATION, RSQRT, DIV, HARD_SWISH and of the comparisons) are part of the operator: B
/// rounds them once too where TensorFlow Lite built for it does, the others leave them as in A.
enum class contract : std::uint8_t {
  double_rounding,  ///< A: after the multiplication and again after the shift, as TensorFlow Lite;
                    ///< with biases of int64 C, as TensorFlow Lite too
  single_rounding,  ///< B: once, ties up, as TensorFlow Lite built for single rounding
  short_mantissa,   ///< C: a factor of 15 bits where the accumulator has 64; else as A
  in_double,        ///< D: round(double(acc) * factor), ties away from zero
  in_float,         ///< E: float(acc) * float(factor), ties to even, as XNNPACK
  power_of_two,     ///< F: an arithmetic shift, ties up; other factors are refused at load
};

inline constexpr std::array<contract, 6> all_contracts{
    contract::double_rounding, contract::single_rounding, contract::short_mantissa,
    contract::in_double,       contract::in_float,        contract::power_of_two};

/// The letter that a contract goes by: "A" ... "F".
[[nodiscard]] constexpr std::string_view letter_of(contract c) {
  return std::string_view("ABCDEF").substr(static_cast<std::size_t>(c), 1);
}

/// The contract of the factors inside an operator's own fixed point.
[[nodiscard]] constexpr contract internal_contract(contract c) {
  return c == contract::single_rounding ? c : contract::double_rounding;
}

}  // namespace octet
