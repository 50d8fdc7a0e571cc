// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// MEAN in a model; the arithmetic is in kernels/mean.hpp.
#pragma once

#include "octet/kernels/mean.hpp"
#include "octet/model/ops/sum.hpp"

namespace octet::ops {

/// A, B and C divide the multiplier as TensorFlow Lite does, the other contracts the factor.
constexpr multiplier mean_scaling(prepare_context& c, double quotient, std::int32_t count) {
  const contract rules = c.rounding_contract();
  return rules <= contract::short_mantissa ? mean_multiplier(c.encode(quotient), count)
                                           : c.encode(quotient / count);
}

template <class T>
struct mean : sum_entry<builtin::mean, T, mean_scaling> {};

}  // namespace octet::ops
