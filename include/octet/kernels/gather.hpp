// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// GATHER: slices of a tensor, chosen by index along one axis.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/core/elements.hpp"
#include "octet/core/errc.hpp"
#include "octet/kernels/backend/scalar.hpp"

namespace octet {

/// Arguments of gather.
template <class T, class Index>
struct gather_args {
  elements<const T> input{};        ///< (batches, outer, size, inner)
  elements<const Index> indices{};  ///< (batches, count)
  elements<T> output{};             ///< (batches, outer, count, inner)
  std::int32_t batches = 1, outer = 1, size = 1, inner = 1, count = 1;
};

/// Chooses.   out[b, o, k, :] = in[b, o, indices[b, k], :]
///
/// memory   no heap, no scratch; input and output must not overlap
/// errors   index_out_of_range; what of the output was written until then stays
/// source   TensorFlow Lite reference kernel, GATHER
template <class Backend = scalar, class T, class Index>
constexpr errc gather(const gather_args<T, Index>& a) {
  std::size_t to = 0;
  for (std::int32_t b = 0; b < a.batches; ++b) {
    for (std::int32_t o = 0; o < a.outer; ++o) {
      const std::int32_t plane = (b * a.outer + o) * a.size;
      for (std::int32_t k = 0; k < a.count; ++k) {
        const Index index = a.indices[static_cast<std::size_t>(b * a.count + k)];
        if (index < 0 || index >= a.size) return errc::index_out_of_range;
        const std::int32_t from = (plane + static_cast<std::int32_t>(index)) * a.inner;
        for (std::int32_t i = 0; i < a.inner; ++i)
          a.output.store(to++, a.input[static_cast<std::size_t>(from + i)]);
      }
    }
  }
  return errc::ok;
}

}  // namespace octet
