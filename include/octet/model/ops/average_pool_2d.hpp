// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// AVERAGE_POOL_2D in a model; the arithmetic is in kernels/average_pool_2d.hpp.
#pragma once

#include <cstdint>

#include "octet/kernels/average_pool_2d.hpp"
#include "octet/model/ops/pool_2d.hpp"

namespace octet::ops {

template <class T>
struct average_pool_2d : pool_2d_entry<builtin::average_pool_2d, T, basic_average_pool_2d_args<T>,
                                       average_pool_2d<T>> {
  template <class Backend>
  static constexpr void pool(const basic_average_pool_2d_args<T>& args) {
    octet::average_pool_2d<Backend>(args);
  }
};

}  // namespace octet::ops
