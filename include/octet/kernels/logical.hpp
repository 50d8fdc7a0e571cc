// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// LOGICAL_AND, LOGICAL_OR, and EQUAL and NOT_EQUAL of truths; LOGICAL_NOT.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/kernels/comparison.hpp"

namespace octet {

// A truth in memory is a byte, and a file may hold others than 0 and 1: all of those are true.

struct logical_and {
  static constexpr bool of(std::uint8_t x, std::uint8_t y) { return x != 0 && y != 0; }
};

struct logical_or {
  static constexpr bool of(std::uint8_t x, std::uint8_t y) { return x != 0 || y != 0; }
};

struct logical_equal {
  static constexpr bool of(std::uint8_t x, std::uint8_t y) { return (x != 0) == (y != 0); }
};

struct logical_not_equal {
  static constexpr bool of(std::uint8_t x, std::uint8_t y) { return (x != 0) != (y != 0); }
};

/// Arguments of logical_not.
struct logical_not_args {
  tensor<const std::uint8_t, extents<dynamic>> input{};
  tensor<std::uint8_t, extents<dynamic>> output{};
};

/// Element by element.   out = 1 where the input is 0, and 0 elsewhere
///
/// shapes   any, the same
/// memory   no heap, no scratch; the output may lie on the input
/// errors   none here: model/ops/logical.hpp checks
/// source   TensorFlow Lite reference kernel, LOGICAL_NOT
template <class Backend = scalar>
constexpr void logical_not(const logical_not_args& a) {
  const std::size_t count = a.output.count();
  for (std::size_t i = 0; i < count; ++i) a.output.data.store(i, a.input.data[i] == 0 ? 1 : 0);
}

}  // namespace octet
