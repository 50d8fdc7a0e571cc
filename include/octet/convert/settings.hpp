// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What a user can ask of the quantizer: for the whole network, for a type of operator, for a layer.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "octet/convert/error.hpp"
#include "octet/convert/nearest_name.hpp"
#include "octet/convert/network.hpp"

namespace octet::convert {

/// What becomes of a float network.
enum class quantize_mode {
  full,              ///< integers throughout; an operator without integer kernel is an error
  full_fallback,     ///< integers where there is a kernel, float elsewhere
  dynamic,           ///< int8 weights; activations stay float, and are quantized as the model runs
  float16,           ///< weights stored as halves; everything is computed in float
  int16x8,           ///< as full, with int16 activations, int8 weights and int64 biases
  int16x8_fallback,  ///< as full_fallback, likewise
};
inline constexpr std::array<std::string_view, 6> quantize_mode_names{
    "full", "full-fallback", "dynamic", "float16", "16x8", "16x8-fallback"};

/// Which codes weights and activations have, in this order: ss symmetric int8, sa asymmetric int8,
/// ua asymmetric uint8; qmn powers of two for both.
enum class quantize_scheme { ss_sa, ss_ua, ua_ua, qmn };
inline constexpr std::array<std::string_view, 4> quantize_scheme_names{"ss/sa", "ss/ua", "ua/ua",
                                                                       "qmn"};

/// The observer of a layer's activations; what is not set is as observer_named has it.
struct observer_settings {
  std::optional<std::string> name;  ///< of observer_names
  /// Shares of the values that are no larger than the upper end and no smaller than the lower one;
  /// where mse begins its search (0.999999), and what percentile takes (0.9999).
  std::optional<double> max_percentile, min_percentile;
  /// Of mse: the ends that it tries are these factors of the percentile.
  std::optional<double> search_from, search_to, search_step;

  friend bool operator==(const observer_settings&, const observer_settings&) = default;
};

/// Settings of a layer; what is not set comes from the layer's type, then from the common ones,
/// then from the mode.
struct layer_settings {
  std::optional<bool> quantize;  ///< false: stays float
  std::optional<quantize_scheme> scheme;
  std::optional<int> weight_bits;      ///< 8 or 4
  std::optional<int> activation_bits;  ///< 8 or 16
  std::optional<bool> per_channel;     ///< a scale of the weights for each output channel
  observer_settings observer;

  friend bool operator==(const layer_settings&, const layer_settings&) = default;
};

/// Settings of a quantization.
struct quantize_settings {
  quantize_mode mode = quantize_mode::full;
  /// Types of the model's float inputs and outputs: int8, uint8, int16 or float32. Where not set,
  /// that of the operators there.
  std::optional<tensor_type> input_type, output_type;
  layer_settings common;
  std::map<builtin, layer_settings> by_type;
  std::map<std::string, layer_settings> by_layer;  ///< by a layer's name or "#3", its index
  /// Operators that alone are quantized, or that are not: names, indices, or types like CONV_2D.
  std::vector<std::string> only, skip;
  /// Mode dynamic: smaller weights stay float. The TensorFlow Lite converter has 1024 too.
  std::size_t dynamic_minimum = 1024;

