// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// CAST: numbers of one type become numbers of another.
#pragma once

#include <cstddef>
#include <limits>
#include <type_traits>

#include "octet/core/tensor.hpp"
#include "octet/kernels/backend/scalar.hpp"

namespace octet {

/// A number in another type.
///
/// rounding to the nearest, ties to even, when integers become floats; toward zero when floats
///          become integers
/// range    floats outside the integer's range become its nearest end, NaN 0; integers keep their
///          lowest bits
template <class To, class From>
constexpr To cast_element(From x) {
  if constexpr (std::is_same_v<To, bool>) {
    return x != From{};
  } else if constexpr (std::is_floating_point_v<From> && std::is_integral_v<To>) {
    using limits = std::numeric_limits<To>;
    // One past the highest number: a power of two, which every float type holds.
    constexpr From past = From{2} * static_cast<From>(limits::max() / 2 + 1);
    if (x >= past) return limits::max();
    if (x <= static_cast<From>(limits::min())) return limits::min();
    return x == x ? static_cast<To>(x) : To{};
  } else {
    return static_cast<To>(x);
  }
}

/// Arguments of cast.
template <class From, class To>
struct cast_args {
  tensor<const From, extents<dynamic>> input{};
  tensor<To, extents<dynamic>> output{};
};

/// Element by element.   out = cast_element(in)
///
/// shapes   any, the same
/// memory   no heap, no scratch; the output may lie on the input where the types are as large
/// errors   none here: model/ops/cast.hpp checks
/// source   TensorFlow Lite reference kernel, CAST (which leaves floats outside the range undefined
///          for some types)
template <class Backend = scalar, class From, class To>
constexpr void cast(const cast_args<From, To>& a) {
  const std::size_t count = a.output.count();
  for (std::size_t i = 0; i < count; ++i) a.output.data.store(i, cast_element<To>(a.input.data[i]));
}

}  // namespace octet
