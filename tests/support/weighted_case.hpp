// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Random nodes with weights, as models, and the sums over every tap that an oracle makes of them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "octet/model/schema.hpp"
#include "support/kernel_oracle.hpp"
#include "support/one_operator_model.hpp"
#include "support/wide_contracts.hpp"

namespace octet_test {

inline std::size_t size(std::int64_t n) { return static_cast<std::size_t>(n); }

struct code_range {
  std::int32_t low, high;
};
inline code_range range_of(octet::tensor_type t) {
  if (t == octet::tensor_type::int16) return {-32768, 32767};
  if (t == octet::tensor_type::uint8) return {0, 255};
  return t == octet::tensor_type::int4 ? code_range{-8, 7} : code_range{-128, 127};
}

inline std::vector<std::uint8_t> stored(const std::vector<std::int32_t>& codes,
                                        octet::tensor_type t) {
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const auto code = static_cast<std::uint32_t>(codes[i]);
    if (t == octet::tensor_type::int4 && i % 2 == 1) {
      bytes.back() = static_cast<std::uint8_t>(bytes.back() | (code & 15) << 4);
    } else if (t == octet::tensor_type::int4) {
      bytes.push_back(static_cast<std::uint8_t>(code & 15));
    } else {
      bytes.push_back(static_cast<std::uint8_t>(code & 255));
      if (t == octet::tensor_type::int16)
        bytes.push_back(static_cast<std::uint8_t>(code >> 8 & 255));
    }
  }
  return bytes;
}

/// A random node. Every operator is a window (FULLY_CONNECTED one of 1 x 1) over n x y x x pixels.
struct weighted_case {
  octet::builtin code;
  octet::tensor_type type, weight_type, bias_type;
  bool has_bias, per_channel, same;
  std::int32_t batch, depth, groups, channels;
  std::int32_t in[2], taps[2], stride[2], dilation[2], out[2], pad[2];
  std::int32_t input_zero, filter_zero, output_zero;
  float input_scale, output_scale;
  std::vector<float> filter_scales;
  std::vector<std::int32_t> input, filter;
  std::vector<std::int64_t> bias;

  bool transposed() const { return code == octet::builtin::transpose_conv; }
  bool depthwise() const { return code == octet::builtin::depthwise_conv_2d; }

