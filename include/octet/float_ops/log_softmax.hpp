// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// LOG_SOFTMAX in float.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "octet/float_ops/rows.hpp"

namespace octet::float_ops {

/// Logarithm of softmax over rows.   out[i] = x[i] - log(sum(exp(x)))
///
/// shapes   input (..., depth), output the same
/// rounding the exponents are taken relative to the row's largest value, so that none overflows
/// memory   none; output may be input
/// source   TensorFlow Lite reference kernels, LOG_SOFTMAX
inline void log_softmax(const row_args& a) {
  for_each_row(a, [](auto in, auto out) {
    const float largest = *std::ranges::max_element(in);
    float sum = 0.0F;
    for (const float x : in) sum += std::exp(x - largest);
    const float log_sum = std::log(sum);
    for (std::size_t i = 0; i < in.size(); ++i) out[i] = in[i] - largest - log_sum;
  });
}

/// LOG_SOFTMAX of float tensors in a model.
using log_softmax_entry = row_entry<builtin::log_softmax, log_softmax>;

}  // namespace octet::float_ops
