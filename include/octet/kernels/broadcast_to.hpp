// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// BROADCAST_TO: elements are repeated along the axes where there is only one.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/kernels/strided_copy.hpp"

namespace octet {

/// Arguments of broadcast_to.
template <class T>
struct broadcast_to_args {
  tensor<const T, shape> input{};
  tensor<T, shape> output{};
};

/// Repeats elements.   out[..., i] = in[..., 0 where the input's axis has one element, else i]
///
/// shapes   axes are matched from the last one; the input's are as large as the output's, 1 or
///          absent
/// memory   no heap, no scratch; input and output must not overlap
/// errors   none here: model/ops/broadcast_to.hpp checks
/// source   TensorFlow Lite reference kernel, BROADCAST_TO
template <class Backend = scalar, class T>
constexpr void broadcast_to(const broadcast_to_args<T>& a) {
  if (a.output.count() == 0) return;
  const axis_values from = strides_of(a.input.shape), to = strides_of(a.output.shape);
  const std::int32_t missing = a.output.shape.rank - a.input.shape.rank;
  strided_walk<2> walk;
  for (std::int32_t axis = a.output.shape.rank - 1; axis >= 0; --axis) {
    const std::int32_t own = axis - missing;
    const bool repeated = own < 0 || a.input.shape[own] == 1;
    walk.add_axis(a.output.shape[axis], {repeated ? 0 : from[static_cast<std::size_t>(own)],
                                         to[static_cast<std::size_t>(axis)]});
  }
  strided_copy<Backend>(
      strided_copy_args<T>{.input = a.input.data, .output = a.output.data, .walk = walk});
}

}  // namespace octet
