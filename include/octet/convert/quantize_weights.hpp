// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Filters and biases as codes, and constants as halves.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "octet/convert/conversions.hpp"
#include "octet/convert/error.hpp"
#include "octet/convert/factors.hpp"
#include "octet/convert/formats.hpp"
#include "octet/convert/network.hpp"
#include "octet/core/float16.hpp"
#include "octet/model/ops/accumulator.hpp"
#include "octet/quant/per_channel.hpp"

namespace octet::convert::detail {

/// int4 codes two a byte, the first in the low half.
inline std::vector<std::uint8_t> packed(std::span<const std::int8_t> codes) {
  std::vector<std::uint8_t> bytes((codes.size() + 1) / 2);
  for (std::size_t i = 0; i < codes.size(); ++i)
    bytes[i / 2] = static_cast<std::uint8_t>(bytes[i / 2] | (codes[i] & 15) << (i % 2 * 4));
  return bytes;
}

/// A float tensor becomes halves.
inline void store_halves(tensor& t) {
  std::vector<float16> halves;
  for (const float real : t.values<float>()) halves.push_back(float16::nearest(real));
  t.set_values<float16>(halves);
}

/// A filter becomes codes of its format.
inline void quantize_filter(tensor& filter, builtin code, const operator_format& f,
                            const std::vector<affine>& channels) {
  const filter_view view(filter, code, f.per_channel);
  if (channels.size() != view.split.channels)
    throw convert_error("the filter \"" + filter.name + "\" has " +
                        std::to_string(view.split.channels) + " channels, and " +
                        std::to_string(channels.size()) + " scales");
  with_code_type(f.weights.type, [&]<class T>(T*) {
    std::vector<T> codes(view.reals.size());
    octet::detail::for_each_stretch(view.split, [&](std::size_t c, std::size_t first) {
      for (std::size_t i = first; i < first + view.split.inner; ++i)
        codes[i] = octet::detail::quantize_between<T>(channels[c], view.reals[i],
                                                      static_cast<T>(f.weights.codes.min_code),
                                                      static_cast<T>(f.weights.codes.max_code));
    });
    filter.set_values<T>(codes);
  });
  if (f.weights.type == tensor_type::int4) {
    filter.data = packed(filter.values<std::int8_t>());
    filter.type = tensor_type::int4;
  }
  filter.quantization = quantization_info{};
  filter.quantization.axis = f.per_channel ? channel_axis(code) : 0;
  for (const affine& p : channels) {
    filter.quantization.scales.push_back(p.scale);
    filter.quantization.zero_points.push_back(p.zero_point);
  }
}

/// A bias becomes int32, or int64 beside activations of 16 bits, at the product of the scales.
inline void quantize_bias_tensor(tensor& t, float input_scale, const weight_factors& factors,
                                 bool wide) {
  const std::vector<float> reals = t.values<float>();
  const std::vector<affine>& channels = factors.channels;
  std::vector<std::int64_t> codes = factors.bias;
  if (codes.empty()) {
    for (std::size_t c = 0; c < reals.size(); ++c) {
      const float scale = channels[channels.size() == 1 ? 0 : c].scale;
      codes.push_back(quantize_bias(reals[c], double{input_scale} * double{scale}));
    }
  }
  if (codes.size() != reals.size())
    throw convert_error("the bias \"" + t.name + "\" has " + std::to_string(reals.size()) +
                        " values, and " + std::to_string(codes.size()) + " codes");
  if (wide) {
    t.set_values<std::int64_t>(codes);
  } else {
    t.set_values<std::int32_t>(std::vector<std::int32_t>(codes.begin(), codes.end()));
  }
  t.quantization = quantization_info{};
  for (const affine& p : channels) t.quantization.scales.push_back(input_scale * p.scale);
  t.quantization.zero_points.resize(channels.size());
}

/// The weights of an operator whose input is in its form already.
inline void quantize_weights(converted_tensors& tensors, node& n, const operator_format& f,
                             const weight_factors& factors) {
  n.inputs[1] = tensors.own(n.inputs[1]);
  network& net = tensors.net();
  quantize_filter(net.at(n.inputs[1]), n.code, f, factors.channels);
  const ops::weighted_inputs at = ops::weighted_inputs::of(n.code);
  if (!f.is_integer() || n.input(at.bias) == no_tensor) return;
  n.inputs[at.bias] = tensors.own(n.inputs[at.bias]);
  const float input_scale = net.at(n.inputs[at.input]).quantization.scales[0];
  quantize_bias_tensor(net.at(n.inputs[at.bias]), input_scale, factors,
                       f.activations.type == tensor_type::int16);
}

/// The matrices of an operator that has several.
inline void quantize_matrices(converted_tensors& tensors, node& n) {
  const weight_matrices matrices = weight_matrices::of(n.code);
  for (std::size_t i = matrices.first; i < matrices.first + matrices.count; ++i) {
    if (n.input(i) == no_tensor) continue;
    n.inputs[i] = tensors.own(n.inputs[i]);
    tensor& t = tensors.net().at(n.inputs[i]);
    const operator_format f{{}, format_of<int8_symmetric>, false};
    const filter_view view(t, n.code, false);
    quantize_filter(t, n.code, f, {choose(view.ranges[0], f.weights.codes)});
  }
}

}  // namespace octet::convert::detail
