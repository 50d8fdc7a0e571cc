// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The arguments that CONV_2D, DEPTHWISE_CONV_2D and TRANSPOSE_CONV share.
#pragma once

#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/kernels/accumulator.hpp"
#include "octet/kernels/in_place.hpp"
#include "octet/kernels/requantization.hpp"
#include "octet/kernels/window.hpp"

namespace octet {

/// Arguments of a convolution. Groups and depth multiplier follow from the shapes.
template <class T, class Weight, class Bias, class Accumulator = accumulator_32,
          class Extents = extents_4d, class FilterExtents = Extents, class OutputExtents = Extents>
struct basic_convolution_args {
  using accumulator = Accumulator;
  using bias_code = Bias;

  tensor<const T, Extents> input{};
  tensor<const Weight, FilterExtents> filter{};
  elements<const Bias> bias{};  ///< may be absent
  tensor<T, OutputExtents> output{};
  std::int32_t input_zero_point = 0;
  window_2d window{};  ///< over the input; of transpose_conv over the output
  requantization requantize{};
  walk order = walk::forward;  ///< of output rows, where the output lies over the input
};

}  // namespace octet
