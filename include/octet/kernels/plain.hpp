// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Operators on two tensors of plain numbers, not codes: one loop, and the operators as functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "octet/core/tensor.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/map_pairs.hpp"

namespace octet {

/// Arguments of an operator on two tensors of numbers.
template <class T>
struct plain_args {
  tensor<const T, shape> input1{}, input2{};
  tensor<T, shape> output{};
  clamp_range<T> clamp = unclamped<T>;
};

/// Element by element.   out = clamp(Operation::of(input1, input2))
///
/// shapes   up to rank 6; axes of 1 are broadcast, see broadcasts_to
/// memory   no heap, no scratch; the output may lie on an input of its shape
/// errors   none here: model/ops/plain.hpp checks, also that no integer is divided by 0
/// source   TensorFlow Lite reference kernels of the operators below, for int32 and int64; of
///          MAXIMUM and MINIMUM for every type
template <class Operation, class Backend = scalar, class T>
constexpr void combine(const plain_args<T>& a) {
  map_pairs(a, [&](T x, T y) { return clamp_to(Operation::of(x, y), a.clamp); });
}

namespace plain {

/// A number as one of a type whose sums and products are all defined: integers wrap modulo 2^bits.
/// The reference leaves that undefined, and its builds wrap.
template <class T>
constexpr auto wrapping(T x) {
  if constexpr (std::is_integral_v<T>) {
    return static_cast<std::make_unsigned_t<T>>(x);
  } else {
    return x;
  }
}

struct add {
  template <class T>
  static constexpr T of(T x, T y) {
    return static_cast<T>(wrapping(x) + wrapping(y));
  }
};

struct sub {
  template <class T>
  static constexpr T of(T x, T y) {
    return static_cast<T>(wrapping(x) - wrapping(y));
  }
};

struct mul {
  template <class T>
  static constexpr T of(T x, T y) {
    return static_cast<T>(wrapping(x) * wrapping(y));
  }
};

struct squared_difference {
  template <class T>
  static constexpr T of(T x, T y) {
    return mul::of(sub::of(x, y), sub::of(x, y));
  }
};

/// The larger; where one is not a number, the second.
struct maximum {
  template <class T>
  static constexpr T of(T x, T y) {
    return x > y ? x : y;
  }
};

/// The smaller; where one is not a number, the second.
struct minimum {
  template <class T>
  static constexpr T of(T x, T y) {
    return x < y ? x : y;
  }
};

/// The quotient toward zero; y is not 0.
struct div {
  template <class T>
  static constexpr T of(T x, T y) {
    return y == -1 ? sub::of(T{0}, x) : static_cast<T>(x / y);  // lowest / -1 wraps
  }
};

/// The quotient toward -infinity; y is not 0.
struct floor_div {
  template <class T>
  static constexpr T of(T x, T y) {
    if (y == -1) return div::of(x, y);
    return static_cast<T>(x / y - (x % y != 0 && (x < 0) != (y < 0) ? 1 : 0));
  }
};

/// What floor_div leaves: of y's sign; y is not 0.
struct floor_mod {
  template <class T>
  static constexpr T of(T x, T y) {
    if (y == -1) return 0;
    const T rest = static_cast<T>(x % y);
    return static_cast<T>(rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest);
  }
};

}  // namespace plain

}  // namespace octet
