// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// RELU6 in a model: the output may have a scale of its own; the arithmetic is in
// kernels/rescale.hpp.
#pragma once

#include "octet/model/ops/rescale.hpp"

namespace octet::ops {

template <class T>
struct relu6 : entry<builtin::relu6, T>, rescale<T, T, activation::relu6> {};

}  // namespace octet::ops
