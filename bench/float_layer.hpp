// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// A layer in float, for those who run it without quantization.
#pragma once

#include <vector>

#include "layer.hpp"

namespace octet_bench {

/// The codes of layer_data as real numbers; shapes as there.
struct float_layer {
  explicit float_layer(const layer& l) : output(l.output_count()) {
    const layer_data codes(l);
    input.assign(codes.input.begin(), codes.input.end());
    filter.assign(codes.filter.begin(), codes.filter.end());
    bias.assign(codes.bias.begin(), codes.bias.end());
  }

  tensor<float> input, filter, bias, output;
};

}  // namespace octet_bench
