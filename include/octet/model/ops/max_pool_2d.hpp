// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// MAX_POOL_2D in a model; the arithmetic is in kernels/max_pool_2d.hpp.
#pragma once

#include <cstdint>

#include "octet/kernels/max_pool_2d.hpp"
#include "octet/model/ops/pool_2d.hpp"

namespace octet::ops {

template <class T>
struct max_pool_2d
    : pool_2d_entry<builtin::max_pool_2d, T, basic_max_pool_2d_args<T>, max_pool_2d<T>> {
  template <class Backend>
  static constexpr void pool(const basic_max_pool_2d_args<T>& args) {
    octet::max_pool_2d<Backend>(args);
  }
};

}  // namespace octet::ops
