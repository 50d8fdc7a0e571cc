// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// A network under construction, operator by operator; activations and scales join the operator
// before them where they can.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "octet/convert/error.hpp"
#include "octet/convert/network.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/window.hpp"
#include "octet/model/schema.hpp"

namespace octet::convert::keras {

using shape_list = std::vector<std::int32_t>;

/// "(1, 28, 28, 1)"
template <class Sizes>
std::string to_text(const Sizes& sizes) {
  std::string text = "(";
  for (const auto s : sizes) text += (text.size() == 1 ? "" : ", ") + std::to_string(s);
  return text + ")";
}

class network_builder {
 public:
  /// errors  convert_error: a shape with too many axes, an axis below 1, too many elements
  std::int32_t add_value(const std::string& name, std::span<const std::int64_t> sizes) {
    constexpr std::int64_t most = std::int64_t{1} << 28;
    std::int64_t count = 1;
    tensor t;
    for (const std::int64_t s : sizes) {
      if (s < 1) throw convert_error("a result has the impossible shape " + to_text(sizes));
      if (s > most || (count *= s) > most)
        throw convert_error("a tensor of the shape " + to_text(sizes) + " is too large");
      t.shape.push_back(static_cast<std::int32_t>(s));
    }
    if (t.shape.size() > static_cast<std::size_t>(max_rank))
      throw convert_error("a tensor of the shape " + to_text(sizes) + " has too many axes");
    t.name = name;
    producer_.push_back(none);
    uses_.push_back(1);
    return net_.add_tensor(std::move(t));
  }
  std::int32_t add_value(const std::string& name, const shape_list& sizes) {
    const std::vector<std::int64_t> wide(sizes.begin(), sizes.end());
    return add_value(name, std::span{wide});
  }

  template <class T>
  std::int32_t add_constant(const std::string& name, const shape_list& sizes,
                            const std::vector<T>& values) {
    const std::int32_t index = add_value(name, sizes);
    net_.at(index).set_values(std::span<const T>(values));
    return index;
  }

  /// A node that writes one tensor; its index.
  std::int32_t append(builtin code, std::vector<std::int32_t> inputs, const shape_list& sizes,
                      const option_map& options = {}) {
    node n = make_node(code, std::move(inputs), {}, options);
    const std::int32_t output = add_value(layer_ + "/" + std::string(name_of(code)), sizes);
    n.outputs = {output};
    producer_.back() = static_cast<std::int32_t>(net_.nodes.size());
    net_.nodes.push_back(std::move(n));
    return output;
  }

  const shape_list& shape(std::int32_t tensor) const { return net_.at(tensor).shape; }

  /// The same elements in another shape.
  std::int32_t reshape(std::int32_t tensor, const shape_list& sizes) {
    if (shape(tensor) == sizes) return tensor;
    const std::int32_t wanted = add_constant<std::int32_t>(
        layer_ + "/shape", {static_cast<std::int32_t>(sizes.size())}, sizes);
    constexpr int new_shape = 0;
    return append(builtin::reshape, {tensor, wanted}, sizes, {{new_shape, sizes}});
  }

  /// An activation: part of the operator that writes the tensor where that can have one and
  /// nobody else reads what it gives without.
  std::int32_t apply(activation act, std::int32_t tensor) {
    if (node* n = only_producer(tensor)) {
      if (const auto field = activation_field(n->code); field && !is_activated(*n)) {
        n->options[*field] = static_cast<std::int8_t>(act);
        return tensor;
      }
    }
    return append(act == activation::relu ? builtin::relu : builtin::relu6, {tensor},
                  shape(tensor));
  }

