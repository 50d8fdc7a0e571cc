// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Operator options as values: which fields each operator's table of the schema has, and how to read
// them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <type_traits>
#include <variant>
#include <vector>

#include "octet/model/builtin.hpp"
#include "octet/model/flatbuffer.hpp"
#include "octet/model/schema.hpp"

namespace octet::convert {

/// One option. Enumerations of the schema (padding, activation) are int8.
using option_value =
    std::variant<bool, std::int8_t, std::int32_t, float, std::vector<std::int32_t>>;

/// Options by field number of the operator's table (octet::field).
using option_map = std::map<int, option_value>;

/// What the schema says about the options of one operator.
struct options_schema {
  std::uint8_t union_type = 0;  ///< the table's number among BuiltinOptions; 0 where there is none
  option_map defaults;          ///< every field; the type of the value is the type of the field
};

namespace detail {

inline option_map window_defaults(int padding, int stride_w, int stride_h, int activation) {
  return {{padding, std::int8_t{0}},
          {stride_w, std::int32_t{0}},
          {stride_h, std::int32_t{0}},
          {activation, std::int8_t{0}}};
}

inline options_schema conv_2d_options() {
  namespace f = field::conv_2d;
  constexpr int quantized_bias_type = 6;
  options_schema s{1, window_defaults(f::padding, f::stride_w, f::stride_h, f::activation)};
  s.defaults.insert({{f::dilation_w, std::int32_t{1}},
                     {f::dilation_h, std::int32_t{1}},
                     {quantized_bias_type, std::int8_t{0}}});
  return s;
}

inline options_schema depthwise_conv_2d_options() {
  namespace f = field::depthwise_conv_2d;
  options_schema s{2, window_defaults(f::padding, f::stride_w, f::stride_h, f::activation)};
  s.defaults.insert({{f::depth_multiplier, std::int32_t{0}},
                     {f::dilation_w, std::int32_t{1}},
                     {f::dilation_h, std::int32_t{1}}});
  return s;
}

inline options_schema pool_2d_options() {
  namespace f = field::pool_2d;
  options_schema s{5, window_defaults(f::padding, f::stride_w, f::stride_h, f::activation)};
  s.defaults.insert({{f::filter_w, std::int32_t{0}}, {f::filter_h, std::int32_t{0}}});
  return s;
}

inline options_schema fully_connected_options() {
  namespace f = field::fully_connected;
  constexpr int quantized_bias_type = 4;
  return {8,
          {{f::activation, std::int8_t{0}},
           {f::weights_format, std::int8_t{0}},
           {f::keep_num_dims, false},
           {f::asymmetric_quantize_inputs, false},
           {quantized_bias_type, std::int8_t{0}}}};
}

inline options_schema transpose_conv_options() {
  namespace f = field::transpose_conv;
  constexpr int quantized_bias_type = 4;
  options_schema s{49, window_defaults(f::padding, f::stride_w, f::stride_h, f::activation)};
  s.defaults.insert({{quantized_bias_type, std::int8_t{0}}});
  return s;
}

inline std::map<builtin, options_schema> all_options() {
  constexpr int reshape_new_shape = 0, mul_activation = 0, div_activation = 0, sub_activation = 0,
                sub_pot_scale_int16 = 1;
  const option_map none;
  return {{builtin::add,
           {11, {{field::add::activation, std::int8_t{0}}, {field::add::pot_scale_int16, true}}}},
          {builtin::average_pool_2d, pool_2d_options()},
          {builtin::concatenation,
           {10,
            {{field::concatenation::axis, std::int32_t{0}},
             {field::concatenation::activation, std::int8_t{0}}}}},
          {builtin::conv_2d, conv_2d_options()},
          {builtin::depthwise_conv_2d, depthwise_conv_2d_options()},
          {builtin::dequantize, {38, none}},
          {builtin::div, {29, {{div_activation, std::int8_t{0}}}}},
          {builtin::elu, {0, none}},
          {builtin::exp, {33, none}},
          {builtin::fake_quant,
           {58,
            {{field::fake_quant::min, 0.0F},
             {field::fake_quant::max, 0.0F},
             {field::fake_quant::num_bits, std::int32_t{0}},
             {field::fake_quant::narrow_range, false}}}},
          {builtin::fully_connected, fully_connected_options()},
          {builtin::gelu, {116, {{field::gelu::approximate, false}}}},
          {builtin::hard_swish, {91, none}},
          {builtin::leaky_relu, {75, {{field::leaky_relu::alpha, 0.0F}}}},
          {builtin::logistic, {0, none}},
          {builtin::max_pool_2d, pool_2d_options()},
          {builtin::maximum, {39, none}},
          {builtin::mean, {27, {{field::reducer::keep_dims, false}}}},
          {builtin::minimum, {39, none}},
          {builtin::mul, {21, {{mul_activation, std::int8_t{0}}}}},
          {builtin::pad, {22, none}},
          {builtin::prelu, {0, none}},
          {builtin::quantize, {89, none}},
          {builtin::relu, {0, none}},
          {builtin::relu6, {0, none}},
          {builtin::relu_n1_to_1, {0, none}},
          {builtin::reshape, {17, {{reshape_new_shape, std::vector<std::int32_t>{}}}}},
          {builtin::resize_bilinear,
           {15,
            {{field::resize_bilinear::align_corners, false},
             {field::resize_bilinear::half_pixel_centers, false}}}},
          {builtin::resize_nearest_neighbor,
           {74,
            {{field::resize_nearest_neighbor::align_corners, false},
             {field::resize_nearest_neighbor::half_pixel_centers, false}}}},
          {builtin::slice, {48, none}},
          {builtin::softmax, {9, {{field::softmax::beta, 0.0F}}}},
          {builtin::sub, {28, {{sub_activation, std::int8_t{0}}, {sub_pot_scale_int16, true}}}},
          {builtin::tanh, {0, none}},
          {builtin::transpose, {26, none}},
          {builtin::transpose_conv, transpose_conv_options()}};
}

}  // namespace detail

/// The options of an operator; null for operators that octet does not convert.
inline const options_schema* options_of(builtin code) {
  static const std::map<builtin, options_schema> schemas = detail::all_options();
  const auto at = schemas.find(code);
  return at == schemas.end() ? nullptr : &at->second;
}

/// Every option that the schema has, as the table says or else by default.
inline option_map read_options(const options_schema& schema, const flatbuffer::table& table) {
  option_map options = schema.defaults;
  for (auto& [number, value] : options) {
    const int f = number;
    std::visit(
        [&](auto& v) {
          using T = std::decay_t<decltype(v)>;
          if constexpr (std::is_same_v<T, bool>) {
            v = table.scalar<std::uint8_t>(f, v ? 1 : 0) != 0;
          } else if constexpr (std::is_scalar_v<T>) {
            v = table.scalar<T>(f, v);
          } else {
            const flatbuffer::vector<typename T::value_type> values =
                table.vector_of<typename T::value_type>(f);
            for (std::size_t i = 0; i < values.size(); ++i) v.push_back(values[i]);
          }
        },
        value);
  }
  return options;
}

}  // namespace octet::convert
