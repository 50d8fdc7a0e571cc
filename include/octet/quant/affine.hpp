// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
//
// affine: the two numbers that tie a code to a real value, and the way there and back.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>

#include "octet/core/config.hpp"

namespace octet {

/// real = scale * (code - zero_point)
struct affine {
  float scale = 1.0f;           ///< positive and finite
  std::int32_t zero_point = 0;  ///< a code of the type it is used with

  friend constexpr bool operator==(const affine&, const affine&) = default;
};

/// What a code is stored in: an integer of which int32_t holds every value.
template <class T>
concept Code = std::integral<T> && !std::same_as<T, bool> &&
               (std::numeric_limits<T>::max() <= std::numeric_limits<std::int32_t>::max());

namespace detail {

// code - zero_point and its inverse stay inside int32 for small codes. Those are the hot ones, and
// a Cortex-M converts between float and int32 in one instruction but calls a function for int64.
template <Code T>
using code_sum = std::conditional_t<sizeof(T) < sizeof(std::int32_t), std::int32_t, std::int64_t>;

// Nearest integer, ties away from zero, of a value that I holds. std::round is not constexpr, and
// adding one half before truncation is wrong just below it: 0.49999997f + 0.5f is 1.
template <std::signed_integral I, std::floating_point F>
constexpr I round_half_away(F value) {
  const I whole = static_cast<I>(value);
  const F rest = value - static_cast<F>(whole);  // exact
  return whole + I{rest >= F{0.5}} - I{rest <= F{-0.5}};
}

template <Code T>
constexpr T quantize_between(affine params, float real, T low, T high) {
  using sum = code_sum<T>;
  // Beyond this many steps every zero point leads to low or high, and no sum can overflow.
  constexpr float limit = sizeof(T) < sizeof(std::int32_t) ? 0x1p30f : 0x1p32f;
  OCTET_ASSERT(low <= params.zero_point && params.zero_point <= high);
  if (real != real) return static_cast<T>(params.zero_point);
  const float steps = real / params.scale;
  // Written so that 0 / 0, where a scale breaks its contract, still takes a branch.
  const float bounded = steps > -limit ? (steps < limit ? steps : limit) : -limit;
  const sum code = round_half_away<sum>(bounded) + params.zero_point;
  return static_cast<T>(std::clamp<sum>(code, low, high));
}

}  // namespace detail

/// The code of a real value.   code = round(real / scale) + zero_point
///
/// rounding the quotient is a float; ties away from zero
/// range    saturates, infinities too; NaN becomes zero_point
/// exact    bit for bit what TensorFlow Lite's reference QUANTIZE stores
/// source   TensorFlow Lite 8-bit quantization specification
template <Code T>
[[nodiscard]] constexpr T quantize(affine params, float real) {
  using limits = std::numeric_limits<T>;
  return detail::quantize_between<T>(params, real, limits::min(), limits::max());
}

/// The real value of a code.   real = scale * (code - zero_point)
///
/// rounding the exact product to the nearest float; int32 codes pass through a double first, as in
///          TensorFlow Lite
template <Code T>
[[nodiscard]] constexpr float dequantize(affine params, T code) {
  OCTET_ASSERT(std::numeric_limits<T>::min() <= params.zero_point &&
               params.zero_point <= std::numeric_limits<T>::max());
  const auto steps = static_cast<detail::code_sum<T>>(code) - params.zero_point;
  if constexpr (sizeof(T) < sizeof(std::int32_t)) {
    return params.scale * static_cast<float>(steps);
  } else {
    return static_cast<float>(static_cast<double>(params.scale) * static_cast<double>(steps));
  }
}

/// quantize, element by element. Name T in the call: `quantize<std::int8_t>(reals, params, codes)`.
///
/// shapes   as many codes as reals
template <Code T>
constexpr void quantize(std::span<const float> reals, affine params, std::span<T> codes) {
  OCTET_ASSERT(reals.size() == codes.size());
  for (std::size_t i = 0; i < reals.size(); ++i) codes[i] = quantize<T>(params, reals[i]);
}

/// dequantize, element by element. Name T in the call: `dequantize<std::int8_t>(codes, ...)`.
///
/// shapes   as many reals as codes
template <Code T>
constexpr void dequantize(std::span<const T> codes, affine params, std::span<float> reals) {
  OCTET_ASSERT(codes.size() == reals.size());
  for (std::size_t i = 0; i < codes.size(); ++i) reals[i] = dequantize<T>(params, codes[i]);
}

}  // namespace octet
