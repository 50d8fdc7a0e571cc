// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The float operators that the SIMD backend has kernels for. To be included wherever
// load<simd_backend> gets them.
#pragma once

#include "octet/float_ops/add.hpp"
#include "octet/float_ops/conv_2d.hpp"
#include "octet/float_ops/mul.hpp"
#include "octet/float_ops/relu.hpp"
#include "octet/float_ops/relu6.hpp"
#include "octet/float_ops/relu_0_to_1.hpp"
#include "octet/float_ops/relu_n1_to_1.hpp"
#include "octet/float_ops/simd/depthwise_conv_2d.hpp"
#include "octet/float_ops/simd/elementwise.hpp"
#include "octet/float_ops/simd/product.hpp"
#include "octet/float_ops/simd/transpose_conv.hpp"
#include "octet/float_ops/simd/unidirectional_sequence_lstm.hpp"
#include "octet/float_ops/sub.hpp"
#include "octet/model/simd.hpp"

namespace octet::detail {

template <contract C>
struct on_simd<float_ops::conv_2d_entry, C> {
  using type = float_ops::simd_product_entry<float_ops::conv_2d_entry>;
};
template <contract C>
struct on_simd<float_ops::fully_connected_entry, C> {
  using type = float_ops::simd_product_entry<float_ops::fully_connected_entry>;
};
template <contract C>
struct on_simd<float_ops::batch_matmul_entry, C> {
  using type = float_ops::simd_batch_matmul_entry;
};
template <contract C>
struct on_simd<float_ops::depthwise_conv_2d_entry, C> {
  using type = float_ops::simd_depthwise_conv_2d_entry;
};
template <contract C>
struct on_simd<float_ops::transpose_conv_entry, C> {
  using type = float_ops::simd_transpose_conv_entry;
};
template <contract C>
struct on_simd<float_ops::unidirectional_sequence_lstm_entry, C> {
  using type = float_ops::simd_lstm_entry;
};
template <contract C>
struct on_simd<float_ops::add_entry, C> {
  using type = float_ops::simd_pair_entry<float_ops::add_entry, simd_float_pair::add, C>;
};
template <contract C>
struct on_simd<float_ops::sub_entry, C> {
  using type = float_ops::simd_pair_entry<float_ops::sub_entry, simd_float_pair::subtract, C>;
};
template <contract C>
struct on_simd<float_ops::mul_entry, C> {
  using type = float_ops::simd_pair_entry<float_ops::mul_entry, simd_float_pair::multiply, C>;
};
template <contract C>
struct on_simd<float_ops::relu_entry, C> {
  using type = float_ops::simd_limit_entry<float_ops::relu_entry, 0, 0, C>;
};
template <contract C>
struct on_simd<float_ops::relu6_entry, C> {
  using type = float_ops::simd_limit_entry<float_ops::relu6_entry, 0, 6, C>;
};
template <contract C>
struct on_simd<float_ops::relu_0_to_1_entry, C> {
  using type = float_ops::simd_limit_entry<float_ops::relu_0_to_1_entry, 0, 1, C>;
};
template <contract C>
struct on_simd<float_ops::relu_n1_to_1_entry, C> {
  using type = float_ops::simd_limit_entry<float_ops::relu_n1_to_1_entry, -1, 1, C>;
};

}  // namespace octet::detail