  weighted_case(dice& d, octet::builtin c, octet::tensor_type activations,
                octet::tensor_type weights)
      : code(c), type(activations), weight_type(weights) {
    const bool flat = code == octet::builtin::fully_connected;
    has_bias = !d.chance(4);
    bias_type = type == octet::tensor_type::int16 && d.chance(2) ? octet::tensor_type::int64
                                                                 : octet::tensor_type::int32;
    per_channel = type != octet::tensor_type::uint8 && d.chance(2);
    same = !flat && d.chance(2);
    batch = d.between(1, 2);
    depth = d.between(1, 7);
    groups = code == octet::builtin::conv_2d && d.chance(3) ? 2 : 1;
    channels =
        depthwise() ? depth * d.between(1, d.chance(4) ? 9 : 2) : d.between(2, 5) / groups * groups;
    if (code == octet::builtin::conv_2d) depth *= groups;
    for (int a = 0; a < 2; ++a) {
      taps[a] = flat ? 1 : d.between(1, 3);
      stride[a] = flat ? 1 : d.between(1, 3);
      dilation[a] = flat || transposed() ? 1 : d.between(1, 2);
      in[a] = flat ? 1 : d.between(1, 6);
      const std::int32_t reach = (taps[a] - 1) * dilation[a] + 1;
      if (transposed()) {
        out[a] = same ? in[a] * stride[a] - d.between(0, stride[a] - 1)
                      : (in[a] - 1) * stride[a] + taps[a] + d.between(0, stride[a] - 1);
        const std::int32_t steps =
            (same ? out[a] + stride[a] - 1 : out[a] + stride[a] - taps[a]) / stride[a];
        pad[a] = std::max((steps - 1) * stride[a] + taps[a] - out[a], 0) / 2;
      } else {
        if (!same && !flat) in[a] += reach;
        out[a] = (same ? in[a] + stride[a] - 1 : in[a] - reach + stride[a]) / stride[a];
        pad[a] = same ? std::max((out[a] - 1) * stride[a] + reach - in[a], 0) / 2 : 0;
      }
    }
    const auto any = [&](octet::tensor_type t) {
      const code_range r = range_of(t);
      const std::int32_t extreme = d.between(0, 9);
      return extreme == 0 ? r.low : extreme == 1 ? r.high : d.between(r.low, r.high);
    };
    input_zero = type == octet::tensor_type::int16 ? 0 : any(type);
    output_zero = type == octet::tensor_type::int16 ? 0 : any(type);
    filter_zero = weight_type == octet::tensor_type::uint8 ? any(weight_type) : 0;
    input.resize(size(batch * in[0] * in[1] * depth));
    for (auto& x : input) x = any(type);
    filter.resize(size(taps[0] * taps[1] * (depthwise() ? channels : channels * depth / groups)));
    for (auto& w : filter) w = any(weight_type);
    filter_scales.resize(size(per_channel ? channels : 1));
    for (auto& s : filter_scales) s = d.scale(-10, -4);
    // Sums of a whole window lie between a few codes and a multiple of the range.
    input_scale = d.scale(-9, -2);
    output_scale = d.scale(type == octet::tensor_type::int16 ? -13 : -7, 0);
    if (!has_bias) return;
    bias.resize(size(channels));
    for (auto& b : bias) {
      b = d.between(-100000, 100000);
      // Past int32 together with anything.
      if (d.chance(6))
        b = d.chance(2) ? std::numeric_limits<std::int32_t>::max()
                        : std::numeric_limits<std::int32_t>::min();
      if (bias_type == octet::tensor_type::int64 && d.chance(3)) b *= 1 << 12;
    }
  }

  std::int32_t group_depth() const { return depthwise() ? 1 : depth / groups; }

  /// Input channel of weight channel `k` of output `o`.
  std::int32_t channel(std::int32_t o, std::int32_t k) const {
    if (depthwise()) return o / (channels / depth);
    return o / (channels / groups) * group_depth() + k;
  }
  std::int64_t weight(std::int32_t o, std::int32_t ky, std::int32_t kx, std::int32_t k) const {
    const std::int32_t tap = ky * taps[1] + kx;
    const std::int32_t at =
        depthwise() ? tap * channels + o : (o * taps[0] * taps[1] + tap) * group_depth() + k;
    return filter[size(at)] - filter_zero;
  }
  std::int64_t value(std::int32_t n, std::int32_t y, std::int32_t x, std::int32_t c) const {
    return input[size(((n * in[0] + y) * in[1] + x) * depth + c)] - input_zero;
  }

  std::int64_t sum(std::int32_t n, std::int32_t y, std::int32_t x, std::int32_t o) const {
    std::int64_t s = has_bias ? bias[size(o)] : 0;
    for (std::int32_t iy = 0; iy < in[0]; ++iy) {
      for (std::int32_t ix = 0; ix < in[1]; ++ix) {
        for (std::int32_t ky = 0; ky < taps[0]; ++ky) {
          for (std::int32_t kx = 0; kx < taps[1]; ++kx) {
            const bool meets = transposed() ? iy * stride[0] - pad[0] + ky == y &&
                                                  ix * stride[1] - pad[1] + kx == x
                                            : y * stride[0] - pad[0] + ky * dilation[0] == iy &&
                                                  x * stride[1] - pad[1] + kx * dilation[1] == ix;
            for (std::int32_t k = 0; meets && k < group_depth(); ++k)
              s += value(n, iy, ix, channel(o, k)) * weight(o, ky, kx, k);
          }
        }
      }
    }
    return s;
  }

