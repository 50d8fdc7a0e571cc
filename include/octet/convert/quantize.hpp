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
  tied,      ///< codes are moved, not computed: the output has the parameters of the input
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
inline std::size_t activation_inputs(const node& n) {
  return n.code == builtin::add ? 2 : 1;
}

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

inline range join(range a, range b) { return {std::min(a.min, b.min), std::max(a.max, b.max)}; }

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
      : source_(source), options_(options), net_(source), group_(source.tensors.size()) {
    if (ranges.size() != source.tensors.size())
      throw convert_error("the ranges are of a network with " + std::to_string(ranges.size()) +
                          " tensors; this one has " + std::to_string(source.tensors.size()));
    ranges_.assign(ranges.begin(), ranges.end());
    std::iota(group_.begin(), group_.end(), 0);
  }

  network run() {
    for (std::size_t i = 0; i < net_.nodes.size(); ++i) check_node(i);
    for (const node& n : net_.nodes) {
      if (rule_of(n.code, 0) == quantization_rule::tied) tie(n.inputs[0], n.outputs[0]);
    }
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
  /// Everything that is wrong with a node is said before anything is changed.
  void check_node(std::size_t index) {
    const node& n = net_.nodes[index];
    const quantization_rule rule = rule_of(n.code, index);
    const std::string where = name_node(static_cast<std::int64_t>(index), n.code) + ": ";
    const bool weighted = rule == quantization_rule::weighted;
    const std::size_t needed = activation_inputs(n) + (weighted ? 1 : 0);
    if (n.inputs.size() < needed || n.outputs.size() != 1)
      throw convert_error(where + std::string(message(errc::missing_tensor)));
    const auto check = [&](std::int32_t t, bool constant) {
      if (t == no_tensor) throw convert_error(where + std::string(message(errc::missing_tensor)));
      const std::string name = name_tensor(t, net_.at(t).name);
      if (net_.at(t).type != tensor_type::float32)
        throw convert_error(where + name + " is " + std::string(name_of(net_.at(t).type)) +
                            "; only float32 can be quantized");
      if (constant && !net_.at(t).is_constant())
        throw convert_error(where + name + " must be constant to be quantized");
      const std::vector<float> values = net_.at(t).values<float>();
      if (!std::all_of(values.begin(), values.end(), octet::detail::is_finite))
        throw convert_error(where + name + " has a value that is NaN or infinite");
    };
    for (std::size_t i = 0; i < activation_inputs(n); ++i) check(n.inputs[i], false);
    check(n.outputs[0], false);
    if (weighted) check(n.inputs[1], true);
    if (weighted && n.input(2) != no_tensor) check(n.input(2), true);
    for (const std::int32_t t : n.inputs) {
      if (t != no_tensor) ++uses_[static_cast<std::size_t>(t)];
    }
    if (rule == quantization_rule::fixed) is_fixed_[static_cast<std::size_t>(n.outputs[0])] = true;
  }

  std::size_t root(std::int32_t tensor) const {
    auto i = static_cast<std::size_t>(tensor);
    while (group_[i] != i) i = group_[i];
    return i;
  }

  /// One set of parameters for both, that fits the values of both. The input's group comes from
  /// further up: it says whether the parameters are fixed.
  void tie(std::int32_t input, std::int32_t output) {
    const std::size_t from = root(input), to = root(output);
    if (from == to) return;
    ranges_[from] = join(ranges_[from], ranges_[to]);
    group_[to] = from;
  }

  const network& source_;
  const quantize_options& options_;
  network net_;
  std::vector<range> ranges_;       ///< of a group, at its root
  std::vector<std::size_t> group_;  ///< union-find: the parent
};

}  // namespace detail

}  // namespace octet::convert
