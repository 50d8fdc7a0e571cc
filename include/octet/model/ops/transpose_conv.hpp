// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// TRANSPOSE_CONV in a model: what is its own; the rest is in convolution.hpp, the arithmetic in
// kernels/transpose_conv.hpp.
#pragma once

#include <cstdint>

#include "octet/kernels/transpose_conv.hpp"
#include "octet/model/ops/convolution.hpp"

namespace octet::ops {

namespace detail {

struct transpose_conv_kind {
  static constexpr builtin code = builtin::transpose_conv;
  static constexpr std::int32_t channel_axis = 0;
  static constexpr bool runs_in_place = false;
  static constexpr bool has_wide_kernel = false;
  static constexpr int activation = field::transpose_conv::activation;
  static constexpr bool knows_extents = true;

  static constexpr refusal geometry(const prepare_context& c, conv_geometry& g) {
    return read_transpose_conv_geometry(c, g);
  }
  static constexpr row_scheme scheme_of_rows(const prepare_context&, const conv_geometry&) {
    return row_scheme::asymmetric;
  }
  template <class Backend, class Args>
  static constexpr void run(const Args& args) {
    octet::transpose_conv<Backend>(args);
  }
};

}  // namespace detail

/// Activations of type T; weights int8, or beside int8 int4 packed two a byte, beside uint8 uint8.
/// float activations are quantized while the model runs.
template <class T, class Weight = weight_of<T>>
struct transpose_conv : convolution<detail::transpose_conv_kind, T, Weight> {};

}  // namespace octet::ops
