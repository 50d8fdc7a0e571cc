// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// RELU_0_TO_1 in a model: the output may have a scale of its own; the arithmetic is in
// kernels/rescale.hpp.
#pragma once

#include "octet/model/ops/rescale.hpp"

namespace octet::ops {

template <class T>
struct relu_0_to_1 : entry<builtin::relu_0_to_1, T>, rescale<T, T, activation::relu> {
  using base = rescale<T, T, activation::relu>;
  using typename base::data;

  /// No operator fuses this activation: it is relu, with the ceiling of relu_n1_to_1.
  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    outcome<data> d = base::prepare(c);
    if (!d) return d;
    const tensor_info output = c.output(0);
    d->clamp.max = code_range<T>(activation::relu_n1_to_1, output.scale(), output.zero_point()).max;
    return d;
  }
};

}  // namespace octet::ops
