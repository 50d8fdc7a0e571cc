// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The layers that are timed, with random codes and weights.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

#include "octet/kernels/window.hpp"

namespace octet_bench {

/// A layer with `same` padding and batch 1. kind: conv, dw (depthwise) or fc (matrix product,
/// `height` rows).
struct layer {
  std::string name, kind;
  int height = 1, width = 1, inputs = 1, outputs = 1, kernel_height = 1, kernel_width = 1,
      stride = 1;

  octet::window_2d window() const;
  std::size_t input_count() const;
  std::size_t output_count() const;
  std::size_t weight_count() const;
  double macs() const;
};

/// The 30 layers of eight networks on which octet is measured.
const std::vector<layer>& known_layers();

/// Layers from lines of `name kind H W Cin Cout KH KW S`; lines that begin with # do not count.
std::vector<layer> read_layers(std::istream& in);

/// Codes and scales of a layer. Zero points other than 0, since networks have them.
struct layer_data {
  explicit layer_data(const layer& l);

  std::vector<std::int8_t> input, filter;  ///< filter (O,Kh,Kw,C), or (Kh,Kw,C) of dw
  std::vector<std::int32_t> bias;
  std::vector<float> filter_scales;
  float input_scale = 1.0F / 64.0F, output_scale = 0;
  std::int32_t input_zero_point = -5, output_zero_point = 3;
};

}  // namespace octet_bench
