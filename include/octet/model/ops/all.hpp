// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// octet::ops::all: every operator of the device floors, for every type that has a kernel.
#pragma once

#include <cstdint>

#include "octet/model/ops/abs.hpp"
#include "octet/model/ops/add.hpp"
#include "octet/model/ops/arg_max.hpp"
#include "octet/model/ops/average_pool_2d.hpp"
#include "octet/model/ops/batch_matmul.hpp"
#include "octet/model/ops/blockwise_fully_connected.hpp"
#include "octet/model/ops/broadcast_to.hpp"
#include "octet/model/ops/cast.hpp"
#include "octet/model/ops/comparison.hpp"
#include "octet/model/ops/concatenation.hpp"
#include "octet/model/ops/conv_2d.hpp"
#include "octet/model/ops/depth_to_space.hpp"
#include "octet/model/ops/depthwise_conv_2d.hpp"
#include "octet/model/ops/dequantize.hpp"
#include "octet/model/ops/div.hpp"
#include "octet/model/ops/elu.hpp"
#include "octet/model/ops/exp.hpp"
#include "octet/model/ops/expand_dims.hpp"
#include "octet/model/ops/fill.hpp"
#include "octet/model/ops/fully_connected.hpp"
#include "octet/model/ops/gather.hpp"
#include "octet/model/ops/gather_nd.hpp"
#include "octet/model/ops/gelu.hpp"
#include "octet/model/ops/hard_swish.hpp"
#include "octet/model/ops/hybrid_unidirectional_sequence_lstm.hpp"
#include "octet/model/ops/l2_normalization.hpp"
#include "octet/model/ops/leaky_relu.hpp"
#include "octet/model/ops/log_softmax.hpp"
#include "octet/model/ops/logical.hpp"
#include "octet/model/ops/logistic.hpp"
#include "octet/model/ops/max_pool_2d.hpp"
#include "octet/model/ops/maximum.hpp"
#include "octet/model/ops/mean.hpp"
#include "octet/model/ops/mirror_pad.hpp"
#include "octet/model/ops/mul.hpp"
#include "octet/model/ops/one_hot.hpp"
#include "octet/model/ops/pack.hpp"
#include "octet/model/ops/pad.hpp"
#include "octet/model/ops/prelu.hpp"
#include "octet/model/ops/quantize.hpp"
#include "octet/model/ops/reduce.hpp"
#include "octet/model/ops/relu.hpp"
#include "octet/model/ops/relu6.hpp"
#include "octet/model/ops/relu_0_to_1.hpp"
#include "octet/model/ops/relu_n1_to_1.hpp"
#include "octet/model/ops/reshape.hpp"
#include "octet/model/ops/resize_bilinear.hpp"
#include "octet/model/ops/resize_nearest_neighbor.hpp"
#include "octet/model/ops/reverse_v2.hpp"
#include "octet/model/ops/select.hpp"
#include "octet/model/ops/shape.hpp"
#include "octet/model/ops/slice.hpp"
#include "octet/model/ops/softmax.hpp"
#include "octet/model/ops/space_to_batch_nd.hpp"
#include "octet/model/ops/split.hpp"
#include "octet/model/ops/split_v.hpp"
#include "octet/model/ops/sqrt.hpp"
#include "octet/model/ops/squared_difference.hpp"
#include "octet/model/ops/squeeze.hpp"
#include "octet/model/ops/strided_slice.hpp"
#include "octet/model/ops/sub.hpp"
#include "octet/model/ops/sum.hpp"
#include "octet/model/ops/svdf.hpp"
#include "octet/model/ops/tanh.hpp"
#include "octet/model/ops/tile.hpp"
#include "octet/model/ops/transpose.hpp"
#include "octet/model/ops/transpose_conv.hpp"
#include "octet/model/ops/unidirectional_sequence_lstm.hpp"
#include "octet/model/ops/unpack.hpp"
#include "octet/model/plan.hpp"

