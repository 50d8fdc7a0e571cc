// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// LOGISTIC and TANH of 8-bit codes in fixed point, of 16-bit codes by table.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "octet/core/tensor.hpp"
#include "octet/fixed/math.hpp"
#include "octet/fixed/multiplier.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/sigmoid_table.hpp"

namespace octet {

/// How codes of an input become the arguments of logistic and tanh.
template <class T>
struct sigmoid_scaling;

/// 8-bit codes become Q4.27.
template <>
struct sigmoid_scaling<std::int8_t> {
  static constexpr int integer_bits = 4;

  std::int32_t zero_point = 0;
  std::int32_t radius = 0;  ///< codes as far from zero_point as this, or further, saturate
  multiplier input{};

  static constexpr sigmoid_scaling from_real(float scale, std::int32_t zero) {
    constexpr int fraction = 31 - integer_bits;
    constexpr std::int64_t reach = ((std::int64_t{1} << integer_bits) - 1) << fraction;
    const double real = double{scale} * (1 << fraction);
    const multiplier m = multiplier::from_real(real);
    // From 2^30 on the shift is 31 or more, and less than one code is left.
    const std::int64_t radius = real < 0x1p30 ? reach >> (m.shift < 0 ? 0 : m.shift) : 0;
    return {zero, static_cast<std::int32_t>(radius), m};
  }
};

/// 16-bit codes become steps of 1 / (24 * 512): code * factor / 2^shift.
template <>
struct sigmoid_scaling<std::int16_t> {
  std::int32_t factor = 0;  ///< up to 65535, so that the product stays inside int32
  std::int32_t shift = 0;

  /// Whether a scale is a power of two, to within a thousandth of an octave.
  static constexpr bool is_power(float scale, double power) {
    constexpr double thousandth = 1.00069338746258;  // 2^0.001
    return double{scale}<power * thousandth&& double{scale} * thousandth> power;
  }

  /// `doubles`: twice 2^-12 too is taken for the power of two that it is, as TANH does.
  /// A scale above 16/3 gives a factor that is too large.
  static constexpr sigmoid_scaling from_real(float scale, bool doubles) {
    if (is_power(scale, 0x1p-12)) return {3, 0};
    if (doubles && is_power(scale, 0x1p-11)) return {6, 0};
    double factor = double{scale} * 4096.0 * 3.0;
    std::int32_t shift = 0;
    for (; factor <= 32767.0 / 2.0 && shift <= 30; ++shift) factor *= 2;
    return {static_cast<std::int32_t>(factor < 0x1p30 ? factor : 0x1p30), shift};
  }

  constexpr std::int32_t place(std::int16_t code) const {
    const std::int32_t half = shift > 0 ? std::int32_t{1} << (shift - 1) : 0;
    return (code * factor + half) >> shift;
  }
};

/// Arguments of logistic and tanh.
template <class T>
struct sigmoid_args {
  tensor<const T, extents<dynamic>> input{};
  tensor<T, extents<dynamic>> output{};
  sigmoid_scaling<T> scaling{};
};

namespace detail {

/// f maps Q4.27 to Q0.31; the output has `fraction` bits and the given zero point.
template <class Backend, class F>
constexpr void saturating_function(const sigmoid_args<std::int8_t>& a, int fraction,
                                   std::int32_t output_zero_point, F f) {
  constexpr clamp_range<std::int32_t> codes{-128, 127};
  const sigmoid_scaling<std::int8_t>& s = a.scaling;
  const std::size_t count = a.output.count();
  for (std::size_t i = 0; i < count; ++i) {
    const std::int32_t x = a.input.data[i] - s.zero_point;
    std::int32_t code = codes.max;
    if (x <= -s.radius) {
      code = codes.min;
    } else if (x < s.radius) {
      const std::int32_t value = f(Backend::multiply(x, s.input));
      code = clamp_to(rounding_divide_by_pot(value, 31 - fraction) + output_zero_point, codes);
    }
    a.output.data.store(i, static_cast<std::int8_t>(code));
  }
}

template <class F>
constexpr void table_function(const sigmoid_args<std::int16_t>& a, F f) {
  const std::size_t count = a.output.count();
  for (std::size_t i = 0; i < count; ++i)
    a.output.data.store(i, f(a.scaling.place(a.input.data[i])));
}

}  // namespace detail

/// Quantized logistic function.   out = 1 / (1 + exp(-x)), in real units
///
/// shapes   any, the same
/// units    int8: output scale 1/256, zero_point -128. int16: 1/32768, 0
/// rounding int8 in Q4.27, the result to nearest, ties away from zero; int16 as logistic_by_table
/// memory   no heap, no scratch; the output may lie on the input
/// errors   none here: model/ops/logistic.hpp checks
/// exact    every backend returns the codes of logistic<scalar>
/// source   TensorFlow Lite reference kernel, LOGISTIC
template <class Backend = scalar, class T>
constexpr void logistic(const sigmoid_args<T>& a) {
  if constexpr (sizeof(T) == 1) {
    detail::saturating_function<Backend>(a, 8, -128, [](std::int32_t x) {
      return fixed_logistic<sigmoid_scaling<T>::integer_bits>(x);
    });
  } else {
    detail::table_function(a, logistic_by_table);
  }
}

/// Quantized hyperbolic tangent.   out = tanh(x), in real units
///
/// shapes   any, the same
/// units    int8: output scale 1/128, zero_point 0. int16: 1/32768, 0
/// rounding int8 in Q4.27, the result to nearest, ties away from zero; int16 as tanh_by_table
/// memory   no heap, no scratch; the output may lie on the input
/// errors   none here: model/ops/tanh.hpp checks
/// exact    every backend returns the codes of tanh<scalar>
/// source   TensorFlow Lite reference kernel, TANH
template <class Backend = scalar, class T>
constexpr void tanh(const sigmoid_args<T>& a) {
  if constexpr (sizeof(T) == 1) {
    detail::saturating_function<Backend>(
        a, 7, 0, [](std::int32_t x) { return fixed_tanh<sigmoid_scaling<T>::integer_bits>(x); });
  } else {
    detail::table_function(a, tanh_by_table);
  }
}

}  // namespace octet
