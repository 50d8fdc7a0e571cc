// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// MEAN in a model; the arithmetic is in kernels/mean.hpp.
#pragma once

#include "octet/kernels/mean.hpp"
#include "octet/model/ops/sum.hpp"

namespace octet::ops {

template <class T>
struct mean : sum_entry<builtin::mean, T, mean_multiplier> {};

}  // namespace octet::ops
