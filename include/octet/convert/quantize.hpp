// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Post-training full-integer quantization: a float network and the ranges of its activations become
// int8.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "octet/convert/error.hpp"
#include "octet/convert/network.hpp"
#include "octet/quant/affine.hpp"
#include "octet/quant/choose.hpp"
#include "octet/quant/per_channel.hpp"
#include "octet/quant/scheme.hpp"

namespace octet::convert {

/// Settings of quantize().
struct quantize_options {
  /// A scale for each output of FULLY_CONNECTED. TensorFlow Lite before 2.16 and devices with older
  /// kernels would take the first scale for all.
  bool per_channel_fully_connected = false;
};

namespace detail {

/// How an operator goes to int8.
enum class quantization_rule {
  weighted,  ///< filter and bias of its own, the output has its own range
  free,      ///< the output has its own range
  tied,      ///< codes are moved or averaged, not rescaled: input and output share parameters
  fixed,     ///< the specification fixes the output's parameters
};

inline quantization_rule rule_of(builtin code, std::size_t index) {
  switch (code) {
    case builtin::conv_2d:
    case builtin::depthwise_conv_2d:
    case builtin::fully_connected:
      return quantization_rule::weighted;
    case builtin::add:
    case builtin::mean:
    case builtin::relu:
    case builtin::relu6:
      return quantization_rule::free;
    case builtin::average_pool_2d:
    case builtin::max_pool_2d:
    case builtin::pad:
    case builtin::reshape:
      return quantization_rule::tied;
    case builtin::softmax:
      return quantization_rule::fixed;
    default:
      throw convert_error(name_node(static_cast<std::int64_t>(index), code) +
                          " cannot be quantized to int8");
  }
}

/// Inputs that hold activations; those behind them are weights, axes, paddings, shapes.
inline std::size_t activation_inputs(const node& n) { return n.code == builtin::add ? 2 : 1; }

/// The operator's version from which TensorFlow Lite takes int8.
inline std::int32_t int8_version(const node& n) {
  switch (n.code) {
    case builtin::conv_2d:
    case builtin::depthwise_conv_2d:
      return 3;
    case builtin::fully_connected:
      if (n.input(2) == no_tensor) return 6;
      return n.option<bool>(field::fully_connected::keep_num_dims) ? 5 : 4;
    case builtin::reshape:
      return 1;
    default:
      return 2;
  }
}

/// The scale of a channel's weights.
///
/// A channel without weights computes its bias and nothing else: the scale is then set so that the
/// bias has 20 bits. Whatever the weights, the bias stays inside int32, and the bias's scale, which
/// is the product with the input's, a normal float.
inline float weight_scale(range weights, float input_scale, float bias) {
  float scale = choose<int8_symmetric>(weights).scale;
  if (weights == range{} && bias != 0.0f) scale = std::abs(bias) / input_scale * 0x1p-20f;
  return std::max(bias_safe_scale(scale, input_scale, bias),
                  std::numeric_limits<float>::min() / input_scale);
}

class quantizer {
 public:
  quantizer(const network& source, std::span<const range> ranges, const quantize_options& options)
      : net_(source),
        options_(options),
        ranges_(ranges.begin(), ranges.end()),
        origin_(source.tensors.size()),
        is_fixed_(source.tensors.size()),
        uses_(source.tensors.size()) {
    if (ranges.size() != source.tensors.size())
      throw convert_error("the ranges are of a network with " + std::to_string(ranges.size()) +
                          " tensors; this one has " + std::to_string(source.tensors.size()));
    std::iota(origin_.begin(), origin_.end(), 0);
  }

