// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// octet::float_ops::all: every operator of the device floors, and the float operators of the host.
#pragma once

#include "octet/float_ops/add.hpp"
#include "octet/float_ops/average_pool_2d.hpp"
#include "octet/float_ops/conv_2d.hpp"
#include "octet/float_ops/depthwise_conv_2d.hpp"
#include "octet/float_ops/fully_connected.hpp"
#include "octet/float_ops/logistic.hpp"
#include "octet/float_ops/max_pool_2d.hpp"
#include "octet/float_ops/mean.hpp"
#include "octet/float_ops/mul.hpp"
#include "octet/float_ops/relu.hpp"
#include "octet/float_ops/relu6.hpp"
#include "octet/float_ops/softmax.hpp"
#include "octet/float_ops/sub.hpp"
#include "octet/float_ops/tanh.hpp"
#include "octet/model/ops/all.hpp"

namespace octet::float_ops {

/// One interpreter runs float models, int8 models and those that are partly both.
inline constexpr auto all =
    ops::all +
    op_list<conv_2d_entry, depthwise_conv_2d_entry, fully_connected_entry, average_pool_2d_entry,
            max_pool_2d_entry, mean_entry, add_entry, sub_entry, mul_entry, softmax_entry,
            relu_entry, relu6_entry, logistic_entry, tanh_entry>{};

}  // namespace octet::float_ops
