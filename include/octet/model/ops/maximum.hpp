// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// MAXIMUM and MINIMUM in a model; codes are compared as they are, on the scale that all tensors
// share.
#pragma once

#include "octet/model/ops/elementwise.hpp"

namespace octet::ops {

template <class T>
struct maximum : plain_entry<builtin::maximum, T, plain::maximum> {};
template <class T>
struct minimum : plain_entry<builtin::minimum, T, plain::minimum> {};

}  // namespace octet::ops
