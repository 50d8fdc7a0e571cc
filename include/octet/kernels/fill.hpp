// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// FILL: a tensor of one value. ZEROS_LIKE too.
#pragma once

#include <cstddef>

#include "octet/core/tensor.hpp"
#include "octet/kernels/backend/scalar.hpp"

namespace octet {

/// Arguments of fill.
template <class T>
struct fill_args {
  tensor<T, extents<dynamic>> output{};
  T value{};
};

/// Fills.   out[i] = value
///
/// memory   no heap, no scratch
/// errors   none here: model/ops/fill.hpp and zeros_like.hpp check
/// source   TensorFlow Lite reference kernels, FILL, ZEROS_LIKE
template <class Backend = scalar, class T>
constexpr void fill(const fill_args<T>& a) {
  const std::size_t count = a.output.count();
  for (std::size_t i = 0; i < count; ++i) a.output.data.store(i, a.value);
}

}  // namespace octet
