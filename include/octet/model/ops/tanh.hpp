// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// TANH in a model: the quantization of its output; the arithmetic is in kernels/sigmoid.hpp, of
// legacy uint8 codes a table.
#pragma once

#include <cstdint>

#include "octet/fixed/real.hpp"
#include "octet/model/ops/lookup.hpp"
#include "octet/model/ops/sigmoid.hpp"

namespace octet::ops {

template <class T>
struct tanh : sigmoid_entry<builtin::tanh, T> {
  using data = typename sigmoid_entry<builtin::tanh, T>::data;

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    return tanh::prepare_scaling(c, sizeof(T) == 1 ? 1.0 / 128 : 1.0 / 32768, 0);
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    octet::tanh<Backend>(tanh::args(d, c));
  }
};

/// As logistic<std::uint8_t>.
template <>
struct tanh<std::uint8_t> : lookup_entry<builtin::tanh, std::uint8_t> {
  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_elementwise(c)) return r;
    if (refusal r = check_fixed_quantization<std::uint8_t>(c, c.output(0), 1.0 / 128, 128))
      return r;
    return prepare_table(c, [](float x) { return static_cast<float>(real_tanh(double{x})); });
  }
};

}  // namespace octet::ops
