// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// RESHAPE: the same elements under another shape.
#pragma once

#include <cstddef>

#include "octet/core/tensor.hpp"
#include "octet/kernels/backend/scalar.hpp"

namespace octet {

/// Arguments of reshape.
template <class T, class Extents = shape>
struct reshape_args {
  tensor<const T, Extents> input{};
  tensor<T, Extents> output{};
};

/// Moves every element.   out[i] = input[i], counted in row-major order
///
/// shapes   any two of the same number of elements
/// memory   no heap, no scratch; the output may lie on the input
/// errors   none here: model/ops/reshape.hpp checks
/// source   TensorFlow Lite reference kernel, RESHAPE
template <class Backend = scalar, class Args>
constexpr void reshape(const Args& a) {
  const std::size_t count = a.output.count();
  for (std::size_t i = 0; i < count; ++i) a.output.data.store(i, a.input.data[i]);
}

}  // namespace octet
