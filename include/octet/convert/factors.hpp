// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The factors of a quantization: scale and zero point of every tensor, chosen from ranges.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "octet/convert/error.hpp"
#include "octet/convert/formats.hpp"
#include "octet/convert/network.hpp"
#include "octet/convert/rules.hpp"
#include "octet/model/ops/accumulator.hpp"
#include "octet/quant/affine.hpp"
#include "octet/quant/choose.hpp"
#include "octet/quant/per_channel.hpp"
#include "octet/quant/scheme.hpp"

namespace octet::convert {

/// Of an operator's weights.
struct weight_factors {
  std::vector<affine> channels;    ///< of the filter: one, or one for each output channel
  std::vector<std::int64_t> bias;  ///< codes; empty where those of the float bias are right

  friend bool operator==(const weight_factors&, const weight_factors&) = default;
};

/// All that a float network needs to become a quantized one.
struct quantization_factors {
  /// Of each tensor of the float network, for each type in which an operator writes or reads it.
  std::vector<std::map<tensor_type, affine>> tensors;
  std::vector<weight_factors> nodes;  ///< empty where an operator has no filter, or keeps it

  friend bool operator==(const quantization_factors&, const quantization_factors&) = default;
};

/// What an operator reads an activation as: its own format, but for the slopes of PRELU, which are
/// int8 beside activations of int16.
inline number_format input_format(const node& n, std::size_t i, const operator_format& f) {
  if (n.code == builtin::prelu && i == 1 && f.activations.type == tensor_type::int16)
    return format_of<int8_symmetric>;
  return f.activations;
}

namespace detail {

/// Tensors that must have the same parameters.
class tensor_ties {
 public:
  tensor_ties(const network& net, std::span<const operator_format> formats)
      : parent_(net.tensors.size()), fixed_(net.tensors.size()) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
    for (std::size_t i = 0; i < net.nodes.size(); ++i) {
      const node& n = net.nodes[i];
      const operator_rule* rule = rule_of(n.code);
      if (rule == nullptr || n.outputs.empty()) continue;
      // Known to the specification whether or not this operator is an integer one.
      if (rule->rule == quantize_rule::fixed) fixed_[root_of(n.outputs[0])] = n.code;
      if (rule->rule == quantize_rule::tied && formats[i].is_integer()) tie(net, n);
    }
  }

  std::size_t root_of(std::int32_t tensor) const {
    auto t = static_cast<std::size_t>(tensor);
    while (parent_[t] != t) t = parent_[t];
    return t;
  }
  std::size_t size() const { return parent_.size(); }
  /// The operator whose specification fixes the parameters of a group.
  std::optional<builtin> fixed(std::size_t root) const { return fixed_[root]; }

 private:
  /// Nodes come in the order of computation, so the groups of the inputs are known, and an output
  /// is alone in its own. Inputs with different fixed parameters, or some with and some without,
  /// are not joined: those with fixed ones get requantized.
  void tie(const network& net, const node& n) {
    const std::size_t output = root_of(n.outputs[0]);
    std::vector<std::size_t> inputs;
    for (std::size_t i = 0; i < n.inputs.size(); ++i) {
      if (is_activation_input(n, i) && net.at(n.inputs[i]).type == tensor_type::float32)
        inputs.push_back(root_of(n.inputs[i]));
    }
    const bool equal =
        std::ranges::all_of(inputs, [&](std::size_t r) { return fixed_[r] == fixed_[inputs[0]]; });
    for (const std::size_t r : inputs) {
      if (equal || !fixed_[r]) join(output, r);
    }
    for (std::size_t i = 1; i < n.outputs.size(); ++i)
      join(root_of(n.outputs[0]), root_of(n.outputs[i]));
  }

  void join(std::size_t a, std::size_t b) {
    a = root_of(static_cast<std::int32_t>(a));
    b = root_of(static_cast<std::int32_t>(b));
    if (a == b) return;
    if (!fixed_[a]) fixed_[a] = fixed_[b];
    parent_[b] = a;
  }

  std::vector<std::size_t> parent_;
  std::vector<std::optional<builtin>> fixed_;
};

/// The parameters of weights.
///
/// A channel without weights computes its bias and nothing else: the scale is then set so that the
/// bias has 20 bits. Whatever the weights, the bias stays inside int32, and the bias's scale, which
/// is the product with the input's, a normal float.
inline affine weight_parameters(range weights, code_limits codes, float input_scale, float bias) {
  const affine chosen = choose(weights, codes);
  float scale = chosen.scale;
  if (weights == range{} && bias != 0.0f) scale = std::abs(bias) / input_scale * 0x1p-20f;
  scale = std::max(bias_safe_scale(scale, input_scale, bias),
                   std::numeric_limits<float>::min() / input_scale);
  if (codes.power_of_two) scale = static_cast<float>(octet::detail::power_of_two_above(scale));
  if (scale == chosen.scale) return chosen;
  const double lowest = std::min(weights.min, 0.0f) / scale;
  const double zero = codes.symmetric ? 0.0 : codes.min_code - lowest;
  return {scale, static_cast<std::int32_t>(std::lround(zero))};
}

/// The filter as channels, and what they hold.
struct filter_view {
  std::vector<float> reals;
  axis_split split;
  std::vector<range> ranges;

