// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// octet::ops::all: every operator of the device floors, for every type that has a kernel.
#pragma once

#include <cstdint>

#include "octet/model/ops/add.hpp"
#include "octet/model/ops/arg_max.hpp"
#include "octet/model/ops/average_pool_2d.hpp"
#include "octet/model/ops/broadcast_to.hpp"
#include "octet/model/ops/cast.hpp"
#include "octet/model/ops/concatenation.hpp"
#include "octet/model/ops/conv_2d.hpp"
#include "octet/model/ops/depth_to_space.hpp"
#include "octet/model/ops/depthwise_conv_2d.hpp"
#include "octet/model/ops/dequantize.hpp"
#include "octet/model/ops/expand_dims.hpp"
#include "octet/model/ops/fill.hpp"
#include "octet/model/ops/fully_connected.hpp"
#include "octet/model/ops/gather.hpp"
#include "octet/model/ops/gather_nd.hpp"
#include "octet/model/ops/max_pool_2d.hpp"
#include "octet/model/ops/mean.hpp"
#include "octet/model/ops/mirror_pad.hpp"
#include "octet/model/ops/one_hot.hpp"
#include "octet/model/ops/pack.hpp"
#include "octet/model/ops/pad.hpp"
#include "octet/model/ops/quantize.hpp"
#include "octet/model/ops/relu.hpp"
#include "octet/model/ops/relu6.hpp"
#include "octet/model/ops/reshape.hpp"
#include "octet/model/ops/resize_nearest_neighbor.hpp"
#include "octet/model/ops/reverse_v2.hpp"
#include "octet/model/ops/shape.hpp"
#include "octet/model/ops/slice.hpp"
#include "octet/model/ops/softmax.hpp"
#include "octet/model/ops/space_to_batch_nd.hpp"
#include "octet/model/ops/split.hpp"
#include "octet/model/ops/split_v.hpp"
#include "octet/model/ops/squeeze.hpp"
#include "octet/model/ops/strided_slice.hpp"
#include "octet/model/ops/tile.hpp"
#include "octet/model/ops/transpose.hpp"
#include "octet/model/ops/unpack.hpp"
#include "octet/model/plan.hpp"

namespace octet::ops {

/// Give load a shorter list, op_list<conv_2d<std::int8_t>, ...>{}, and only those kernels are
/// linked.
inline constexpr op_list<
    add<std::int8_t>, arg_max<float>, arg_max<std::int8_t>, arg_max<std::int16_t>,
    arg_max<std::int32_t>, arg_max<std::int64_t>, arg_max<std::uint8_t>, arg_min<float>,
    arg_min<std::int8_t>, arg_min<std::int16_t>, arg_min<std::int32_t>, arg_min<std::int64_t>,
    arg_min<std::uint8_t>, average_pool_2d<std::int8_t>, batch_to_space_nd, broadcast_to, cast,
    concatenation, conv_2d<std::int8_t>, depth_to_space, depthwise_conv_2d<std::int8_t>,
    dequantize<std::int8_t>, expand_dims, fill, fully_connected<std::int8_t>, gather, gather_nd,
    max_pool_2d<std::int8_t>, mean<std::int8_t>, mirror_pad, one_hot, pack, pad, padv2,
    quantize<float, std::int8_t>, quantize<std::int8_t, std::int8_t>, rank, relu<std::int8_t>,
    relu6<std::int8_t>, reshape, resize_nearest_neighbor, reverse_v2, shape_op, slice,
    softmax<std::int8_t>, space_to_batch_nd, space_to_depth, split, split_v, squeeze, strided_slice,
    tile, transpose, unpack, zeros_like>
    all{};

}  // namespace octet::ops
