// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// How each operator goes to integers: a table of what its kernels and its specification ask for.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "octet/convert/network.hpp"
#include "octet/model/builtin.hpp"
#include "octet/model/tensor_type.hpp"
#include "octet/quant/affine.hpp"

namespace octet::convert {

/// Where the parameters of an operator's tensors come from.
enum class quantize_rule : std::uint8_t {
  weighted,  ///< filter and bias of its own, the output has its own range
  free,      ///< every tensor has its own range
  tied,      ///< codes are moved, compared or averaged: inputs and outputs share parameters
  fixed,     ///< the specification fixes the output's parameters
};

/// One operator.
struct operator_rule {
  builtin code;
  quantize_rule rule;
  /// Its version in a file for codes of int8, uint8 and int16; 0 where there is no kernel.
  std::array<std::int8_t, 3> versions;
  /// The inputs that hold activations: `count` of them from `first` on. Those outside are weights,
  /// axes, paddings, shapes.
  std::uint8_t first = 0, count = 1;

  static constexpr std::uint8_t all = 255;

  /// 0 where there is no kernel for codes of this type.
  constexpr std::int32_t version(tensor_type type) const {
    switch (type) {
      case tensor_type::int8:
        return versions[0];
      case tensor_type::uint8:
        return versions[1];
      case tensor_type::int16:
        return versions[2];
      default:
        return 0;
    }
  }
};

/// The operators that can be quantized.
///
/// source   TensorFlow Lite 8-bit quantization specification; its table of operator versions. DIV,
///          ARG_MAX of int16, and the uint8 forms of GATHER_ND, SELECT_V2 and TILE are octet's own
inline constexpr auto operator_rules = [] {
  using enum quantize_rule;
  using b = builtin;
  constexpr std::uint8_t all = operator_rule::all;
  return std::to_array<operator_rule>({
      {b::abs, free, {2, 0, 3}},
      {b::add, free, {2, 1, 3}, 0, 2},
      {b::arg_max, free, {2, 1, 1}},
      {b::arg_min, free, {2, 1, 1}},
      {b::average_pool_2d, tied, {2, 1, 3}},
      {b::batch_matmul, free, {2, 0, 3}, 0, 2},
      {b::batch_to_space_nd, tied, {2, 1, 4}},
      {b::broadcast_to, tied, {3, 2, 3}},
      {b::concatenation, tied, {2, 1, 3}, 0, all},
      {b::conv_2d, weighted, {3, 1, 4}},
      {b::depthwise_conv_2d, weighted, {3, 1, 5}},
      {b::depth_to_space, tied, {2, 1, 1}},
      {b::div, free, {1, 1, 0}, 0, 2},
      {b::elu, free, {1, 0, 0}},
      {b::equal, free, {2, 1, 4}, 0, 2},
      {b::exp, free, {2, 0, 2}},
      {b::expand_dims, tied, {1, 1, 1}},
      {b::fully_connected, weighted, {4, 1, 7}},
      {b::gather, tied, {2, 1, 4}},
      {b::gather_nd, tied, {1, 1, 3}},
      {b::gelu, free, {2, 2, 0}},
      {b::greater, free, {2, 1, 1}, 0, 2},
      {b::greater_equal, free, {2, 1, 3}, 0, 2},
      {b::hard_swish, free, {1, 1, 0}},
      {b::l2_normalization, fixed, {2, 0, 0}},
      {b::leaky_relu, free, {1, 1, 2}},
      {b::less, free, {2, 1, 3}, 0, 2},
      {b::less_equal, free, {2, 1, 1}, 0, 2},
      {b::log, free, {2, 0, 2}},
      {b::logistic, fixed, {2, 1, 3}},
      {b::log_softmax, fixed, {2, 0, 0}},
      {b::maximum, tied, {2, 1, 4}, 0, 2},
      {b::max_pool_2d, tied, {2, 1, 3}},
      {b::mean, free, {2, 1, 3}},
      {b::minimum, tied, {2, 1, 4}, 0, 2},
      {b::mirror_pad, tied, {2, 1, 3}},
      {b::mul, free, {2, 1, 4}, 0, 2},
      {b::not_equal, free, {2, 1, 1}, 0, 2},
      {b::pack, tied, {2, 1, 3}, 0, all},
      {b::pad, tied, {2, 1, 3}},
      {b::prelu, free, {1, 1, 1}, 0, 2},
      {b::reduce_max, tied, {2, 1, 3}},
      {b::reduce_min, tied, {2, 1, 3}},
      {b::relu, free, {2, 2, 3}},
      {b::relu6, free, {2, 1, 3}},
      {b::relu_0_to_1, free, {1, 1, 1}},
      {b::relu_n1_to_1, free, {1, 1, 1}},
      {b::reshape, tied, {1, 1, 1}},
      {b::resize_bilinear, tied, {2, 0, 4}},
      {b::resize_nearest_neighbor, tied, {2, 1, 4}},
      {b::reverse_v2, tied, {3, 1, 1}},
      {b::rsqrt, free, {2, 0, 3}},
      {b::select, tied, {2, 1, 1}, 1, 2},
      {b::select_v2, tied, {1, 1, 1}, 1, 2},
      {b::slice, tied, {2, 1, 4}},
      {b::softmax, fixed, {2, 1, 3}},
      {b::space_to_batch_nd, tied, {2, 1, 4}},
      {b::space_to_depth, tied, {2, 1, 1}},
      {b::split, tied, {2, 1, 4}, 1, 1},
      {b::split_v, tied, {2, 1, 1}},
      {b::sqrt, free, {1, 0, 1}},
      {b::squared_difference, free, {2, 0, 1}, 0, 2},
      {b::squeeze, tied, {1, 1, 1}},
      {b::strided_slice, tied, {2, 1, 1}},
      {b::sub, free, {2, 1, 5}, 0, 2},
      {b::sum, free, {2, 0, 1}},
      {b::tanh, fixed, {2, 1, 3}},
      {b::tile, tied, {3, 1, 1}},
      {b::transpose, tied, {2, 1, 5}},
      {b::transpose_conv, weighted, {2, 1, 2}, 2, 1},
      {b::unpack, tied, {2, 2, 4}},
  });
}();

/// Null where an operator has none.
constexpr const operator_rule* rule_of(builtin code) {
  const auto* at = std::ranges::find(operator_rules, code, &operator_rule::code);
  return at == operator_rules.end() ? nullptr : at;
}

/// Whether an input of an operator holds activations, or constants in their place.
inline bool is_activation_input(const node& n, std::size_t i) {
  const operator_rule* rule = rule_of(n.code);
  return rule != nullptr && n.input(i) != no_tensor && i >= rule->first &&
         i - rule->first < rule->count;
}

/// The parameters that the specification gives an operator's output in codes of a type; none where
/// it leaves them to the range.
constexpr std::optional<affine> fixed_parameters(builtin code, tensor_type type) {
  const auto of = [&](float step, std::int32_t zero_of_int8) -> affine {
    if (type == tensor_type::int16) return {1.0f / 32768.0f, 0};
    return {step, type == tensor_type::uint8 ? zero_of_int8 + 128 : zero_of_int8};
  };
  switch (code) {
    case builtin::softmax:
    case builtin::logistic:
      return of(1.0f / 256.0f, -128);
    case builtin::tanh:
    case builtin::l2_normalization:
      return of(1.0f / 128.0f, 0);
    case builtin::log_softmax:
      return of(16.0f / 256.0f, 127);
    default:
      return std::nullopt;
  }
}

}  // namespace octet::convert