  filter_view(const tensor& filter, builtin code, bool per_channel)
      : reals(filter.values<float>()),
        split(per_channel ? split_at(filter.extents(), channel_axis(code))
                          : axis_split{1, 1, reals.size()}),
        ranges(split.channels) {
    channel_ranges(reals, split, ranges);
  }
};

class factor_chooser {
 public:
  factor_chooser(const network& net, std::span<const operator_format> formats,
                 std::span<const range> ranges, const quantize_settings& settings)
      : net_(net), formats_(formats), settings_(settings), ties_(net, formats) {
    group_ranges_.resize(net.tensors.size());
    for (std::size_t t = 0; t < net.tensors.size(); ++t)
      widen(static_cast<std::int32_t>(t), ranges);
  }

  quantization_factors run() {
    factors_.tensors.resize(net_.tensors.size());
    factors_.nodes.resize(net_.nodes.size());
    for (std::size_t i = 0; i < net_.nodes.size(); ++i) {
      const node& n = net_.nodes[i];
      if (formats_[i].is_integer()) {
        // An output first: where a tied input keeps its own parameters, these are what it gets.
        for (const std::int32_t t : n.outputs) need(t, formats_[i].activations);
        for (std::size_t k = 0; k < n.inputs.size(); ++k) {
          if (is_activation_input(n, k)) need(n.inputs[k], input_format(n, k, formats_[i]));
        }
      }
      choose_weights(i);
    }
    for (const std::int32_t t : net_.inputs) need_outside(t, settings_.input_type);
    for (const std::int32_t t : net_.outputs) need_outside(t, settings_.output_type);
    return std::move(factors_);
  }

 private:
  void widen(std::int32_t index, std::span<const range> ranges) {
    const tensor& t = net_.at(index);
    if (t.type != tensor_type::float32) return;
    range own = ranges[static_cast<std::size_t>(index)];
    if (t.is_constant()) {
      min_max extremes;
      extremes.see(t.values<float>());
      own = extremes.range();
    }
    std::optional<range>& all = group_ranges_[ties_.root_of(index)];
    all = all ? range{std::min(all->min, own.min), std::max(all->max, own.max)} : own;
  }

  void need(std::int32_t index, const number_format& format) {
    if (net_.at(index).type != tensor_type::float32) return;
    const std::size_t root = ties_.root_of(index);
    const auto key = std::pair(root, format.type);
    auto at = of_group_.find(key);
    if (at == of_group_.end()) {
      std::optional<affine> params;
      if (ties_.fixed(root)) params = fixed_parameters(*ties_.fixed(root), format.type);
      if (!params) params = choose(group_ranges_[root].value_or(range{}), format.codes);
      at = of_group_.emplace(key, *params).first;
    }
    factors_.tensors[static_cast<std::size_t>(index)].try_emplace(format.type, at->second);
  }

  /// The model's border, in a type that the user chose.
  void need_outside(std::int32_t index, std::optional<tensor_type> type) {
    if (!type || *type == tensor_type::float32) return;
    need(index, *type == tensor_type::int8    ? format_of<int8_asymmetric>
                : *type == tensor_type::uint8 ? format_of<uint8_asymmetric>
                                              : format_of<int16_symmetric>);
  }

  void choose_weights(std::size_t i) {
    const node& n = net_.nodes[i];
    const operator_format& f = formats_[i];
    if (f.weights.type == tensor_type::float32 || f.weights.type == tensor_type::float16) return;
    if (weight_matrices::of(n.code).count != 0) return;  // they follow from themselves
    const filter_view filter(net_.at(n.inputs[1]), n.code, f.per_channel);
    std::vector<affine>& channels = factors_.nodes[i].channels;
    if (!f.is_integer()) {
      for (const range& r : filter.ranges) channels.push_back(choose(r, f.weights.codes));
      return;
    }
    const ops::weighted_inputs at = ops::weighted_inputs::of(n.code);
    const auto& of_input = factors_.tensors[static_cast<std::size_t>(n.inputs[at.input])];
    const float input_scale = of_input.at(f.activations.type).scale;
    const std::vector<float> bias = n.input(at.bias) == no_tensor
                                        ? std::vector<float>(filter.split.channels)
                                        : net_.at(n.inputs[at.bias]).values<float>();
    for (std::size_t c = 0; c < filter.split.channels; ++c) {
      float largest = 0.0f;
      for (std::size_t b = 0; b < bias.size(); ++b) {
        if (!f.per_channel || b == c) largest = std::max(largest, std::abs(bias[b]));
      }
      channels.push_back(
          weight_parameters(filter.ranges[c], f.weights.codes, input_scale, largest));
    }
  }

  const network& net_;
  std::span<const operator_format> formats_;
  const quantize_settings& settings_;
  tensor_ties ties_;
  std::vector<std::optional<range>> group_ranges_;
  std::map<std::pair<std::size_t, tensor_type>, affine> of_group_;
  quantization_factors factors_;
};

}  // namespace detail

/// The factors that ranges lead to.
///
/// ranges   of each tensor of the network by index, as calibrator::ranges() gives them; those of
///          constants are not looked at
/// errors   convert_error, as formats_of; ranges of another network
/// source   TensorFlow Lite 8-bit quantization specification
inline quantization_factors choose_factors(const network& net, std::span<const range> ranges,
                                           const quantize_settings& settings) {
  if (ranges.size() != net.tensors.size())
    throw convert_error("the ranges are of a network with " + std::to_string(ranges.size()) +
                        " tensors; this one has " + std::to_string(net.tensors.size()));
  const std::vector<operator_format> formats = formats_of(net, settings);
  return detail::factor_chooser(net, formats, ranges, settings).run();
}

}  // namespace octet::convert
