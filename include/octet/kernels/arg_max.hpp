// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// ARG_MAX and ARG_MIN: where along an axis the largest or smallest element is.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/core/elements.hpp"
#include "octet/kernels/backend/scalar.hpp"

namespace octet {

/// Arguments of arg_max and arg_min.
template <class T, class Index>
struct arg_max_args {
  elements<const T> input{};  ///< (outer, size, inner)
  elements<Index> output{};   ///< (outer, inner)
  std::int32_t outer = 0, size = 1, inner = 0;
};

/// The first place along the axis whose element comes before no other one's.
template <class T, class Index, class Before>
constexpr void arg_first(const arg_max_args<T, Index>& a, Before before) {
  for (std::int32_t o = 0; o < a.outer; ++o) {
    for (std::int32_t i = 0; i < a.inner; ++i) {
      const auto at = [&](std::int32_t k) {
        return a.input[static_cast<std::size_t>((o * a.size + k) * a.inner + i)];
      };
      std::int32_t place = 0;
      T best = at(0);
      for (std::int32_t k = 1; k < a.size; ++k) {
        const T x = at(k);
        if (!before(x, best)) continue;
        best = x;
        place = k;
      }
      a.output.store(static_cast<std::size_t>(o * a.inner + i), static_cast<Index>(place));
    }
  }
}

/// The place of the largest element; of equal ones the first.
///
/// shapes   see arg_max_args; size >= 1
/// memory   no heap, no scratch; input and output must not overlap
/// errors   none here: model/ops/arg_max.hpp checks. NaN is larger than nothing: it wins only where
///          it comes first
/// source   TensorFlow Lite reference kernel, ARG_MAX
template <class Backend = scalar, class T, class Index>
constexpr void arg_max(const arg_max_args<T, Index>& a) {
  arg_first(a, [](T x, T best) { return x > best; });
}

/// The place of the smallest element; as arg_max otherwise.
///
/// source   TensorFlow Lite reference kernel, ARG_MIN
template <class Backend = scalar, class T, class Index>
constexpr void arg_min(const arg_max_args<T, Index>& a) {
  arg_first(a, [](T x, T best) { return x < best; });
}

}  // namespace octet
