// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// L2_NORMALIZATION in float.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "octet/float_ops/rows.hpp"
#include "octet/model/ops/l2_normalization.hpp"

namespace octet::float_ops {

/// Each row divided by its length.   out[i] = x[i] / max(sqrt(sum(x^2)), 10^-6)
///
/// shapes   input (..., depth), output the same
/// memory   none; output may be input
/// source   TensorFlow Lite reference kernels, L2_NORMALIZATION
inline void l2_normalization(const row_args& a) {
  for_each_row(a, [](auto in, auto out) {
    float squares = 0.0F;
    for (const float x : in) squares += x * x;
    const float length = std::max(std::sqrt(squares), 1e-6F);
    for (std::size_t i = 0; i < in.size(); ++i) out[i] = in[i] / length;
  });
}

/// L2_NORMALIZATION of float tensors in a model.
struct l2_normalization_entry : row_entry<builtin::l2_normalization, l2_normalization> {
  static result<data> prepare(prepare_context& c) {
    if (error e = ops::check_l2_normalization(c)) return e;
    return row_entry::prepare(c);
  }
};

}  // namespace octet::float_ops
