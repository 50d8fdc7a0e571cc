// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// TRANSPOSE_CONV in float.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/float_ops/convolution.hpp"
#include "octet/float_ops/support.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/transpose_conv.hpp"
#include "octet/model/ops/geometry.hpp"

namespace octet::float_ops {

/// Transposed convolution.   out[i * stride - pad + k] = act(bias + sum(input[i] * filter[k]))
///
/// shapes   input (N,H,W,C)  filter (O,Kh,Kw,C)  bias (O)  output (N,Ho,Wo,O)
/// rounding float sums, in the order of the input; the bias last
/// memory   none; input and output must not overlap
/// source   TensorFlow Lite reference kernels, TRANSPOSE_CONV
inline void transpose_conv(const convolution_args& a) {
  const auto depth = static_cast<std::size_t>(a.filter.shape[3]);
  for (std::int32_t n = 0; n < a.output.shape[0]; ++n) {
    for (std::int32_t y = 0; y < a.output.shape[1]; ++y) {
      for (std::int32_t x = 0; x < a.output.shape[2]; ++x) {
        for (std::int32_t o = 0; o < a.output.shape[3]; ++o) {
          float sum = 0.0F;
          for_each_reaching_input(
              a, y, x, [&](std::int32_t ky, std::int32_t kx, std::int32_t iy, std::int32_t ix) {
                const float* in = a.input.data.data() + a.input.at(n, iy, ix, 0);
                const float* weights = a.filter.data.data() + a.filter.at(o, ky, kx, 0);
                for (std::size_t c = 0; c < depth; ++c) sum += in[c] * weights[c];
              });
          const float bias = a.bias ? a.bias[static_cast<std::size_t>(o)] : 0.0F;
          a.output.data.store(a.output.at(n, y, x, o), clamp_to(sum + bias, a.clamp));
        }
      }
    }
  }
}

/// What is TRANSPOSE_CONV's own in a model.
struct transpose_conv_kind {
  static constexpr builtin code = builtin::transpose_conv;
  static constexpr std::size_t input = 2;
  static constexpr int activation = field::transpose_conv::activation;

  static refusal geometry(const prepare_context& c, ops::conv_geometry& g) {
    return ops::read_transpose_conv_geometry(c, g);
  }
  static void run(const convolution_args& args) { float_ops::transpose_conv(args); }
};

using transpose_conv_entry = convolution_entry<transpose_conv_kind>;

}  // namespace octet::float_ops
