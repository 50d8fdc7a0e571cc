// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// RELU_N1_TO_1 in a model: the output may have a scale of its own; the arithmetic is in
// kernels/rescale.hpp.
#pragma once

#include "octet/model/ops/rescale.hpp"

namespace octet::ops {

template <class T>
struct relu_n1_to_1 : entry<builtin::relu_n1_to_1, T>, rescale<T, T, activation::relu_n1_to_1> {};

}  // namespace octet::ops
