// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// LOGISTIC in a model: the quantization of its output; the arithmetic is in kernels/sigmoid.hpp.
#pragma once

#include "octet/model/ops/sigmoid.hpp"

namespace octet::ops {

template <class T>
struct logistic : sigmoid_entry<builtin::logistic, T> {
  using data = typename sigmoid_entry<builtin::logistic, T>::data;

  static constexpr result<data> prepare(prepare_context& c) {
    return sizeof(T) == 1 ? logistic::prepare_scaling(c, 1.0 / 256, -128)
                          : logistic::prepare_scaling(c, 1.0 / 32768, 0);
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    octet::logistic<Backend>(logistic::args(d, c));
  }
};

}  // namespace octet::ops
