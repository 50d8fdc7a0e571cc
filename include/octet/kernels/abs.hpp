// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// ABS of codes and of numbers, and NEG of numbers.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/plain.hpp"
#include "octet/kernels/rescale.hpp"

namespace octet {

/// Element by element.   out = clamp(|input - input_zero_point| * scaling + output_zero_point)
///
/// shapes   any, the same
/// units    int8 or int16 codes
/// rounding contract A unless the backend is told otherwise; equal scales change no code
/// memory   no heap, no scratch; the output may lie on the input
/// errors   none here: model/ops/abs.hpp checks
/// exact    every backend returns the codes of abs<scalar>
/// source   TensorFlow Lite reference kernel, ABS
template <class Backend = scalar, class T>
constexpr void abs(const basic_rescale_args<T, T>& a) {
  const requantization to{.zero_point = a.output_zero_point, .clamp = a.clamp};
  const std::size_t count = a.output.count();
  for (std::size_t i = 0; i < count; ++i) {
    const std::int32_t difference = a.input.data[i] - a.input_zero_point;
    const std::int32_t scaled =
        Backend::requantize(difference < 0 ? -difference : difference, a.scaling);
    a.output.data.store(i, static_cast<T>(to.code(scaled)));
  }
}

/// Arguments of abs and neg of numbers.
template <class T>
struct plain_unary_args {
  tensor<const T, extents<dynamic>> input{};
  tensor<T, extents<dynamic>> output{};
};

/// Element by element.   out = -input; the lowest integer stays as it is
///
/// shapes   any, the same
/// memory   no heap, no scratch; the output may lie on the input
/// errors   none here: model/ops/abs.hpp checks
/// source   TensorFlow Lite reference kernel, NEG
template <class Backend = scalar, class T>
constexpr void neg(const plain_unary_args<T>& a) {
  const std::size_t count = a.output.count();
  for (std::size_t i = 0; i < count; ++i)
    a.output.data.store(i, plain::sub::of(T{0}, a.input.data[i]));
}

/// Element by element.   out = |input|; the lowest integer stays as it is
///
/// shapes, memory, errors   as neg
/// source   TensorFlow Lite reference kernel, ABS
template <class Backend = scalar, class T>
constexpr void abs(const plain_unary_args<T>& a) {
  const std::size_t count = a.output.count();
  for (std::size_t i = 0; i < count; ++i) {
    const T x = a.input.data[i];
    a.output.data.store(i, x < 0 ? plain::sub::of(T{0}, x) : x);
  }
}

}  // namespace octet
