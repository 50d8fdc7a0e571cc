// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Operators that scale and shift channels by constants, as batch norm does at inference, folded
// into the weights beside them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "octet/convert/fold/edit.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/window.hpp"

namespace octet::convert {

/// An operator that computes   act(factor * input + offset)   with constants for each channel, the
/// last axis, or for all.
struct channel_affine {
  std::int32_t input = no_tensor;
  std::vector<double> factors{1.0}, offsets{0.0};  ///< one, or one a channel
  activation act = activation::none;

  double factor(std::size_t channel) const { return factors[factors.size() == 1 ? 0 : channel]; }
  double offset(std::size_t channel) const { return offsets[offsets.size() == 1 ? 0 : channel]; }
  bool shifts() const {
    return std::ranges::any_of(offsets, [](double v) { return v != 0.0; });
  }
  bool is_identity() const {
    return act == activation::none && !shifts() &&
           std::ranges::all_of(factors, [](double v) { return v == 1.0; });
  }
};

namespace detail {

/// Field of the fused activation of ADD, SUB, MUL and DIV.
inline constexpr int binary_activation = field::add::activation;

inline bool is_binary(builtin code) {
  return code == builtin::add || code == builtin::sub || code == builtin::mul ||
         code == builtin::div;
}

/// The values of a constant that is the same for all positions of a tensor of this shape.
inline std::optional<std::vector<double>> channel_values(const tensor& constant,
                                                         const std::vector<std::int32_t>& shape) {
  const std::vector<float> values = constant.values<float>();
  const std::size_t channels = shape.empty() ? 1 : static_cast<std::size_t>(shape.back());
  const bool varies = values.size() > 1;
  if (values.empty() || constant.shape.size() > shape.size()) return std::nullopt;
  if (varies &&
      (values.size() != channels || static_cast<std::size_t>(constant.shape.back()) != channels))
    return std::nullopt;
  return std::vector<double>(values.begin(), values.end());
}

/// Which channels a weight is of.
struct weight_channels {
  std::size_t input, output;
};

/// The weights of an operator that sums over them, by their place in the filter.
class weight_layout {
 public:
  /// None where the operator has no constant float weights, or their shape does not fit its input.
  static std::optional<weight_layout> of(graph_editor& g, std::size_t n) {
    const node& op = g.at(n);
    const bool is_weighted = op.code == builtin::conv_2d || op.code == builtin::depthwise_conv_2d ||
                             op.code == builtin::fully_connected;
    if (!is_weighted || !g.is_float_activation(op.input(0)) || !g.is_float_constant(op.input(1)))
      return std::nullopt;
    const auto layout = fitting(op.code, g.input(n, 0).shape, g.input(n, 1).shape);
    if (!layout || op.input(2) == no_tensor) return layout;
    const bool fits =
        g.is_float_constant(op.input(2)) && g.input(n, 2).count() == layout->outputs();
    return fits ? layout : std::nullopt;
  }

  std::size_t inputs() const { return inputs_; }
  std::size_t outputs() const { return outputs_; }

  weight_channels channels(std::size_t weight) const {
    switch (code_) {
      case builtin::conv_2d: {
        const std::size_t output = weight / (window_ * depth_);
        const std::size_t group = output / (outputs_ * depth_ / inputs_);
        return {group * depth_ + weight % depth_, output};
      }
      case builtin::depthwise_conv_2d:
        return {weight % outputs_ / (outputs_ / inputs_), weight % outputs_};
      default:
        return {weight % depth_ % inputs_, weight / depth_};
    }
  }

 private:
  static std::optional<weight_layout> fitting(builtin code, const std::vector<std::int32_t>& image,
                                              const std::vector<std::int32_t>& filter) {
    const std::size_t rank = code == builtin::fully_connected ? 2 : 4;
    const auto positive = [](std::int32_t size) { return size > 0; };
    if (filter.size() != rank || image.empty() || !std::ranges::all_of(filter, positive) ||
        image.back() <= 0)
      return std::nullopt;
    weight_layout w;
    w.code_ = code;
    w.inputs_ = static_cast<std::size_t>(image.back());
    w.depth_ = static_cast<std::size_t>(filter.back());
    w.outputs_ =
        code == builtin::depthwise_conv_2d ? w.depth_ : static_cast<std::size_t>(filter[0]);
    if (rank == 4)
      w.window_ = static_cast<std::size_t>(filter[1]) * static_cast<std::size_t>(filter[2]);
    const bool divides = code == builtin::depthwise_conv_2d ? w.outputs_ % w.inputs_ == 0
                         : code == builtin::conv_2d
                             ? w.inputs_ % w.depth_ == 0 && w.outputs_ % (w.inputs_ / w.depth_) == 0
                             : w.depth_ % w.inputs_ == 0;
    return divides ? std::optional(w) : std::nullopt;
  }

