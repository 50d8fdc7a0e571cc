// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
//
// Schemes: which codes a tensor may use, and whether zero must sit in their middle.
#pragma once

#include <concepts>
#include <cstdint>

#include "octet/quant/affine.hpp"

namespace octet {

/// A scheme as a value, for tools that learn at run time which one to use.
struct code_limits {
  std::int32_t min_code;
  std::int32_t max_code;
  bool symmetric;             ///< zero_point is 0 and scale is set by the larger magnitude
  bool power_of_two = false;  ///< so is the scale; symmetric only

  friend constexpr bool operator==(const code_limits&, const code_limits&) = default;
};

/// A scheme as a type: codes [Min, Max] stored in T.
template <Code T, T Min, T Max, bool Symmetric, bool PowerOfTwo = false>
struct basic_scheme {
  static_assert(Min < Max && (!Symmetric || (Min < 0 && Max > 0)));
  static_assert(Symmetric || !PowerOfTwo);
  using code_type = T;
  static constexpr T min_code = Min;
  static constexpr T max_code = Max;
  static constexpr bool symmetric = Symmetric;
  static constexpr bool power_of_two = PowerOfTwo;
};

/// What `choose`, `quantize` and the observers ask of a scheme.
template <class S>
concept Scheme = Code<typename S::code_type> && requires {
  { S::min_code } -> std::convertible_to<typename S::code_type>;
  { S::max_code } -> std::convertible_to<typename S::code_type>;
  { S::symmetric } -> std::convertible_to<bool>;
  { S::power_of_two } -> std::convertible_to<bool>;
};

/// Weights. Narrow: without -128 a product of two codes fits 15 bits, and negation is exact.
using int8_symmetric = basic_scheme<std::int8_t, -127, 127, true>;
/// Activations.
using int8_asymmetric = basic_scheme<std::int8_t, -128, 127, false>;

/// Weights of 4 bits, packed two a byte where they are stored.
using int4_symmetric = basic_scheme<std::int8_t, -7, 7, true>;
/// Activations of unsigned codes.
using uint8_asymmetric = basic_scheme<std::uint8_t, 0, 255, false>;
/// Weights beside them, which have a zero point too. Without 0, as TensorFlow trained them.
using uint8_weights = basic_scheme<std::uint8_t, 1, 255, false>;
/// Activations of 16 bits.
using int16_symmetric = basic_scheme<std::int16_t, -32767, 32767, true>;

/// Qm.n, for weights and activations alike: the code is that of q<m, n>, so that a network needs
/// shifts only (contract F).
using int8_qmn = basic_scheme<std::int8_t, -128, 127, true, true>;
using int16_qmn = basic_scheme<std::int16_t, -32768, 32767, true, true>;

/// A scheme for weights, and the one for activations that goes with it.
template <Scheme Weights, Scheme Activations>
struct scheme_pair {
  using weights = Weights;
  using activations = Activations;
};
using ss_sa = scheme_pair<int8_symmetric, int8_asymmetric>;
using ss_ua = scheme_pair<int8_symmetric, uint8_asymmetric>;
using ua_ua = scheme_pair<uint8_weights, uint8_asymmetric>;
using qmn = scheme_pair<int8_qmn, int8_qmn>;
using int16x8 = scheme_pair<int8_symmetric, int16_symmetric>;
using qmn_int16x8 = scheme_pair<int8_qmn, int16_qmn>;

template <Scheme S>
inline constexpr code_limits limits_of{S::min_code, S::max_code, S::symmetric, S::power_of_two};

/// The code of a real value within the codes of a scheme, which may be narrower than its type;
/// otherwise as `quantize<T>`.
template <Scheme S>
[[nodiscard]] constexpr typename S::code_type quantize(affine params, float real) {
  return detail::quantize_between<typename S::code_type>(params, real, S::min_code, S::max_code);
}

}  // namespace octet
