// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// EXP and LOG in a model, of codes: tables of the functions in kernels/exp.hpp.
#pragma once

#include <limits>

#include "octet/kernels/exp.hpp"
#include "octet/model/ops/lookup.hpp"

namespace octet::ops {

template <class T>
struct exp : lookup_entry<builtin::exp, T> {
  static constexpr auto prepare(prepare_context& c) { return exp::prepare_table(c, exp_of); }
};

/// What has no logarithm gives the lowest code.
template <class T>
struct log : lookup_entry<builtin::log, T> {
  static constexpr auto prepare(prepare_context& c) {
    const tensor_info output = c.output(0);
    // prepare_table refuses what has no parameters.
    const bool known = output.is_quantized() && !output.zero_points.empty();
    const float lowest = known ? output.scale() * static_cast<float>(std::numeric_limits<T>::min() -
                                                                     output.zero_point())
                               : 0.0F;
    return log::prepare_table(c, [lowest](float x) { return log_of(x, lowest); });
  }
};

}  // namespace octet::ops
