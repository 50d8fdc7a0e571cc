// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// LOGISTIC in a model: the quantization of its output; the arithmetic is in kernels/sigmoid.hpp,
// of legacy uint8 codes a table.
#pragma once

#include <cstdint>

#include "octet/kernels/exp.hpp"
#include "octet/model/ops/lookup.hpp"
#include "octet/model/ops/sigmoid.hpp"

namespace octet::ops {

template <class T>
struct logistic : sigmoid_entry<builtin::logistic, T> {
  using data = typename sigmoid_entry<builtin::logistic, T>::data;

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    return sizeof(T) == 1 ? logistic::prepare_scaling(c, 1.0 / 256, -128)
                          : logistic::prepare_scaling(c, 1.0 / 32768, 0);
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    octet::logistic<Backend>(logistic::args(d, c));
  }
};

/// TensorFlow Lite makes a table of the function in float; TensorFlow Lite Micro has no such
/// kernel.
template <>
struct logistic<std::uint8_t> : lookup_entry<builtin::logistic, std::uint8_t> {
  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_elementwise(c)) return r;
    if (refusal r = check_fixed_quantization<std::uint8_t>(c, c.output(0), 1.0 / 256, 0)) return r;
    return prepare_table(c, [](float x) { return 1.0F / (1.0F + exp_of(-x)); });
  }
};

}  // namespace octet::ops
