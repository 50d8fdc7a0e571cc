// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// FULLY_CONNECTED of real activations, quantized row by row, with weights of which every block of
// neighbours has a scale of its own.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/core/float16.hpp"
#include "octet/core/tensor.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/hybrid.hpp"
#include "octet/kernels/weights.hpp"

namespace octet {

/// Codes with a scale for each block of neighbours along the last axis.
template <class Code>
struct blockwise {};

/// Arguments of blockwise_fully_connected.
struct blockwise_fully_connected_args {
  tensor<const float, extents<dynamic, dynamic>> input{};
  tensor<const int4, extents<dynamic, dynamic>> filter{};
  elements<const float16> scales{};  ///< of the blocks of the first channel, of the second ...
  std::int32_t block_size = 1;
  elements<const float> bias{};  ///< may be absent
  tensor<float, extents<dynamic, dynamic>> output{};
  clamp_range<float> clamp{};
  elements<std::int8_t> scratch{};  ///< as many codes as a row of the input has elements
};

/// Matrix product.   out = act(bias + sum over the blocks of scale * sum(input * filter)), in real
/// units
///
/// shapes   input (N,C)  filter (O,C)  scales (O, C / block_size)  bias (O)  output (N,O)
/// units    weights symmetric codes, all else real
/// rounding of the input as quantize_row says, asymmetric; the integer sum of a block is exact, the
///          rest is float
/// range    block_size divides C, and 8 * 255 * block_size stays inside int32
/// memory   scratch C bytes; input and output must not overlap
/// errors   none here: model/ops/blockwise_fully_connected.hpp checks
/// source   TensorFlow Lite reference kernel, FULLY_CONNECTED with blockwise quantization, which
///          subtracts the zero point only after the blocks have become real
template <class Backend = scalar>
constexpr void blockwise_fully_connected(const blockwise_fully_connected_args& a) {
  const auto depth = static_cast<std::size_t>(a.filter.shape[1]);
  const auto channels = static_cast<std::size_t>(a.filter.shape[0]);
  const auto block = static_cast<std::size_t>(a.block_size);
  const elements<const std::int8_t> codes = a.scratch;
  for (std::size_t n = 0; n < static_cast<std::size_t>(a.output.shape[0]); ++n) {
    const affine params =
        quantize_row(row_scheme::asymmetric, a.input.data + n * depth, depth, 1, a.scratch);
    for (std::size_t o = 0; o < channels; ++o) {
      const elements<const float16> scales = a.scales + o * (depth / block);
      float sum = 0;
      for (std::size_t first = 0; first < depth; first += block) {
        const std::int32_t of_block = Backend::dot(
            codes + first, params.zero_point, a.filter.data + (o * depth + first), a.block_size);
        sum += detail::rounded_product(static_cast<float>(of_block),
                                       static_cast<float>(scales[first / block]));
      }
      const float real = (a.bias ? a.bias[o] : 0.0F) + detail::rounded_product(sum, params.scale);
      a.output.data.store(n * channels + o, clamp_to(real, a.clamp));
    }
  }
}

}  // namespace octet
