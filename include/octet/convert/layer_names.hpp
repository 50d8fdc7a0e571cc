// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What config.json and record.txt call the operators of a model, before and after it is folded.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "octet/convert/error.hpp"
#include "octet/convert/network.hpp"
#include "octet/convert/settings.hpp"

namespace octet::convert {

/// The name of each operator, or "#3", its index, where the name is not its own.
inline std::vector<std::string> unique_layer_names(const network& net) {
  std::map<std::string, int> count;
  for (const node& n : net.nodes) ++count[layer_name(net, n)];
  std::vector<std::string> names;
  for (std::size_t i = 0; i < net.nodes.size(); ++i) {
    const std::string& name = layer_name(net, net.nodes[i]);
    names.push_back(name.empty() || count[name] > 1 ? "#" + std::to_string(i) : name);
  }
  return names;
}

/// The same for a tensor.
inline std::string unique_tensor_name(const network& net, std::int32_t index) {
  const std::string& name = net.at(index).name;
  const auto same = std::ranges::count(net.tensors, name, &tensor::name);
  return name.empty() || same > 1 ? "#" + std::to_string(index) : name;
}

namespace detail {

/// Whether a name means operators by their type, which folding does not change.
inline bool is_type(const network& original, const std::string& name) {
  const auto has_name = [&](const node& n) { return layer_name(original, n) == name; };
  const auto has_type = [&](const node& n) { return name_of(n.code) == name; };
  return std::ranges::none_of(original.nodes, has_name) &&
         std::ranges::any_of(original.nodes, has_type);
}

/// What the operators that a name of the original model means are called in the folded one.
inline std::vector<std::string> folded_names(const network& original, const network& folded,
                                             const std::string& name) {
  if (is_type(original, name)) return {name};
  const std::vector<bool> meant = operators_named(original, name);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < folded.nodes.size(); ++i) {
    const auto is_meant = [&](std::int32_t o) { return meant[static_cast<std::size_t>(o)]; };
    if (std::ranges::any_of(folded.nodes[i].origins, is_meant))
      names.push_back("#" + std::to_string(i));
  }
  return names;
}

}  // namespace detail

/// Settings that name the operators of a model as its author does become settings for the model
/// when it is folded: an operator that others were folded into answers to the names of all.
///
/// folded   made of the original by fold() and remove_training()
/// errors   convert_error: a name that the original does not have; says the nearest
inline quantize_settings settings_for_folded(quantize_settings settings, const network& original,
                                             const network& folded) {
  std::map<std::string, layer_settings> by_layer;
  for (const auto& [name, own] : settings.by_layer) {
    for (const std::string& n : detail::folded_names(original, folded, name))
      detail::fill(by_layer[n], own);
  }
  settings.by_layer = std::move(by_layer);
  for (std::vector<std::string>* list : {&settings.only, &settings.skip}) {
    std::vector<std::string> names;
    for (const std::string& name : *list) {
      for (const std::string& n : detail::folded_names(original, folded, name)) names.push_back(n);
    }
    *list = std::move(names);
  }
  return settings;
}

/// The settings of every operator of the folded model, one by one, under the names that the author
/// knows: what a user would edit.
inline quantize_settings settings_by_layer(quantize_settings settings, const network& original,
                                           const network& folded) {
  const std::vector<layer_settings> resolved = resolve(folded, settings);
  const std::vector<std::string> names = unique_layer_names(original);
  settings.by_layer.clear();
  settings.only.clear();
  settings.skip.clear();
  for (std::size_t i = 0; i < folded.nodes.size(); ++i) {
    const std::vector<std::int32_t>& origins = folded.nodes[i].origins;
    if (!origins.empty())
      settings.by_layer[names[static_cast<std::size_t>(origins.back())]] = resolved[i];
  }
  return settings;
}

}  // namespace octet::convert
