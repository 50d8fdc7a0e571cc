// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// ONE_HOT: for each index a row of one value, with another one at the index.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/core/elements.hpp"
#include "octet/kernels/backend/scalar.hpp"

namespace octet {

/// Arguments of one_hot.
template <class T, class Index>
struct one_hot_args {
  elements<const Index> indices{};  ///< (outer, inner)
  elements<T> output{};             ///< (outer, depth, inner)
  std::int32_t outer = 0, depth = 0, inner = 0;
  T on{}, off{};
};

/// Marks.   out[o, d, i] = indices[o, i] == d ? on : off
///
/// shapes   see one_hot_args; an index outside [0, depth) marks nothing
/// memory   no heap, no scratch; input and output must not overlap
/// errors   none here: model/ops/one_hot.hpp checks
/// source   TensorFlow Lite reference kernel, ONE_HOT
template <class Backend = scalar, class T, class Index>
constexpr void one_hot(const one_hot_args<T, Index>& a) {
  std::size_t to = 0;
  for (std::int32_t o = 0; o < a.outer; ++o) {
    for (std::int32_t d = 0; d < a.depth; ++d) {
      for (std::int32_t i = 0; i < a.inner; ++i)
        a.output.store(to++,
                       a.indices[static_cast<std::size_t>(o * a.inner + i)] == d ? a.on : a.off);
    }
  }
}

}  // namespace octet
