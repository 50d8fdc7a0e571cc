// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// ELU in a model, of 8-bit codes: a table of the function in kernels/elu.hpp.
#pragma once

#include "octet/kernels/elu.hpp"
#include "octet/model/ops/lookup.hpp"

namespace octet::ops {

template <class T>
struct elu : lookup_entry<builtin::elu, T> {
  static constexpr auto prepare(prepare_context& c) { return elu::prepare_table(c, elu_of); }
};

}  // namespace octet::ops