  /// output = tensor * scale + shift for each channel (the last axis): into the weights of a
  /// convolution or dense layer before it where nobody else reads what that gives, else two
  /// operators.
  std::int32_t scale(std::int32_t tensor, const std::vector<double>& scale,
                     const std::vector<double>& shift) {
    node* n = only_producer(tensor);
    if (n != nullptr && shape(n->outputs[0]).back() == shape(tensor).back() &&
        fold(*n, scale, shift))
      return tensor;
    const shape_list channels{static_cast<std::int32_t>(scale.size())};
    const std::vector<float> factors(scale.begin(), scale.end());
    const std::vector<float> terms(shift.begin(), shift.end());
    const shape_list sizes = shape(tensor);
    tensor =
        append(builtin::mul, {tensor, add_constant(layer_ + "/scale", channels, factors)}, sizes);
    return append(builtin::add, {tensor, add_constant(layer_ + "/shift", channels, terms)}, sizes);
  }

  /// Names of what is added from now on begin with the layer's.
  void begin_layer(std::string name) {
    layer_ = std::move(name);
    first_of_layer_ = net_.tensors.size();
  }
  const std::string& layer_name() const { return layer_; }

  /// The layer's result: named like the layer where it made it, and read so many times.
  void end_layer(std::int32_t result, std::int32_t readers) {
    const auto index = static_cast<std::size_t>(result);
    if (index >= first_of_layer_) net_.at(result).name = layer_;
    uses_[index] += readers - 1;
  }

  network& net() { return net_; }

 private:
  static constexpr std::int32_t none = -1;

  /// Where the operator's option for a fused activation is, of those that all runtimes fuse.
  static std::optional<int> activation_field(builtin code) {
    switch (code) {
      case builtin::conv_2d:
        return field::conv_2d::activation;
      case builtin::depthwise_conv_2d:
        return field::depthwise_conv_2d::activation;
      case builtin::fully_connected:
        return field::fully_connected::activation;
      case builtin::add:
      case builtin::mul:
      case builtin::sub:
        return field::add::activation;
      default:
        return std::nullopt;
    }
  }
  static bool is_activated(const node& n) {
    const auto field = activation_field(n.code);
    return field && n.option<std::int8_t>(*field) != static_cast<std::int8_t>(activation::none);
  }

  /// The node behind a tensor and reshapes of it, which change no element; null where it or
  /// something between has other readers.
  node* only_producer(std::int32_t tensor) {
    for (;;) {
      const auto index = static_cast<std::size_t>(tensor);
      if (uses_[index] != 1 || producer_[index] == none) return nullptr;
      node& n = net_.nodes[static_cast<std::size_t>(producer_[index])];
      if (n.code != builtin::reshape) return &n;
      tensor = n.inputs[0];
    }
  }

  /// Takes a scale and a shift for each output channel into filter and bias.
  bool fold(node& n, const std::vector<double>& scale, const std::vector<double>& shift) {
    const bool is_depthwise = n.code == builtin::depthwise_conv_2d;
    const bool is_transposed = n.code == builtin::transpose_conv;
    if (n.code != builtin::conv_2d && n.code != builtin::fully_connected && !is_depthwise &&
        !is_transposed)
      return false;
    if (is_activated(n)) return false;
    tensor& filter = net_.at(n.inputs[1]);
    tensor& bias = net_.at(n.inputs[is_transposed ? 3 : 2]);
    std::vector<float> weights = filter.values<float>();
    const std::size_t inner = is_depthwise ? 1 : weights.size() / scale.size();
    for (std::size_t i = 0; i < weights.size(); ++i)
      weights[i] = static_cast<float>(double{weights[i]} * scale[i / inner % scale.size()]);
    filter.set_values<float>(weights);
    std::vector<float> terms = bias.values<float>();
    for (std::size_t c = 0; c < terms.size(); ++c)
      terms[c] = static_cast<float>(double{terms[c]} * scale[c] + shift[c]);
    bias.set_values<float>(terms);
    return true;
  }

  network net_;
  std::string layer_;
  std::size_t first_of_layer_ = 0;
  std::vector<std::int32_t> producer_;  ///< of each tensor: the node that writes it
  std::vector<std::int32_t> uses_;      ///< of each tensor: how often it is read
};

}  // namespace octet::convert::keras
