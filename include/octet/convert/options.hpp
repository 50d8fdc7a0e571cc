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

inline options_schema strided_slice_options() {
  namespace f = field::strided_slice;
  options_schema s{32, {{f::offset, false}}};
  for (const int mask :
       {f::begin_mask, f::end_mask, f::ellipsis_mask, f::new_axis_mask, f::shrink_axis_mask})
    s.defaults.insert({mask, std::int32_t{0}});
  return s;
}

inline options_schema unidirectional_sequence_lstm_options() {
  namespace f = field::unidirectional_sequence_lstm;
  constexpr int proj_clip = 2;
  return {71,
          {{f::activation, std::int8_t{0}},
           {f::cell_clip, 0.0F},
           {proj_clip, 0.0F},
           {f::time_major, false},
           {f::asymmetric_quantize_inputs, false},
           {f::diagonal_recurrent_tensors, false}}};
}

/// Operators whose table has no fields, by the table's number; 0 where they have none at all.
inline void add_plain_options(std::map<builtin, options_schema>& all) {
  using b = builtin;
  constexpr std::pair<builtin, int> plain[] = {
      {b::abs, 78},
      {b::batch_to_space_nd, 24},
      {b::broadcast_to, 104},
      {b::ceil, 0},
      {b::cos, 84},
      {b::dequantize, 38},
      {b::elu, 0},
      {b::equal, 53},
      {b::exp, 33},
      {b::expand_dims, 52},
      {b::floor, 0},
      {b::floor_div, 65},
      {b::floor_mod, 72},
      {b::gather_nd, 83},
      {b::greater, 44},
      {b::greater_equal, 45},
      {b::hard_swish, 91},
      {b::less, 41},
      {b::less_equal, 46},
      {b::log, 0},
      {b::log_softmax, 36},
      {b::logical_and, 62},
      {b::logical_not, 63},
      {b::logical_or, 60},
      {b::logistic, 0},
      {b::maximum, 39},
      {b::minimum, 39},
      {b::neg, 42},
      {b::not_equal, 54},
      {b::pad, 22},
      {b::padv2, 43},
      {b::prelu, 0},
      {b::quantize, 89},
      {b::relu, 0},
      {b::relu6, 0},
      {b::relu_0_to_1, 0},
      {b::relu_n1_to_1, 0},
      {b::reverse_v2, 81},
      {b::round, 0},
      {b::rsqrt, 0},
      {b::select, 47},
      {b::select_v2, 98},
      {b::sin, 0},
      {b::slice, 48},
      {b::space_to_batch_nd, 25},
      {b::split_v, 79},
      {b::sqrt, 0},
      {b::square, 66},
      {b::squared_difference, 76},
      {b::tanh, 0},
      {b::tile, 51},
      {b::transpose, 26},
  };
  for (const auto& [code, table] : plain)
    all.insert({code, {static_cast<std::uint8_t>(table), {}}});
}

/// Operators that reduce axes.
inline void add_reducer_options(std::map<builtin, options_schema>& all) {
  for (const builtin code : {builtin::mean, builtin::reduce_max, builtin::reduce_min,
                             builtin::reduce_prod, builtin::sum})
    all.insert({code, {27, {{field::reducer::keep_dims, false}}}});
}

inline std::map<builtin, options_schema> all_options() {
  namespace f = field;
  using b = builtin;
  constexpr int reshape_new_shape = 0, activation_alone = 0, sub_pot_scale_int16 = 1,
                output_type = 0, cast_in = 0, cast_out = 1, split_v_num = 0;
  constexpr std::int32_t zero = 0;
  constexpr std::int8_t none = 0;
  std::map<builtin, options_schema> all{
      {b::add, {11, {{f::add::activation, none}, {f::add::pot_scale_int16, true}}}},
      {b::arg_max, {40, {{output_type, none}}}},
      {b::arg_min, {57, {{output_type, none}}}},
      {b::average_pool_2d, pool_2d_options()},
      {b::batch_matmul,
       {101,
        {{f::batch_matmul::adjoint_x, false},
         {f::batch_matmul::adjoint_y, false},
         {f::batch_matmul::asymmetric_quantize_inputs, false}}}},
      {b::cast, {37, {{cast_in, none}, {cast_out, none}}}},
      {b::concatenation,
       {10, {{f::concatenation::axis, zero}, {f::concatenation::activation, none}}}},
      {b::conv_2d, conv_2d_options()},
      {b::depth_to_space, {94, {{f::depth_to_space::block_size, zero}}}},
      {b::depthwise_conv_2d, depthwise_conv_2d_options()},
      {b::div, {29, {{activation_alone, none}}}},
      {b::fake_quant,
       {58,
        {{f::fake_quant::min, 0.0F},
         {f::fake_quant::max, 0.0F},
         {f::fake_quant::num_bits, zero},
         {f::fake_quant::narrow_range, false}}}},
      {b::fully_connected, fully_connected_options()},
      {b::gather, {23, {{f::gather::axis, zero}, {f::gather::batch_dims, zero}}}},
      {b::gelu, {116, {{f::gelu::approximate, false}}}},
      {b::l2_normalization, {12, {{f::l2_normalization::activation, none}}}},
      {b::leaky_relu, {75, {{f::leaky_relu::alpha, 0.0F}}}},
      {b::max_pool_2d, pool_2d_options()},
      {b::mirror_pad, {77, {{f::mirror_pad::mode, none}}}},
      {b::mul, {21, {{activation_alone, none}}}},
      {b::pack, {59, {{f::pack::values_count, zero}, {f::pack::axis, zero}}}},
      {b::reshape, {17, {{reshape_new_shape, std::vector<std::int32_t>{}}}}},
      {b::resize_bilinear,
       {15,
        {{f::resize_bilinear::align_corners, false},
         {f::resize_bilinear::half_pixel_centers, false}}}},
      {b::resize_nearest_neighbor,
       {74,
        {{f::resize_nearest_neighbor::align_corners, false},
         {f::resize_nearest_neighbor::half_pixel_centers, false}}}},
      {b::shape, {55, {{output_type, none}}}},
      {b::softmax, {9, {{f::softmax::beta, 0.0F}}}},
      {b::space_to_depth, {19, {{f::space_to_depth::block_size, zero}}}},
      {b::split, {35, {{f::split::num_splits, zero}}}},
      {b::squeeze, {30, {{f::squeeze::squeeze_dims, std::vector<std::int32_t>{}}}}},
      {b::strided_slice, strided_slice_options()},
      {b::sub, {28, {{activation_alone, none}, {sub_pot_scale_int16, true}}}},
      {b::svdf,
       {6,
        {{f::svdf::rank, zero},
         {f::svdf::activation, none},
         {f::svdf::asymmetric_quantize_inputs, false}}}},
      {b::transpose_conv, transpose_conv_options()},
      {b::unidirectional_sequence_lstm, unidirectional_sequence_lstm_options()},
      {b::unpack, {64, {{f::unpack::num, zero}, {f::unpack::axis, zero}}}}};
  add_plain_options(all);
  add_reducer_options(all);
  all.at(b::split_v).defaults.insert({split_v_num, zero});
  return all;
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
