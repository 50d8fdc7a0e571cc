// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Random nodes on real activations with integer weights, as models, and the values that an oracle
// makes of them.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "octet/kernels/activation.hpp"
#include "octet/kernels/hybrid.hpp"
#include "octet/model/schema.hpp"
#include "support/hybrid_oracle.hpp"
#include "support/weighted_case.hpp"

namespace octet_test {

/// Field of the fused activation.
inline int activation_field(octet::builtin code) {
  return code == octet::builtin::fully_connected ? octet::field::fully_connected::activation
         : code == octet::builtin::depthwise_conv_2d
             ? octet::field::depthwise_conv_2d::activation
             : octet::field::conv_2d::activation;  // that of TRANSPOSE_CONV too
}

/// A node on real values; weighted_case sums codes over its taps.
struct hybrid_case : weighted_case {
  std::vector<float> real_input, real_bias;
  octet::activation act = octet::activation::none;
  bool option = false;  ///< asymmetric_quantize_inputs

  hybrid_case(dice& d, octet::builtin c, octet::tensor_type weights)
      : weighted_case(d, c, octet::tensor_type::int8, weights) {
    std::fill(bias.begin(), bias.end(), 0);
    if (has_bias) real_bias = random_row(d, size(channels));
    for (std::int32_t n = 0; n < batch; ++n) {
      const auto row = random_row(d, row_size());
      real_input.insert(real_input.end(), row.begin(), row.end());
    }
    // Scales that are equal are one scale to TensorFlow Lite.
    if (per_channel && d.chance(3))
      std::fill(filter_scales.begin(), filter_scales.end(), filter_scales[0]);
    if (d.chance(3)) act = octet::activation::relu6;
    option = d.chance(2);
  }

  std::size_t row_size() const { return size(in[0] * in[1] * depth); }

  octet::row_scheme scheme() const {
    const bool one_scale = std::all_of(filter_scales.begin(), filter_scales.end(),
                                       [&](float s) { return s == filter_scales[0]; });
    bool asymmetric = depthwise() || transposed();
    if (code == octet::builtin::conv_2d) asymmetric = !one_scale || groups != 1;
    if (code == octet::builtin::fully_connected) asymmetric = option;
    return asymmetric ? octet::row_scheme::asymmetric : octet::row_scheme::symmetric;
  }

  one_operator_model model() const {
    one_operator_model m = weighted_case::model();
    for (auto* t : {&m.tensors[transposed() ? 2 : 0], &m.tensors.back()}) {
      t->type = octet::tensor_type::float32;
      t->scales.clear();
      t->zero_points.clear();
    }
    if (has_bias) {
      auto& b = m.tensors[m.tensors.size() - 2];
      b.type = octet::tensor_type::float32;
      b.data = bytes_of(real_bias);
    }
    m.option(activation_field(code), static_cast<std::int8_t>(act));
    if (code == octet::builtin::fully_connected)
      m.option(octet::field::fully_connected::asymmetric_quantize_inputs,
               static_cast<std::uint8_t>(option));
    return m;
  }

  std::vector<std::vector<std::uint8_t>> inputs() const {
    if (!transposed()) return {bytes_of(real_input)};
    return {std::vector<std::uint8_t>(16, 0xa5), bytes_of(real_input)};
  }

  void check(const std::vector<float>& got) {
    const auto range = octet::real_range(act);
    std::size_t i = 0;
    for (std::int32_t n = 0; n < batch; ++n) {
      const auto first = real_input.begin() + static_cast<std::ptrdiff_t>(size(n) * row_size());
      const auto row =
          quantized_row({first, first + static_cast<std::ptrdiff_t>(row_size())}, scheme());
      std::copy(row.codes.begin(), row.codes.end(),
                input.begin() + static_cast<std::ptrdiff_t>(size(n) * row_size()));
      input_zero = row.zero;
      for (std::int32_t y = 0; y < out[0]; ++y)
        for (std::int32_t x = 0; x < out[1]; ++x)
          for (std::int32_t o = 0; o < channels; ++o) {
            const double product = static_cast<double>(sum(n, y, x, o)) * double{row.scale} *
                                   double{filter_scales[per_channel ? size(o) : 0]};
            const double offset = has_bias ? double{real_bias[size(o)]} : 0;
            const double expected =
                std::clamp(offset + product, double{range.min}, double{range.max});
            REQUIRE(is_near(got[i++], expected, std::abs(offset) + std::abs(product)));
          }
    }
    CHECK(i == got.size());
  }
};

}  // namespace octet_test
