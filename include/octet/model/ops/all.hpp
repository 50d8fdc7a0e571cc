// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// octet::ops::all: every operator of the device floors, for every type that has a kernel.
#pragma once

#include <cstdint>

#include "octet/model/ops/add.hpp"
#include "octet/model/ops/average_pool_2d.hpp"
#include "octet/model/ops/conv_2d.hpp"
#include "octet/model/ops/depthwise_conv_2d.hpp"
#include "octet/model/ops/dequantize.hpp"
#include "octet/model/ops/fully_connected.hpp"
#include "octet/model/ops/max_pool_2d.hpp"
#include "octet/model/ops/mean.hpp"
#include "octet/model/ops/pad.hpp"
#include "octet/model/ops/quantize.hpp"
#include "octet/model/ops/relu.hpp"
#include "octet/model/ops/relu6.hpp"
#include "octet/model/ops/reshape.hpp"
#include "octet/model/ops/softmax.hpp"
#include "octet/model/plan.hpp"

namespace octet::ops {

/// Give load a shorter list, op_list<conv_2d<std::int8_t>, ...>{}, and only those kernels are
/// linked.
inline constexpr op_list<add<std::int8_t>, average_pool_2d<std::int8_t>, conv_2d<std::int8_t>,
                         depthwise_conv_2d<std::int8_t>, dequantize<std::int8_t>,
                         fully_connected<std::int8_t>, max_pool_2d<std::int8_t>, mean<std::int8_t>,
                         pad<std::int8_t>, quantize<float, std::int8_t>,
                         quantize<std::int8_t, std::int8_t>, relu<std::int8_t>, relu6<std::int8_t>,
                         reshape, softmax<std::int8_t>>
    all{};

}  // namespace octet::ops
