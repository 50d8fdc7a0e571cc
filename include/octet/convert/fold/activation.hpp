// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// RELU, RELU6 and RELU_N1_TO_1 folded into the operator before them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>

#include "octet/convert/fold/edit.hpp"
#include "octet/kernels/activation.hpp"

namespace octet::convert {

namespace detail {

inline std::optional<activation> activation_of(builtin code) {
  switch (code) {
    case builtin::relu:
      return activation::relu;
    case builtin::relu6:
      return activation::relu6;
    case builtin::relu_n1_to_1:
      return activation::relu_n1_to_1;
    default:
      return std::nullopt;
  }
}

/// The option that holds the fused activation, of the operators whose kernels have one.
inline std::optional<int> activation_field(builtin code) {
  switch (code) {
    case builtin::add:
    case builtin::sub:
    case builtin::mul:
    case builtin::div:
      return field::add::activation;
    case builtin::conv_2d:
      return field::conv_2d::activation;
    case builtin::depthwise_conv_2d:
      return field::depthwise_conv_2d::activation;
    case builtin::fully_connected:
      return field::fully_connected::activation;
    case builtin::average_pool_2d:
    case builtin::max_pool_2d:
      return field::pool_2d::activation;
    default:
      return std::nullopt;
  }
}

/// One activation that does what two in a row do.
inline std::optional<activation> joined(activation first, activation then) {
  if (first == activation::none || first == then) return then;
  const bool both_rectify = first != activation::relu_n1_to_1 && then != activation::relu_n1_to_1;
  if (both_rectify && (first == activation::relu || first == activation::relu6))
    return activation::relu6;
  return std::nullopt;
}

}  // namespace detail

/// Folds an activation into the operator that computes its input; returns a line for the log, empty
/// where that cannot be done.
inline std::string fold_activation(graph_editor& g, std::size_t n) {
  const std::optional<activation> then = detail::activation_of(g.at(n).code);
  if (!then || !g.is_float_activation(g.at(n).input(0))) return "";
  const std::int32_t input = g.at(n).inputs[0];
  const std::optional<std::size_t> before = g.producer(input);
  if (!before || g.is_kept(*before) || g.only_reader(input) != n) return "";
  const std::optional<int> field = detail::activation_field(g.at(*before).code);
  if (!field) return "";
  auto& fused = std::get<std::int8_t>(g.at(*before).options.at(*field));
  const std::optional<activation> both = detail::joined(static_cast<activation>(fused), *then);
  if (!both) return "";
  const std::string line = g.title(n) + " folded into " + g.title(*before);
  fused = static_cast<std::int8_t>(*both);
  g.at(*before).outputs = g.at(n).outputs;
  g.merge(*before, n);
  return line;
}

}  // namespace octet::convert
