// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Activations that operators can fuse, and the range of codes to which they clamp.
#pragma once

#include <cstdint>
#include <limits>

namespace octet {

/// Fused activations, numbered as in the .tflite schema.
enum class activation : std::int8_t {
  none = 0,
  relu = 1,
  relu_n1_to_1 = 2,
  relu6 = 3,
  tanh = 4,
  sign_bit = 5
};

/// Inclusive range to which an operator clamps its output, in codes (or real values for float).
template <class T>
struct clamp_range {
  T min = std::numeric_limits<T>::lowest();
  T max = std::numeric_limits<T>::max();

  friend constexpr bool operator==(const clamp_range&, const clamp_range&) = default;
};

/// The range that holds every value, infinities included.
template <class T>
inline constexpr clamp_range<T> unclamped =
    std::numeric_limits<T>::has_infinity
        ? clamp_range<T>{-std::numeric_limits<T>::infinity(), std::numeric_limits<T>::infinity()}
        : clamp_range<T>{};

/// The codes between which an activation clamps.   code = zero_point + round(limit / scale)
///
/// rounding half away from zero, in float, as TensorFlow Lite does at preparation
template <class Code>
constexpr clamp_range<std::int32_t> code_range(activation act, float scale,
                                               std::int32_t zero_point) {
  constexpr std::int32_t lowest = std::numeric_limits<Code>::min();
  constexpr std::int32_t highest = std::numeric_limits<Code>::max();
  const auto code = [&](float real) {
    const float scaled = real / scale;
    // Past the type's range the clamp below decides; without this bound the cast would be
    // undefined.
    if (scaled > 1e9F) return highest;
    if (scaled < -1e9F) return lowest;
    return zero_point + static_cast<std::int32_t>(scaled < 0 ? scaled - 0.5F : scaled + 0.5F);
  };
  const auto at_least = [&](std::int32_t v) {
    return v < lowest ? lowest : v > highest ? highest : v;
  };
  switch (act) {
    case activation::relu:
      return {at_least(code(0.0F)), highest};
    case activation::relu6:
      return {at_least(code(0.0F)), at_least(code(6.0F))};
    case activation::relu_n1_to_1:
      return {at_least(code(-1.0F)), at_least(code(1.0F))};
    default:
      return {lowest, highest};
  }
}

/// The real values, or plain integers, between which an activation clamps.
template <class T = float>
constexpr clamp_range<T> real_range(activation act) {
  switch (act) {
    case activation::relu:
      return {T{0}, std::numeric_limits<T>::max()};
    case activation::relu6:
      return {T{0}, T{6}};
    case activation::relu_n1_to_1:
      return {static_cast<T>(-1), T{1}};
    default:
      return {};
  }
}

template <class T>
constexpr T clamp_to(T value, clamp_range<T> range) {
  return value < range.min ? range.min : value > range.max ? range.max : value;
}

}  // namespace octet
