// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// CONV_2D in a model: what is its own; the rest is in convolution.hpp, the arithmetic in
// kernels/conv_2d.hpp.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/kernels/conv_2d.hpp"
#include "octet/model/ops/convolution.hpp"

namespace octet::ops {

namespace detail {

struct conv_2d_kind {
  static constexpr builtin code = builtin::conv_2d;
  static constexpr std::int32_t channel_axis = 0;
  static constexpr bool runs_in_place = true;
  static constexpr bool has_wide_kernel = true;
  static constexpr int activation = field::conv_2d::activation;
  // The keyword model runs no faster on a Cortex-M4 with a kernel for each shape (0.4 %), and the
  // kernels take 900 bytes more.
  static constexpr bool knows_extents = false;

  static constexpr refusal geometry(const prepare_context& c, conv_geometry& g) {
    return read_conv_2d_geometry(c, g);
  }
  /// As TensorFlow Lite does, whose kernel for channels of different scales serves groups too.
  static constexpr row_scheme scheme_of_rows(const prepare_context& c, const conv_geometry& g) {
    const tensor_info filter = c.input(1);
    bool asymmetric = g.filter[3] != g.input[3];
    for (std::size_t i = 1; i < filter.scales.size(); ++i)
      asymmetric = asymmetric || filter.scales[i] != filter.scales[0];
    return asymmetric ? row_scheme::asymmetric : row_scheme::symmetric;
  }
  template <class Backend, class Args>
  static constexpr void run(const Args& args) {
    octet::conv_2d<Backend>(args);
  }
};

}  // namespace detail

/// Activations of type T; weights int8, or beside int8 int4 packed two a byte, beside uint8 uint8.
/// float activations are quantized while the model runs.
template <class T, class Weight = weight_of<T>>
struct conv_2d : convolution<detail::conv_2d_kind, T, Weight> {};

}  // namespace octet::ops
