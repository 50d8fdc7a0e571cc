// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// ADD in a model; the arithmetic is in kernels/add.hpp.
#pragma once

#include <cstdint>

#include "octet/kernels/add.hpp"
#include "octet/model/ops/aligned.hpp"

namespace octet::ops {

/// Of codes. The option pot_scale_int16 is not looked at: as in TensorFlow Lite Micro, factors that
/// are powers of two are no special case.
template <class T>
struct add : aligned_entry<builtin::add, T, add_factors<T>, fused::activation> {
  using base = aligned_entry<builtin::add, T, add_factors<T>, fused::activation>;

  template <class Backend>
  static constexpr void run(const typename base::data& d, const run_context& c) {
    octet::add<Backend>(base::args(d, c));
  }
};

template <>
struct add<std::int32_t> : plain_entry<builtin::add, std::int32_t, plain::add, fused::activation> {
};
template <>
struct add<std::int64_t> : plain_entry<builtin::add, std::int64_t, plain::add, fused::activation> {
};

}  // namespace octet::ops
