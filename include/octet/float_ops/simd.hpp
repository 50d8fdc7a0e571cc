// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The float operators that the SIMD backend has kernels for. To be included wherever
// load<simd_backend> gets them.
#pragma once

#include "octet/float_ops/add.hpp"
#include "octet/float_ops/conv_2d.hpp"
#include "octet/float_ops/mul.hpp"
#include "octet/float_ops/simd/binary.hpp"
#include "octet/float_ops/simd/depthwise_conv_2d.hpp"
#include "octet/float_ops/simd/product.hpp"
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
struct on_simd<float_ops::add_entry, C> {
  using type = float_ops::simd_binary_entry<float_ops::add_entry, simd_float_pair::add>;
};
template <contract C>
struct on_simd<float_ops::sub_entry, C> {
  using type = float_ops::simd_binary_entry<float_ops::sub_entry, simd_float_pair::subtract>;
};
template <contract C>
struct on_simd<float_ops::mul_entry, C> {
  using type = float_ops::simd_binary_entry<float_ops::mul_entry, simd_float_pair::multiply>;
};

}  // namespace octet::detail