  network run() {
    // All errors come before the first change. Later, rule_of cannot throw any more.
    for (std::size_t i = 0; i < net_.nodes.size(); ++i) check_node(i);
    for (const std::int32_t i : net_.inputs) check_tensor("the model's input: ", i);
    for (const node& n : net_.nodes) tie(n);
    for (const std::int32_t i : net_.inputs) quantize_activation(i);
    for (node& n : net_.nodes) {
      for (std::size_t i = 0; i < activation_inputs(n); ++i) quantize_activation(n.inputs[i]);
      quantize_activation(n.outputs[0]);
      if (rule_of(n.code, 0) == quantization_rule::weighted) quantize_weights(n);
      n.version = int8_version(n);
    }
    return std::move(net_);
  }

 private:
  void check_node(std::size_t index) {
    const node& n = net_.nodes[index];
    const bool weighted = rule_of(n.code, index) == quantization_rule::weighted;
    const std::string where = name_node(static_cast<std::int64_t>(index), n.code) + ": ";
    const auto fail = [&](errc code) { throw convert_error(where + std::string(message(code))); };
    const std::size_t needed = activation_inputs(n) + (weighted ? 1 : 0);
    for (std::size_t i = 0; i < needed; ++i) {
      if (n.input(i) == no_tensor) fail(errc::missing_tensor);
      check_tensor(where, n.inputs[i]);
    }
    if (n.outputs.size() != 1) fail(errc::missing_tensor);
    check_tensor(where, n.outputs[0]);
    if (weighted) {
      const tensor& filter = net_.at(n.inputs[1]);
      if (!filter.is_constant()) fail(errc::constant_expected);
      if (filter.shape.size() <= channel_axis(n)) fail(errc::shape_mismatch);
      if (n.input(2) != no_tensor) {
        check_tensor(where, n.inputs[2]);
        const tensor& bias = net_.at(n.inputs[2]);
        if (!bias.is_constant()) fail(errc::constant_expected);
        if (static_cast<std::int64_t>(bias.count()) != filter.shape[channel_axis(n)])
          fail(errc::shape_mismatch);
      }
    }
    for (const std::int32_t t : n.inputs) {
      if (t != no_tensor) ++uses_[static_cast<std::size_t>(t)];
    }
  }

  /// A float32 tensor, finite where it is constant.
  void check_tensor(const std::string& where, std::int32_t index) {
    const tensor& t = net_.at(index);
    const std::string name = name_tensor(index, t.name);
    if (t.type != tensor_type::float32)
      throw convert_error(where + name + " is " + std::string(name_of(t.type)) +
                          "; only float32 can be quantized");
    if (!t.is_constant()) return;
    min_max extremes;
    extremes.see(t.values<float>());
    if (extremes.non_finite() != 0)
      throw convert_error(where + name + " has a value that is NaN or infinite");
    ranges_[static_cast<std::size_t>(index)] = extremes.range();
  }

  /// Nodes come in the order of computation, so the origin of the input is known.
  void tie(const node& n) {
    const auto output = static_cast<std::size_t>(n.outputs[0]);
    const quantization_rule rule = rule_of(n.code, 0);
    if (rule == quantization_rule::fixed) is_fixed_[output] = true;
    if (rule != quantization_rule::tied) return;
    origin_[output] = origin_[static_cast<std::size_t>(n.inputs[0])];
    range& r = ranges_[origin_[output]];
    r = {std::min(r.min, ranges_[output].min), std::max(r.max, ranges_[output].max)};
  }

  affine parameters_of(std::int32_t index) const {
    const std::size_t origin = origin_[static_cast<std::size_t>(index)];
    if (is_fixed_[origin]) return {1.0f / 256.0f, -128};
    return choose<int8_asymmetric>(ranges_[origin]);
  }

  void quantize_activation(std::int32_t index) {
    tensor& t = net_.at(index);
    if (t.type == tensor_type::int8) return;  // by an earlier node
    const affine params = parameters_of(index);
    t.quantization = quantization_info{{}, {}, {params.scale}, {params.zero_point}, 0};
    const std::vector<float> reals = t.values<float>();
    std::vector<std::int8_t> codes(reals.size());
    octet::quantize<std::int8_t>(reals, params, codes);
    t.set_values<std::int8_t>(codes);
  }

