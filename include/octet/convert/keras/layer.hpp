// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// A layer of a Keras model as its JSON describes it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "octet/convert/error.hpp"

namespace octet::convert::keras {

using json = nlohmann::json;

/// A member of a JSON object; null where it is not there, or is JSON's null.
inline const json* find(const json& object, const std::string& key) {
  if (!object.is_object()) return nullptr;
  const auto at = object.find(key);
  return at == object.end() || at->is_null() ? nullptr : &*at;
}

/// A whole number of at most 30 bits, which is enough for every size of a model.
inline std::int32_t to_integer(const json& value, const std::string& what) {
  constexpr std::int64_t most = std::int64_t{1} << 30;
  const bool fits = value.is_number_integer() && value.get<double>() > -static_cast<double>(most) &&
                    value.get<double>() < static_cast<double>(most);
  if (!fits) throw convert_error("\"" + what + "\" is not a whole number in reach");
  return value.get<std::int32_t>();
}

/// One layer. What its functions throw does not name the layer: whoever catches it does.
///
/// errors   convert_error: a value of another type than asked for
struct layer {
  std::string name, class_name;
  std::string group;  ///< where its weights lie: the layer of the outermost model that it is in
  json config;

  /// What is wrong, with the layer in front.
  convert_error error(const std::string& what) const {
    return convert_error("layer \"" + name + "\" (" + class_name + "): " + what);
  }

  const json* find(const std::string& key) const { return keras::find(config, key); }

  std::string text(const std::string& key, const std::string& otherwise) const {
    const json* value = find(key);
    if (value == nullptr) return otherwise;
    if (!value->is_string()) throw convert_error("\"" + key + "\" is not text");
    return value->get<std::string>();
  }

  bool flag(const std::string& key, bool otherwise) const {
    const json* value = find(key);
    if (value == nullptr) return otherwise;
    if (!value->is_boolean()) throw convert_error("\"" + key + "\" is not true or false");
    return value->get<bool>();
  }

  std::int32_t integer(const std::string& key) const {
    const json* value = find(key);
    if (value == nullptr) throw convert_error("\"" + key + "\" is missing");
    return to_integer(*value, key);
  }
  std::int32_t integer(const std::string& key, std::int32_t otherwise) const {
    return find(key) == nullptr ? otherwise : integer(key);
  }

  double real(const std::string& key, double otherwise) const {
    const json* value = find(key);
    if (value == nullptr) return otherwise;
    // Keras 2 writes numbers that were numpy's as {"type": "ndarray", "value": 0.3}.
    if (const json* inner = keras::find(*value, "value")) value = inner;
    if (!value->is_number()) throw convert_error("\"" + key + "\" is not a number");
    return value->get<double>();
  }

  /// A list of whole numbers, or one number for all of them.
  std::vector<std::int32_t> integers(const std::string& key, std::size_t count,
                                     std::int32_t otherwise) const {
    const json* value = find(key);
    if (value == nullptr) return std::vector<std::int32_t>(count, otherwise);
    if (!value->is_array()) return std::vector<std::int32_t>(count, to_integer(*value, key));
    if (value->size() != count)
      throw convert_error("\"" + key + "\" has " + std::to_string(value->size()) + " values, not " +
                          std::to_string(count));
    std::vector<std::int32_t> all;
    for (const json& v : *value) all.push_back(to_integer(v, key));
    return all;
  }
};

/// A layer's entry in a model's list of layers.
///
/// errors   convert_error: no class, or no name
inline layer read_layer(const json& entry) {
  const json* class_name = find(entry, "class_name");
  const json* config = find(entry, "config");
  if (class_name == nullptr || !class_name->is_string() || config == nullptr)
    throw convert_error("the model's description has a layer without class or configuration");
  layer l{.name = "", .class_name = class_name->get<std::string>(), .group = "", .config = *config};
  // References use the name outside; a Sequential's layers only have the one in the configuration.
  for (const json* place : {config, &entry}) {
    if (const json* name = find(*place, "name"); name != nullptr && name->is_string())
      l.name = name->get<std::string>();
  }
  if (l.name.empty()) throw l.error("the layer has no name");
  return l;
}

}  // namespace octet::convert::keras
