// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL: of numbers, and of codes on two
// scales.
#pragma once

#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/fixed/multiplier.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/map_pairs.hpp"

namespace octet {

/// Arguments of a comparison of numbers, or of codes with one scale each; a truth is 1 or 0.
template <class T>
struct comparison_args {
  tensor<const T, shape> input1{}, input2{};
  tensor<std::uint8_t, shape> output{};
};

/// Arguments of a comparison of codes.
template <class T>
struct code_comparison_args {
  tensor<const T, shape> input1{}, input2{};
  tensor<std::uint8_t, shape> output{};
  std::int32_t input1_zero_point = 0, input2_zero_point = 0;
  multiplier scaling1{}, scaling2{};  ///< the scales themselves, below 1
};

/// Element by element.   out = Operation::of(input1, input2)
///
/// shapes   up to rank 6; axes of 1 are broadcast, see broadcasts_to
/// memory   no heap, no scratch; the output may lie on an input of its shape and element size
/// errors   none here: model/ops/comparison.hpp checks
/// source   TensorFlow Lite reference kernels of the operators below
template <class Operation, class Backend = scalar, class T>
constexpr void compare(const comparison_args<T>& a) {
  map_pairs(a, [](T x, T y) { return Operation::of(x, y) ? 1 : 0; });
}

/// The same of real values: (code - zero point) * scale in Q23.8.
///
/// units    int8, uint8 or int16 codes
/// rounding contract A on each input, shifted left by 8 bits before: values less than 2^-8 apart
///          count as equal, as in the reference
/// exact    every backend returns the truths of compare<Operation, scalar>
template <class Operation, class Backend = scalar, class T>
constexpr void compare(const code_comparison_args<T>& a) {
  const auto real = [](std::int32_t difference, multiplier m) {
    return Backend::multiply(difference * (1 << 8), m);
  };
  map_pairs(a, [&](std::int32_t x, std::int32_t y) {
    return Operation::of(real(x - a.input1_zero_point, a.scaling1),
                         real(y - a.input2_zero_point, a.scaling2))
               ? 1
               : 0;
  });
}

struct equal {
  template <class T>
  static constexpr bool of(T x, T y) {
    return x == y;
  }
};

struct not_equal {
  template <class T>
  static constexpr bool of(T x, T y) {
    return x != y;
  }
};

struct less {
  template <class T>
  static constexpr bool of(T x, T y) {
    return x < y;
  }
};

struct less_equal {
  template <class T>
  static constexpr bool of(T x, T y) {
    return x <= y;
  }
};

struct greater {
  template <class T>
  static constexpr bool of(T x, T y) {
    return x > y;
  }
};

struct greater_equal {
  template <class T>
  static constexpr bool of(T x, T y) {
    return x >= y;
  }
};

}  // namespace octet