  friend bool operator==(const quantize_settings&, const quantize_settings&) = default;
};

/// What a layer is called: as its first output. The operators of a .tflite file have no names.
inline const std::string& layer_name(const network& net, const node& n) {
  static const std::string none;
  return n.outputs.empty() ? none : net.at(n.outputs[0]).name;
}

namespace detail {

/// Sets what other leaves open.
template <class T>
void fill(std::optional<T>& value, const std::optional<T>& other) {
  if (!value) value = other;
}

inline void fill(layer_settings& s, const layer_settings& other) {
  fill(s.quantize, other.quantize);
  fill(s.scheme, other.scheme);
  fill(s.weight_bits, other.weight_bits);
  fill(s.activation_bits, other.activation_bits);
  fill(s.per_channel, other.per_channel);
  fill(s.observer.name, other.observer.name);
  fill(s.observer.max_percentile, other.observer.max_percentile);
  fill(s.observer.min_percentile, other.observer.min_percentile);
  fill(s.observer.search_from, other.observer.search_from);
  fill(s.observer.search_to, other.observer.search_to);
  fill(s.observer.search_step, other.observer.search_step);
}

inline std::vector<bool> nodes_where(const network& net,
                                     const std::function<bool(std::size_t)>& is) {
  std::vector<bool> chosen(net.nodes.size());
  for (std::size_t i = 0; i < chosen.size(); ++i) chosen[i] = is(i);
  return chosen;
}

}  // namespace detail

/// The operators that a name means: those that write a tensor of this name, of this type
/// (CONV_2D), or with this index (#3).
///
/// errors   convert_error: there are none; says the nearest name
inline std::vector<bool> operators_named(const network& net, const std::string& name) {
  const auto any = [](const std::vector<bool>& chosen) {
    return std::ranges::find(chosen, true) != chosen.end();
  };
  const std::vector<bool> of_name = detail::nodes_where(net, [&](std::size_t i) {
    return std::ranges::any_of(net.nodes[i].outputs,
                               [&](std::int32_t t) { return net.at(t).name == name; });
  });
  if (any(of_name)) return of_name;
  const std::vector<bool> of_type =
      detail::nodes_where(net, [&](std::size_t i) { return name_of(net.nodes[i].code) == name; });
  if (any(of_type)) return of_type;
  const std::vector<bool> of_index =
      detail::nodes_where(net, [&](std::size_t i) { return name == "#" + std::to_string(i); });
  if (any(of_index)) return of_index;

  std::vector<std::string> names;
  for (const node& n : net.nodes) names.push_back(layer_name(net, n));
  for (const node& n : net.nodes) names.emplace_back(name_of(n.code));
  throw convert_error(
      "the model has no layer \"" + name + "\"" +
      (names.empty() ? "" : "; the nearest name is \"" + nearest_name(name, names) + "\""));
}

/// The settings of every operator: those of its layer, then of its type, then the common ones;
/// `only` and `skip` go before all. What nobody set stays open.
///
/// errors   convert_error: a layer that the model does not have, as operators_named; an operator
///          that `only` and `skip` both name
inline std::vector<layer_settings> resolve(const network& net, const quantize_settings& settings) {
  std::vector<layer_settings> resolved(net.nodes.size());
  for (const auto& [name, own] : settings.by_layer) {
    const std::vector<bool> chosen = operators_named(net, name);
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      if (chosen[i]) detail::fill(resolved[i], own);
    }
  }
  for (std::size_t i = 0; i < resolved.size(); ++i) {
    const auto of_type = settings.by_type.find(net.nodes[i].code);
    if (of_type != settings.by_type.end()) detail::fill(resolved[i], of_type->second);
    detail::fill(resolved[i], settings.common);
  }
  const auto union_of = [&](const std::vector<std::string>& names) {
    std::vector<bool> all(net.nodes.size());
    for (const std::string& name : names) {
      const std::vector<bool> some = operators_named(net, name);
      for (std::size_t i = 0; i < all.size(); ++i) all[i] = all[i] || some[i];
    }
    return all;
  };
  const std::vector<bool> only = union_of(settings.only), skip = union_of(settings.skip);
  for (std::size_t i = 0; i < resolved.size(); ++i) {
    if (only[i] && skip[i])
      throw convert_error(name_node(static_cast<std::int64_t>(i), net.nodes[i].code) +
                          " is both among those to quantize and among those to skip");
    if (!settings.only.empty()) resolved[i].quantize = only[i];
    if (skip[i]) resolved[i].quantize = false;
  }
  return resolved;
}

}  // namespace octet::convert
