// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SQUARED_DIFFERENCE in a model; the arithmetic is in kernels/squared_difference.hpp.
#pragma once

#include <cstdint>

#include "octet/kernels/squared_difference.hpp"
#include "octet/model/ops/aligned.hpp"

namespace octet::ops {

/// Of codes.
template <class T>
struct squared_difference
    : aligned_entry<builtin::squared_difference, T, squared_difference_factors<T>, fused::nothing> {
  using base =
      aligned_entry<builtin::squared_difference, T, squared_difference_factors<T>, fused::nothing>;

  template <class Backend>
  static constexpr void run(const typename base::data& d, const run_context& c) {
    octet::squared_difference<Backend>(base::args(d, c));
  }
};

template <>
struct squared_difference<std::int32_t>
    : plain_entry<builtin::squared_difference, std::int32_t, plain::squared_difference> {};

}  // namespace octet::ops