namespace octet::ops {

/// Give load a shorter list, op_list<conv_2d<std::int8_t>, ...>{}, and only those kernels are
/// linked.
inline constexpr op_list<
    abs<std::int8_t>, abs<std::int16_t>, abs<std::int32_t>, add<std::int8_t>, add<std::int16_t>,
    add<std::int32_t>, add<std::int64_t>, add<std::uint8_t>, arg_max<float>, arg_max<std::int8_t>,
    arg_max<std::int16_t>, arg_max<std::int32_t>, arg_max<std::int64_t>, arg_max<std::uint8_t>,
    arg_min<float>, arg_min<std::int8_t>, arg_min<std::int16_t>, arg_min<std::int32_t>,
    arg_min<std::int64_t>, arg_min<std::uint8_t>, average_pool_2d<std::int8_t>,
    average_pool_2d<std::int16_t>, average_pool_2d<std::uint8_t>, batch_matmul<float>,
    batch_matmul<std::int8_t>, batch_matmul<std::int16_t>, batch_to_space_nd, broadcast_to, cast,
    concatenation, conv_2d<float>, conv_2d<float, int4>, conv_2d<std::int8_t>,
    conv_2d<std::int8_t, int4>, conv_2d<std::int16_t>, conv_2d<std::uint8_t>,
    conv_2d<std::uint8_t, std::int8_t>, depth_to_space, depthwise_conv_2d<float>,
    depthwise_conv_2d<float, int4>, depthwise_conv_2d<std::int8_t>,
    depthwise_conv_2d<std::int8_t, int4>, depthwise_conv_2d<std::int16_t>,
    depthwise_conv_2d<std::uint8_t>, depthwise_conv_2d<std::uint8_t, std::int8_t>, dequantize<int4>,
    dequantize<std::int8_t>, dequantize<float16>, dequantize<std::int16_t>,
    dequantize<std::uint8_t>, div<std::int8_t>, div<std::int32_t>, div<std::uint8_t>,
    elu<std::int8_t>, equal<bool>, equal<std::int8_t>, equal<std::int16_t>, equal<std::int32_t>,
    equal<std::int64_t>, equal<std::uint8_t>, exp<std::int8_t>, exp<std::int16_t>, expand_dims,
    fill, floor_div<std::int32_t>, floor_mod<std::int32_t>, floor_mod<std::int64_t>,
    fully_connected<float>, fully_connected<float, int4>, fully_connected<float, blockwise<int4>>,
    fully_connected<std::int8_t>, fully_connected<std::int8_t, int4>, fully_connected<std::int16_t>,
    fully_connected<std::uint8_t>, fully_connected<std::uint8_t, std::int8_t>, gather, gather_nd,
    gelu<std::int8_t>, gelu<std::uint8_t>, greater<std::int8_t>, greater<std::int16_t>,
    greater<std::int32_t>, greater<std::int64_t>, greater<std::uint8_t>, greater_equal<std::int8_t>,
    greater_equal<std::int16_t>, greater_equal<std::int32_t>, greater_equal<std::int64_t>,
    greater_equal<std::uint8_t>, hard_swish<std::int8_t>, hard_swish<std::uint8_t>,
    hybrid_unidirectional_sequence_lstm, l2_normalization<std::int8_t>, leaky_relu<std::int8_t>,
    leaky_relu<std::int16_t>, leaky_relu<std::uint8_t>, less<std::int8_t>, less<std::int16_t>,
    less<std::int32_t>, less<std::int64_t>, less<std::uint8_t>, less_equal<std::int8_t>,
    less_equal<std::int16_t>, less_equal<std::int32_t>, less_equal<std::int64_t>,
    less_equal<std::uint8_t>, log<std::int8_t>, log<std::int16_t>, log_softmax<std::int8_t>,
    logical_and, logical_not, logical_or, logistic<std::int8_t>, logistic<std::int16_t>,
    logistic<std::uint8_t>, max_pool_2d<std::int8_t>, max_pool_2d<std::int16_t>,
    max_pool_2d<std::uint8_t>, maximum<std::int8_t>, maximum<std::int16_t>, maximum<std::int32_t>,
    maximum<std::int64_t>, maximum<std::uint8_t>, mean<std::int8_t>, mean<std::int16_t>,
    mean<std::uint8_t>, minimum<std::int8_t>, minimum<std::int16_t>, minimum<std::int32_t>,
    minimum<std::int64_t>, minimum<std::uint8_t>, mirror_pad, mul<std::int8_t>, mul<std::int16_t>,
    mul<std::int32_t>, mul<std::int64_t>, mul<std::uint8_t>, neg<std::int32_t>, neg<std::int64_t>,
    not_equal<bool>, not_equal<std::int8_t>, not_equal<std::int16_t>, not_equal<std::int32_t>,
    not_equal<std::int64_t>, not_equal<std::uint8_t>, one_hot, pack, pad, padv2, prelu<std::int8_t>,
    prelu<std::int16_t>, prelu<std::uint8_t>, quantize<float, std::int8_t>,
    quantize<std::int8_t, std::int8_t>, quantize<float, std::int16_t>,
    quantize<float, std::uint8_t>, quantize<std::int8_t, std::int16_t>,
    quantize<std::int8_t, std::int32_t>, quantize<std::int8_t, std::uint8_t>,
    quantize<std::int16_t, std::int8_t>, quantize<std::int16_t, std::int16_t>,
    quantize<std::int16_t, std::int32_t>, quantize<std::int32_t, std::int8_t>,
    quantize<std::int32_t, std::int16_t>, quantize<std::uint8_t, std::int8_t>,
    quantize<std::uint8_t, std::uint8_t>, rank, reduce_all, reduce_any, reduce_max<std::int8_t>,
    reduce_max<std::int16_t>, reduce_max<std::int32_t>, reduce_max<std::int64_t>,
    reduce_max<std::uint8_t>, reduce_min<std::int8_t>, reduce_min<std::int16_t>,
    reduce_min<std::int32_t>, reduce_min<std::int64_t>, reduce_min<std::uint8_t>,
    reduce_prod<std::int32_t>, reduce_prod<std::int64_t>, relu<std::int8_t>, relu<std::int16_t>,
    relu<std::uint8_t>, relu6<std::int8_t>, relu6<std::int16_t>, relu6<std::uint8_t>,
    relu_0_to_1<std::int8_t>, relu_0_to_1<std::int16_t>, relu_0_to_1<std::uint8_t>,
    relu_n1_to_1<std::int8_t>, relu_n1_to_1<std::int16_t>, relu_n1_to_1<std::uint8_t>, reshape,
    resize_bilinear<std::int8_t>, resize_bilinear<std::int16_t>, resize_nearest_neighbor,
    reverse_v2, rsqrt<std::int8_t>, rsqrt<std::int16_t>, select, select_v2, shape_op, slice,
    softmax<std::int8_t>, softmax<std::int16_t>, softmax<std::int8_t, std::int16_t>,
    softmax<std::uint8_t>, space_to_batch_nd, space_to_depth, split, split_v, sqrt<std::int8_t>,
    sqrt<std::int16_t>, squared_difference<std::int8_t>, squared_difference<std::int16_t>,
    squared_difference<std::int32_t>, squeeze, strided_slice, sub<std::int8_t>, sub<std::int16_t>,
    sub<std::int32_t>, sub<std::int64_t>, sub<std::uint8_t>, sum<std::int8_t>, sum<std::int16_t>,
    sum<std::int32_t>, sum<std::int64_t>, svdf<float>, svdf<std::int8_t>, svdf<std::int16_t>,
    tanh<std::int8_t>, tanh<std::int16_t>, tanh<std::uint8_t>, tile, transpose,
    transpose_conv<float>, transpose_conv<std::int8_t>, transpose_conv<std::int16_t>,
    transpose_conv<std::uint8_t>, transpose_conv<std::uint8_t, std::int8_t>,
    unidirectional_sequence_lstm<std::int8_t>, unidirectional_sequence_lstm<std::int16_t>, unpack,
    zeros_like>
    all{};

}  // namespace octet::ops
