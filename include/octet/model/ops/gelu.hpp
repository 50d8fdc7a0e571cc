// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// GELU in a model, of 8-bit codes: a table of one of the two functions in kernels/gelu.hpp.
#pragma once

#include "octet/kernels/gelu.hpp"
#include "octet/model/ops/lookup.hpp"
#include "octet/model/schema.hpp"

namespace octet::ops {

template <class T>
struct gelu : lookup_entry<builtin::gelu, T> {
  static constexpr auto prepare(prepare_context& c) {
    const bool approximate = c.op().options.scalar<std::uint8_t>(field::gelu::approximate, 0) != 0;
    return gelu::prepare_table(c, approximate ? approximate_gelu_of : gelu_of);
  }
};

}  // namespace octet::ops