  static std::size_t channel_axis(const node& n) {
    return n.code == builtin::depthwise_conv_2d ? 3 : 0;
  }

  /// The tensor that a node may change: its own, or a copy where others read it too.
  tensor& own(std::int32_t& index) {
    std::uint32_t& uses = uses_[static_cast<std::size_t>(index)];
    if (uses > 1) {
      --uses;
      index = net_.add_tensor(net_.at(index));
    }
    return net_.at(index);
  }

  void quantize_weights(node& n) {
    const float input_scale = net_.at(n.inputs[0]).quantization.scales[0];
    const bool has_bias = n.input(2) != no_tensor;
    const std::vector<float> bias =
        has_bias ? net_.at(n.inputs[2]).values<float>() : std::vector<float>();
    const std::vector<affine> params = quantize_filter(n, input_scale, bias);
    if (!has_bias) return;

    const auto params_of = [&](std::size_t c) { return params[params.size() == 1 ? 0 : c]; };
    std::vector<std::int32_t> codes(bias.size());
    for (std::size_t c = 0; c < codes.size(); ++c)
      codes[c] = quantize_bias(bias[c], double{input_scale} * double{params_of(c).scale});
    tensor& t = own(n.inputs[2]);
    t.set_values<std::int32_t>(codes);
    t.quantization = quantization_info{};
    for (const affine& p : params) t.quantization.scales.push_back(input_scale * p.scale);
    t.quantization.zero_points.resize(params.size());
  }

  std::vector<affine> quantize_filter(node& n, float input_scale, std::span<const float> bias) {
    tensor& filter = own(n.inputs[1]);
    const bool per_channel =
        n.code != builtin::fully_connected || options_.per_channel_fully_connected;
    const auto axis = static_cast<std::int32_t>(channel_axis(n));
    const std::vector<float> reals = filter.values<float>();
    const axis_split split =
        per_channel ? split_at(filter.extents(), axis) : axis_split{1, 1, reals.size()};

    std::vector<range> seen(split.channels);
    channel_ranges(reals, split, seen);
    std::vector<affine> params(split.channels);
    for (std::size_t c = 0; c < params.size(); ++c) {
      float largest = 0.0f;
      for (const float b : per_channel && !bias.empty() ? bias.subspan(c, 1) : bias)
        largest = std::max(largest, std::abs(b));
      params[c].scale = weight_scale(seen[c], input_scale, largest);
    }
    std::vector<std::int8_t> codes(reals.size());
    quantize_per_channel<int8_symmetric>(reals, split, params, codes);
    filter.set_values<std::int8_t>(codes);
    filter.quantization = quantization_info{};
    filter.quantization.axis = per_channel ? axis : 0;
    filter.quantization.zero_points.resize(params.size());
    for (const affine& p : params) filter.quantization.scales.push_back(p.scale);
    return params;
  }

  network net_;
  const quantize_options& options_;
  std::vector<range> ranges_;
  std::vector<std::size_t> origin_;  ///< the tensor whose range sets the parameters
  std::vector<bool> is_fixed_;
  std::vector<std::uint32_t> uses_;  ///< nodes that read a tensor
};

}  // namespace detail

/// Quantizes a network to int8: weights symmetric, per channel (fully_connected: per tensor, unless
/// asked otherwise), activations asymmetric, bias int32. Inputs and outputs of the model become
/// int8 too; names, options and tensor indices stay, copies of shared weights come behind.
///
/// ranges   of each tensor of the network by index, as calibrator::ranges() gives them
/// errors   convert_error, naming operator and tensor: an operator without an int8 rule, a tensor
///          that is not float32, weights that are not constant or not finite
/// source   TensorFlow Lite 8-bit quantization specification
inline network quantize(const network& net, std::span<const range> ranges,
                        const quantize_options& options = {}) {
  return detail::quantizer(net, ranges, options).run();
}

}  // namespace octet::convert