  builtin code_ = builtin::custom;
  std::size_t inputs_ = 0, outputs_ = 0;  ///< channels
  std::size_t depth_ = 0;                 ///< size of the filter's last axis
  std::size_t window_ = 1;                ///< taps
};

/// The fused activation of an operator with weights.
inline std::int8_t& weighted_activation(node& n) {
  const int field = n.code == builtin::conv_2d             ? field::conv_2d::activation
                    : n.code == builtin::depthwise_conv_2d ? field::depthwise_conv_2d::activation
                                                           : field::fully_connected::activation;
  return std::get<std::int8_t>(n.options.at(field));
}

/// The biases of an operator as doubles; zeros where it has none.
inline std::vector<double> biases(graph_editor& g, std::size_t n, std::size_t channels) {
  std::vector<double> bias(channels);
  if (g.at(n).input(2) != no_tensor) std::ranges::copy(g.input(n, 2).values<float>(), bias.begin());
  return bias;
}

inline void set_biases(graph_editor& g, std::size_t n, const std::vector<double>& values) {
  if (g.at(n).input(2) == no_tensor) {
    tensor bias;
    bias.name = g.name(n) + "/bias";
    bias.shape = {static_cast<std::int32_t>(values.size())};
    g.at(n).inputs.resize(3, no_tensor);
    g.at(n).inputs[2] = g.net().add_tensor(std::move(bias));
  }
  g.own(n, 2).set_values<float>(std::vector<float>(values.begin(), values.end()));
}

/// Whether each window of an operator with weights lies wholly inside the image.
inline bool is_unpadded(graph_editor& g, std::size_t n) {
  const node& op = g.at(n);
  if (op.code == builtin::fully_connected) return true;
  // The field is the first of both convolutions' options.
  return op.option<std::int8_t>(field::conv_2d::padding) ==
         static_cast<std::int8_t>(padding::valid);
}

}  // namespace detail

/// What an ADD, SUB, MUL or DIV of floats with a constant computes; none for any other operator,
/// and where the constant is of another shape than channels.
inline std::optional<channel_affine> read_channel_affine(graph_editor& g, std::size_t n) {
  const node& op = g.at(n);
  if (!detail::is_binary(op.code) || op.inputs.size() != 2 || op.outputs.size() != 1)
    return std::nullopt;
  const bool constant_first = g.is_float_constant(op.inputs[0]);
  channel_affine a;
  a.input = op.inputs[constant_first ? 1 : 0];
  const std::int32_t constant = op.inputs[constant_first ? 0 : 1];
  if (!g.is_float_activation(a.input) || !g.is_float_constant(constant)) return std::nullopt;
  if (g.net().at(a.input).shape != g.output(n).shape) return std::nullopt;
  auto values = detail::channel_values(g.net().at(constant), g.output(n).shape);
  if (!values) return std::nullopt;
  if (op.code == builtin::add || op.code == builtin::sub) {
    if (op.code == builtin::sub && constant_first) a.factors = {-1.0};
    if (op.code == builtin::sub && !constant_first) {
      for (double& v : *values) v = -v;
    }
    a.offsets = std::move(*values);
  } else {
    if (op.code == builtin::div) {
      if (constant_first || std::ranges::find(*values, 0.0) != values->end()) return std::nullopt;
      for (double& v : *values) v = 1.0 / v;
    }
    a.factors = std::move(*values);
  }
  a.act = static_cast<activation>(op.option<std::int8_t>(detail::binary_activation));
  return a;
}

/// Folds operator n into the weights of the one before it; returns a line for the log, empty where
/// that cannot be done.
inline std::string fold_into_weights_before(graph_editor& g, std::size_t n) {
  const std::optional<channel_affine> a = read_channel_affine(g, n);
  if (!a || g.only_reader(a->input) != n) return "";
  const std::optional<std::size_t> weighted = g.producer(a->input);
  if (!weighted || g.is_kept(*weighted)) return "";
  const auto layout = detail::weight_layout::of(g, *weighted);
  if (!layout || detail::weighted_activation(g.at(*weighted)) != 0 ||
      g.output(n).shape.back() != static_cast<std::int32_t>(layout->outputs()))
    return "";
  const std::string line = g.title(n) + " folded into " + g.title(*weighted);

  std::vector<double> bias = detail::biases(g, *weighted, layout->outputs());
  for (std::size_t c = 0; c < bias.size(); ++c) bias[c] = bias[c] * a->factor(c) + a->offset(c);
  std::vector<float> weights = g.input(*weighted, 1).values<float>();
  for (std::size_t i = 0; i < weights.size(); ++i)
    weights[i] = static_cast<float>(weights[i] * a->factor(layout->channels(i).output));
  g.own(*weighted, 1).set_values<float>(weights);
  detail::set_biases(g, *weighted, bias);
  detail::weighted_activation(g.at(*weighted)) = static_cast<std::int8_t>(a->act);
  g.at(*weighted).outputs = g.at(n).outputs;
  g.merge(*weighted, n);
  return line;
}

/// Folds operator n into the weights of the one behind it, which is wrong for an offset where there
/// is padding: padding is not shifted. Returns a line for the log, empty where it cannot be done.
inline std::string fold_into_weights_behind(graph_editor& g, std::size_t n) {
  const std::optional<channel_affine> a = read_channel_affine(g, n);
  if (!a || a->act != activation::none) return "";
  const std::optional<std::size_t> weighted = g.only_reader(g.at(n).outputs[0]);
  if (!weighted || g.is_kept(*weighted) || g.at(*weighted).input(0) != g.at(n).outputs[0])
    return "";
  const auto layout = detail::weight_layout::of(g, *weighted);
  if (!layout || (a->shifts() && !detail::is_unpadded(g, *weighted))) return "";
  const std::string line = g.title(n) + " folded into " + g.title(*weighted);

  std::vector<float> weights = g.input(*weighted, 1).values<float>();
  std::vector<double> bias = detail::biases(g, *weighted, layout->outputs());
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const detail::weight_channels of = layout->channels(i);
    bias[of.output] += weights[i] * a->offset(of.input);
    weights[i] = static_cast<float>(weights[i] * a->factor(of.input));
  }
  g.own(*weighted, 1).set_values<float>(weights);
  if (a->shifts()) detail::set_biases(g, *weighted, bias);
  g.at(*weighted).inputs[0] = a->input;
  g.merge(*weighted, n);
  return line;
}

}  // namespace octet::convert
