// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// TANH in a model: the quantization of its output; the arithmetic is in kernels/sigmoid.hpp.
#pragma once

#include "octet/model/ops/sigmoid.hpp"

namespace octet::ops {

template <class T>
struct tanh : sigmoid_entry<builtin::tanh, T> {
  using data = typename sigmoid_entry<builtin::tanh, T>::data;

  static constexpr result<data> prepare(prepare_context& c) {
    return tanh::prepare_scaling(c, sizeof(T) == 1 ? 1.0 / 128 : 1.0 / 32768, 0);
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    octet::tanh<Backend>(tanh::args(d, c));
  }
};

}  // namespace octet::ops
