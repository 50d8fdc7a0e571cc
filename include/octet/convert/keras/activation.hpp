// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Keras activations: layers of their own, and those that other layers end with.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "octet/convert/keras/layer_call.hpp"

namespace octet::convert::keras {

namespace detail {

/// A tensor combined with one number.
inline std::int32_t with_number(const layer_call& c, builtin code, std::int32_t tensor,
                                float number) {
  const std::int32_t constant =
      c.out.add_constant<float>(c.out.layer_name() + "/constant", {1}, {number});
  return c.out.append(code, {tensor, constant}, c.out.shape(tensor));
}

inline std::int32_t unary(const layer_call& c, builtin code, std::int32_t tensor,
                          const option_map& options = {}) {
  return c.out.append(code, {tensor}, c.out.shape(tensor), options);
}

inline std::int32_t leaky_relu(const layer_call& c, std::int32_t tensor, double slope) {
  return unary(c, builtin::leaky_relu, tensor,
               {{field::leaky_relu::alpha, static_cast<float>(slope)}});
}

inline std::int32_t softmax(const layer_call& c, std::int32_t tensor) {
  return unary(c, builtin::softmax, tensor, {{field::softmax::beta, 1.0F}});
}

/// min(max(x / 5 + 1/2, 0), 1), since Keras 3 with x / 6: as relu6(...) / 6.
inline std::int32_t hard_sigmoid(const layer_call& c, std::int32_t tensor) {
  if (c.version.major < 3) tensor = with_number(c, builtin::mul, tensor, 1.2F);
  tensor = c.out.apply(activation::relu6, with_number(c, builtin::add, tensor, 3.0F));
  return with_number(c, builtin::mul, tensor, 1.0F / 6.0F);
}

inline std::int32_t swish(const layer_call& c, std::int32_t tensor) {
  const std::int32_t gate = unary(c, builtin::logistic, tensor);
  return c.out.append(builtin::mul, {tensor, gate}, c.out.shape(tensor));
}

inline std::int32_t named_activation(const layer_call& c, std::int32_t tensor,
                                     const std::string& name) {
  if (name == "linear") return tensor;
  if (name == "relu") return c.out.apply(activation::relu, tensor);
  if (name == "relu6") return c.out.apply(activation::relu6, tensor);
  if (name == "softmax") return softmax(c, tensor);
  if (name == "sigmoid") return unary(c, builtin::logistic, tensor);
  if (name == "tanh") return unary(c, builtin::tanh, tensor);
  if (name == "hard_sigmoid") return hard_sigmoid(c, tensor);
  if (name == "swish" || name == "silu") return swish(c, tensor);
  if (name == "elu") return unary(c, builtin::elu, tensor);
  if (name == "gelu") return unary(c, builtin::gelu, tensor);
  if (name == "exponential") return unary(c, builtin::exp, tensor);
  if (name == "leaky_relu") return leaky_relu(c, tensor, 0.2);
  if (name == "hard_swish" || name == "hard_silu") return unary(c, builtin::hard_swish, tensor);
  throw convert_error("the activation \"" + name + "\" is not supported");
}

inline std::int32_t relu_layer(const layer_call& c, std::int32_t tensor, const layer& l) {
  const double slope = l.real("negative_slope", 0.0);
  if (l.real("threshold", 0.0) != 0.0) throw convert_error("a threshold is not supported");
  if (l.find("max_value") == nullptr)
    return slope == 0.0 ? c.out.apply(activation::relu, tensor) : leaky_relu(c, tensor, slope);
  const double most = l.real("max_value", 0.0);
  if (slope != 0.0) throw convert_error("a slope and a largest value at once are not supported");
  if (most == 6.0) return c.out.apply(activation::relu6, tensor);
  return with_number(c, builtin::minimum, c.out.apply(activation::relu, tensor),
                     static_cast<float>(most));
}

inline std::int32_t softmax_layer(const layer_call& c, std::int32_t tensor, const layer& l) {
  const auto rank = static_cast<std::int32_t>(c.out.shape(tensor).size());
  const std::int32_t axis = l.integers("axis", 1, -1)[0];
  if (axis != -1 && axis != rank - 1)
    throw convert_error("softmax over an axis other than the last is not supported");
  return softmax(c, tensor);
}

/// An activation layer: one of the model's, or one that stands for another's activation.
inline std::int32_t activation_layer(const layer_call& c, std::int32_t tensor, const layer& l) {
  if (l.class_name == "ReLU") return relu_layer(c, tensor, l);
  if (l.class_name == "LeakyReLU")
    return leaky_relu(c, tensor, l.real("alpha", l.real("negative_slope", 0.3)));
  if (l.class_name == "Softmax") return softmax_layer(c, tensor, l);
  if (l.class_name == "ELU") {
    if (l.real("alpha", 1.0) != 1.0) throw convert_error("an alpha other than 1 is not supported");
    return unary(c, builtin::elu, tensor);
  }
  throw convert_error("the activation \"" + l.class_name + "\" is not supported");
}

}  // namespace detail

/// The activation that a layer ends with: a name, or a function or layer as an object.
inline std::int32_t activate(const layer_call& c, std::int32_t tensor) {
  const json* value = c.what.find("activation");
  if (value == nullptr) return tensor;
  if (value->is_string()) return detail::named_activation(c, tensor, value->get<std::string>());
  const json* class_name = find(*value, "class_name");
  const json* config = find(*value, "config");
  if (class_name == nullptr || !class_name->is_string() || config == nullptr)
    throw convert_error("its activation " + value->dump() + " is not supported");
  if (config->is_string()) return detail::named_activation(c, tensor, config->get<std::string>());
  return detail::activation_layer(
      c, tensor,
      {.name = "", .class_name = class_name->get<std::string>(), .group = "", .config = *config});
}

/// Activation, and the layers that are named after one.
inline std::int32_t read_activation(const layer_call& c) { return activate(c, c.input()); }
inline std::int32_t read_activation_layer(const layer_call& c) {
  return detail::activation_layer(c, c.input(), c.what);
}

/// PReLU: a slope for each element, shared along some axes.
inline std::int32_t read_prelu(const layer_call& c) {
  const std::int32_t input = c.input();
  const shape_list sizes = c.out.shape(input);
  shape_list slopes(sizes.begin() + 1, sizes.end());
  if (const json* shared = c.what.find("shared_axes")) {
    for (const std::int32_t axis : c.what.integers("shared_axes", shared->size(), 0)) {
      if (axis < 1 || static_cast<std::size_t>(axis) > slopes.size())
        throw convert_error("\"shared_axes\" names an axis that its input does not have");
      slopes[static_cast<std::size_t>(axis) - 1] = 1;
    }
  }
  const std::vector<float> alpha =
      c.weight("alpha", std::vector<std::int64_t>(slopes.begin(), slopes.end()));
  return c.out.append(
      builtin::prelu,
      {input, c.out.add_constant<float>(c.out.layer_name() + "/alpha", slopes, alpha)}, sizes);
}

}  // namespace octet::convert::keras
