// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL in a model, and the entries of
// LOGICAL_AND and LOGICAL_OR; the comparisons are in kernels/comparison.hpp.
#pragma once

#include <cstdint>
#include <type_traits>

#include "octet/kernels/comparison.hpp"
#include "octet/kernels/logical.hpp"
#include "octet/model/ops/elementwise.hpp"

namespace octet::ops {

/// A comparison of numbers, or of truths, which are read as bytes.
template <builtin Code, class T, class Operation>
struct comparison_entry : entry<Code, T> {
  using data = tensor_pair;
  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    data d{};
    if (refusal r = read_pair<T, bool>(c, d)) return r;
    return d;
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    using stored = std::conditional_t<std::is_same_v<T, bool>, std::uint8_t, T>;
    compare<Operation, Backend>(pair_args<comparison_args<stored>, stored, std::uint8_t>(d, c));
  }
};

/// A comparison of codes, each with its scale.
template <builtin Code, class T, class Operation>
struct code_comparison_entry : entry<Code, T> {
  struct data {
    tensor_pair tensors;
    std::int32_t input1_zero_point, input2_zero_point;
    multiplier scaling1, scaling2;
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    tensor_pair pair{};
    if (refusal r = read_pair<T, bool>(c, pair)) return r;
    const tensor_info input1 = c.input(0), input2 = c.input(1);
    const auto scaling = [](const tensor_info& t) { return multiplier::from_real(t.scale()); };
    for (const tensor_info& t : {input1, input2}) {
      if (refusal r = check_quantized<T>(c, t)) return r;
      // The reference knows only scales below 1 here.
      if (scaling(t).shift > 0) return c.fail(errc::quantization_mismatch, t.index);
    }
    return data{.tensors = pair,
                .input1_zero_point = input1.zero_point(),
                .input2_zero_point = input2.zero_point(),
                .scaling1 = scaling(input1),
                .scaling2 = scaling(input2)};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    auto args = pair_args<code_comparison_args<T>, T, std::uint8_t>(d.tensors, c);
    args.input1_zero_point = d.input1_zero_point;
    args.input2_zero_point = d.input2_zero_point;
    args.scaling1 = d.scaling1;
    args.scaling2 = d.scaling2;
    compare<Operation, Backend>(args);
  }
};

/// Types of 8 and 16 bits hold codes, wider ones numbers.
template <builtin Code, class T, class Operation>
using comparison = std::conditional_t<(sizeof(T) <= 2), code_comparison_entry<Code, T, Operation>,
                                      comparison_entry<Code, T, Operation>>;

template <class T>
struct equal : comparison<builtin::equal, T, octet::equal> {};
template <>
struct equal<bool> : comparison_entry<builtin::equal, bool, logical_equal> {};
template <class T>
struct not_equal : comparison<builtin::not_equal, T, octet::not_equal> {};
template <>
struct not_equal<bool> : comparison_entry<builtin::not_equal, bool, logical_not_equal> {};
template <class T>
struct less : comparison<builtin::less, T, octet::less> {};
template <class T>
struct less_equal : comparison<builtin::less_equal, T, octet::less_equal> {};
template <class T>
struct greater : comparison<builtin::greater, T, octet::greater> {};
template <class T>
struct greater_equal : comparison<builtin::greater_equal, T, octet::greater_equal> {};

}  // namespace octet::ops
