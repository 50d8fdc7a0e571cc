// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// DEPTHWISE_CONV_2D in a model: what is its own; the rest is in convolution.hpp, the arithmetic in
// kernels/depthwise_conv_2d.hpp.
#pragma once

#include <cstdint>

#include "octet/kernels/depthwise_conv_2d.hpp"
#include "octet/model/ops/convolution.hpp"

namespace octet::ops {

namespace detail {

struct depthwise_conv_2d_kind {
  static constexpr builtin code = builtin::depthwise_conv_2d;
  static constexpr std::int32_t channel_axis = 3;
  static constexpr bool runs_in_place = true;
  static constexpr bool has_wide_kernel = true;
  static constexpr int activation = field::depthwise_conv_2d::activation;
  static constexpr bool knows_extents = true;

  static constexpr refusal geometry(const prepare_context& c, conv_geometry& g) {
    return read_depthwise_conv_2d_geometry(c, g);
  }
  static constexpr row_scheme scheme_of_rows(const prepare_context&, const conv_geometry&) {
    return row_scheme::asymmetric;
  }
  template <class Backend, class Args>
  static constexpr void run(const Args& args) {
    octet::depthwise_conv_2d<Backend>(args);
  }
};

}  // namespace detail

/// Activations of type T; weights int8, or beside int8 int4 packed two a byte, beside uint8 uint8.
/// float activations are quantized while the model runs.
template <class T, class Weight = weight_of<T>>
struct depthwise_conv_2d : convolution<detail::depthwise_conv_2d_kind, T, Weight> {};

}  // namespace octet::ops
