// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// strided_copy: elements of any type are moved between two tensors that are crossed at different
// strides. What TRANSPOSE, STRIDED_SLICE, SPLIT and their like have in common.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "octet/core/elements.hpp"
#include "octet/core/extents.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/strided_walk.hpp"

namespace octet {

/// An element that is moved and never looked at: one kernel serves all types of a size. Made of
/// bytes because those may lie where any other type was written.
template <std::size_t Bytes>
struct alignas(Bytes) raw_element {
  std::array<std::uint8_t, Bytes> bytes{};

  friend constexpr bool operator==(const raw_element&, const raw_element&) = default;
};

/// One number for each axis.
using axis_values = std::array<std::int32_t, max_rank>;

/// Row-major strides in elements. Of an empty tensor all are 0: its other axes may be of any size,
/// and their products could leave int32.
constexpr axis_values strides_of(const shape& s) {
  axis_values strides{};
  if (s.count() == 0) return strides;
  for (std::int32_t axis = s.rank - 1, stride = 1; axis >= 0; --axis) {
    strides[static_cast<std::size_t>(axis)] = stride;
    stride *= s[axis];
  }
  return strides;
}

/// Arguments of strided_copy.
template <class T>
struct strided_copy_args {
  elements<const T> input{};
  elements<T> output{};
  strided_walk<2>::offsets start{};  ///< of the first element of each
  strided_walk<2> walk{};
};

/// Moves what a walk visits.   output[start + offset] = input[start + offset]
///
/// Input    which tensor of the walk is the input; the other one is the output
/// memory   no heap, no scratch; input and output must not overlap
/// errors   none here: who makes the walk keeps it inside both
template <class Backend = scalar, std::size_t Input = 0, class T>
constexpr void strided_copy(const strided_copy_args<T>& a) {
  constexpr std::size_t output = 1 - Input;
  a.walk.for_each_row([&](std::int32_t, const auto& at, const auto& step, std::int32_t n) {
    // Steps may be negative: sums are formed before they become an index.
    const std::int32_t from = a.start[Input] + at[Input], to = a.start[output] + at[output];
    if (step[Input] == 1 && step[output] == 1) {
      const auto source = a.input + static_cast<std::size_t>(from);
      const auto target = a.output + static_cast<std::size_t>(to);
      for (std::size_t i = 0; i < static_cast<std::size_t>(n); ++i) target.store(i, source[i]);
      return;
    }
    for (std::int32_t i = 0; i < n; ++i) {
      a.output.store(static_cast<std::size_t>(to + i * step[output]),
                     a.input[static_cast<std::size_t>(from + i * step[Input])]);
    }
  });
}

}  // namespace octet