  double factor(std::int32_t o) const {
    const float w = filter_scales[per_channel ? size(o) : 0];
    const bool in_float = type == octet::tensor_type::uint8 ||
                          (code == octet::builtin::fully_connected && !per_channel);
    const float product = input_scale * w;
    return (in_float ? double{product} : double{input_scale} * double{w}) / double{output_scale};
  }

  bool contract_c() const {
    if (type != octet::tensor_type::int16) return false;
    if (has_bias) return bias_type == octet::tensor_type::int64;
    return code == octet::builtin::depthwise_conv_2d || code == octet::builtin::transpose_conv;
  }

  std::vector<std::int32_t> expected() const {
    std::vector<std::int32_t> codes;
    const code_range r = range_of(type);
    for (std::int32_t n = 0; n < batch; ++n)
      for (std::int32_t y = 0; y < out[0]; ++y)
        for (std::int32_t x = 0; x < out[1]; ++x)
          for (std::int32_t o = 0; o < channels; ++o) {
            const std::int64_t s = sum(n, y, x, o);
            const int128 scaled = output_zero + (contract_c() ? int128{times_c(s, factor(o))}
                                                              : times_a(s, factor(o)));
            codes.push_back(scaled < r.low    ? r.low
                            : scaled > r.high ? r.high
                                              : static_cast<std::int32_t>(scaled));
          }
    return codes;
  }

  one_operator_model model() const {
    const bool flat = code == octet::builtin::fully_connected;
    model_tensor x{type, {batch, in[0], in[1], depth}, {input_scale}, {input_zero}, {}};
    model_tensor y{type, {batch, out[0], out[1], channels}, {output_scale}, {output_zero}, {}};
    model_tensor w{weight_type,
                   depthwise() ? std::vector{1, taps[0], taps[1], channels}
                               : std::vector{channels, taps[0], taps[1], group_depth()},
                   filter_scales,
                   std::vector<std::int64_t>(filter_scales.size(), filter_zero),
                   stored(filter, weight_type),
                   depthwise() ? 3 : 0};
    if (flat) {
      x.shape = {batch, depth};
      y.shape = {batch, channels};
      w.shape = {channels, depth};
    }
    one_operator_model m{.code = code};
    if (transposed()) {
      model_tensor shape{octet::tensor_type::int32, {4}, {}, {}, {}};
      m.tensors = {shape, w, x};
    } else {
      m.tensors = {x, w};
    }
    if (has_bias) {
      model_tensor b{bias_type, {channels}, {}, {}, {}};
      const std::vector<std::int32_t> narrow(bias.begin(), bias.end());
      b.data = bias_type == octet::tensor_type::int64 ? bytes_of(bias) : bytes_of(narrow);
      m.tensors.push_back(b);
    }
    m.tensors.push_back(y);
    // Padding and strides have the same fields in all three operators with windows.
    namespace f = octet::field;
    if (!flat) {
      m.option(f::conv_2d::padding, static_cast<std::int8_t>(same ? 0 : 1));
      m.option(f::conv_2d::stride_h, stride[0]).option(f::conv_2d::stride_w, stride[1]);
    }
    if (code == octet::builtin::conv_2d)
      m.option(f::conv_2d::dilation_h, dilation[0]).option(f::conv_2d::dilation_w, dilation[1]);
    if (depthwise())
      m.option(f::depthwise_conv_2d::dilation_h, dilation[0])
          .option(f::depthwise_conv_2d::dilation_w, dilation[1]);
    return m;
  }

  std::vector<std::vector<std::uint8_t>> inputs() const {
    if (!transposed()) return {stored(input, type)};
    return {std::vector<std::uint8_t>(16, 0xa5), stored(input, type)};  // the shape holds junk
  }
};

}  // namespace octet_test
