// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// ABS and NEG in a model; the arithmetic is in kernels/abs.hpp.
#pragma once

#include <cstdint>
#include <limits>

#include "octet/kernels/abs.hpp"
#include "octet/model/ops/elementwise.hpp"

namespace octet::ops {

/// The tensors and parameters of a map of codes at run time.
template <class T>
constexpr basic_rescale_args<T, T> quantized_map_args(const quantized_map& m,
                                                      const run_context& c) {
  auto a = map_args<basic_rescale_args<T, T>, T>(m.tensors, c);
  a.input_zero_point = m.input_zero_point;
  a.output_zero_point = m.output_zero_point;
  a.scaling = m.scaling;
  a.clamp = {std::numeric_limits<T>::min(), std::numeric_limits<T>::max()};
  return a;
}

/// Of codes.
template <class T>
struct abs : entry<builtin::abs, T> {
  using data = quantized_map;

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    outcome<quantized_map> map = read_quantized_map<T>(c);
    // The quotient in float, as the reference takes it.
    if (map) map->scaling = c.encode(double{c.input(0).scale() / c.output(0).scale()});
    return map;
  }

  static constexpr basic_rescale_args<T, T> args(const data& d, const run_context& c) {
    return quantized_map_args<T>(d, c);
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    octet::abs<Backend>(args(d, c));
  }
};

template <>
struct abs<std::int32_t> : entry<builtin::abs, std::int32_t> {
  using data = tensor_map;
  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    return read_map<std::int32_t>(c);
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    octet::abs<Backend>(map_args<plain_unary_args<std::int32_t>, std::int32_t>(d, c));
  }
};

/// Of numbers.
template <class T>
struct neg : entry<builtin::neg, T> {
  using data = tensor_map;
  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    return read_map<T>(c);
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    octet::neg<Backend>(map_args<plain_unary_args<T>, T>(d, c));
  }
};

}  // namespace octet::ops
