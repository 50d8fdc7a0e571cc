// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SUB in a model; the arithmetic is in kernels/sub.hpp.
#pragma once

#include <cstdint>

#include "octet/kernels/sub.hpp"
#include "octet/model/ops/aligned.hpp"

namespace octet::ops {

/// Of codes; pot_scale_int16 as in add.
template <class T>
struct sub : aligned_entry<builtin::sub, T, sub_factors<T>, fused::activation> {
  using base = aligned_entry<builtin::sub, T, sub_factors<T>, fused::activation>;

  template <class Backend>
  static constexpr void run(const typename base::data& d, const run_context& c) {
    octet::sub<Backend>(base::args(d, c));
  }
};

template <>
struct sub<std::int32_t> : plain_entry<builtin::sub, std::int32_t, plain::sub, fused::activation> {
};
template <>
struct sub<std::int64_t> : plain_entry<builtin::sub, std::int64_t, plain::sub, fused::activation> {
};

}  // namespace octet::ops
