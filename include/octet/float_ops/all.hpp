// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// octet::float_ops::all: every operator of the device floors, and the float operators of the host.
#pragma once

#include "octet/float_ops/add.hpp"
#include "octet/float_ops/average_pool_2d.hpp"
#include "octet/float_ops/batch_matmul.hpp"
#include "octet/float_ops/conv_2d.hpp"
#include "octet/float_ops/depthwise_conv_2d.hpp"
#include "octet/float_ops/div.hpp"
#include "octet/float_ops/elementary.hpp"
#include "octet/float_ops/elu.hpp"
#include "octet/float_ops/fake_quant.hpp"
#include "octet/float_ops/fully_connected.hpp"
#include "octet/float_ops/gelu.hpp"
#include "octet/float_ops/hard_swish.hpp"
#include "octet/float_ops/l2_normalization.hpp"
#include "octet/float_ops/leaky_relu.hpp"
#include "octet/float_ops/log_softmax.hpp"
#include "octet/float_ops/logistic.hpp"
#include "octet/float_ops/max_pool_2d.hpp"
#include "octet/float_ops/mean.hpp"
#include "octet/float_ops/mul.hpp"
#include "octet/float_ops/prelu.hpp"
#include "octet/float_ops/relu.hpp"
#include "octet/float_ops/relu6.hpp"
#include "octet/float_ops/relu_0_to_1.hpp"
#include "octet/float_ops/relu_n1_to_1.hpp"
#include "octet/float_ops/resize_bilinear.hpp"
#include "octet/float_ops/softmax.hpp"
#include "octet/float_ops/squared_difference.hpp"
#include "octet/float_ops/sub.hpp"
#include "octet/float_ops/svdf.hpp"
#include "octet/float_ops/tanh.hpp"
#include "octet/float_ops/transpose_conv.hpp"
#include "octet/float_ops/unidirectional_sequence_lstm.hpp"
#include "octet/model/ops/all.hpp"

namespace octet::float_ops {

/// One interpreter runs float models, int8 models and those that are partly both.
inline constexpr auto all =
    ops::all +
    op_list<conv_2d_entry, depthwise_conv_2d_entry, fully_connected_entry, transpose_conv_entry,
            batch_matmul_entry, average_pool_2d_entry, max_pool_2d_entry, mean_entry, add_entry,
            sub_entry, mul_entry, softmax_entry, relu_entry, relu6_entry, logistic_entry,
            tanh_entry, elu_entry, fake_quant_entry, gelu_entry, hard_swish_entry,
            l2_normalization_entry, leaky_relu_entry, log_softmax_entry, prelu_entry,
            relu_0_to_1_entry, relu_n1_to_1_entry, resize_bilinear_entry, squared_difference_entry,
            div_entry, floor_div_entry, floor_mod_entry, abs_entry, ceil_entry, cos_entry,
            exp_entry, floor_entry, log_entry, neg_entry, round_entry, rsqrt_entry, sin_entry,
            sqrt_entry, square_entry, ops::maximum<float>, ops::minimum<float>, ops::equal<float>,
            ops::not_equal<float>, ops::less<float>, ops::less_equal<float>, ops::greater<float>,
            ops::greater_equal<float>, ops::reduce_max<float>, ops::reduce_min<float>,
            ops::reduce_prod<float>, ops::sum<float>, svdf_entry,
            unidirectional_sequence_lstm_entry>{};

}  // namespace octet::float_ops
