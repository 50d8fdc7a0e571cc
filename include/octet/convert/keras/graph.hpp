// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What calls what in a Keras model: Sequential and Functional models, and models inside models, as
// one list of calls.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "octet/convert/keras/layer.hpp"

namespace octet::convert::keras {

/// A layer at work on the results of other calls; a shared layer has several calls.
struct call {
  layer what;
  std::string name;                 ///< the layer's, numbered from its second call on
  std::vector<std::size_t> inputs;  ///< calls
};

/// Calls in an order in which they can be computed.
struct call_graph {
  std::vector<call> calls;
  std::vector<std::size_t> inputs, outputs;
};

namespace detail {

inline bool is_model(const std::string& class_name) {
  return class_name == "Sequential" || class_name == "Functional" || class_name == "Model";
}

/// The result of a layer's call, by the names of the file.
struct reference {
  std::string layer;
  std::int32_t node = 0, tensor = 0;
};

/// All references in a description of arguments, in order: lists (Keras 2: ["conv", 0, 0, {}])
/// and objects (Keras 3: {"class_name": "__keras_tensor__", ...}), however they are nested.
inline void collect(const json& from, std::vector<reference>& into, int depth = 0) {
  constexpr int deepest = 16;
  if (depth > deepest) throw convert_error("its inputs are nested too deeply");
  if (from.is_array() && from.size() >= 3 && from[0].is_string() && from[1].is_number()) {
    if (from[0] == "_CONSTANT_VALUE")
      throw convert_error("a constant among its inputs is not supported");
    into.push_back({from[0].get<std::string>(), to_integer(from[1], "inbound_nodes"),
                    to_integer(from[2], "inbound_nodes")});
    return;
  }
  if (const json* class_name = find(from, "class_name");
      class_name != nullptr && *class_name == "__keras_tensor__") {
    const json* config = find(from, "config");
    const json* history = config == nullptr ? nullptr : find(*config, "keras_history");
    if (history == nullptr) throw convert_error("one of its inputs has no \"keras_history\"");
    return collect(*history, into, depth + 1);
  }
  if (!from.is_structured()) return;
  for (const json& inner : from) collect(inner, into, depth + 1);
}

/// Values of calls: the calls that give a layer's results. Only models have more than one.
using results = std::vector<std::size_t>;

class graph_reader {
 public:
  call_graph read(const json& model) {
    const json* class_name = find(model, "class_name");
    if (class_name == nullptr || !class_name->is_string() ||
        !is_model(class_name->get<std::string>()))
      throw convert_error("the model is of the class " +
                          (class_name == nullptr ? "\"\"" : class_name->dump()) +
                          "; Sequential and Functional models are supported");
    graph_.outputs = expand(model, std::nullopt, "", 0);
    if (graph_.inputs.empty()) throw convert_error("the model has no input");
    if (graph_.outputs.empty()) throw convert_error("the model has no output");
    return std::move(graph_);
  }

 private:
  friend class functional_reader;
  using given_inputs = std::optional<results>;

  /// The calls of a model; of the outermost one, whose inputs are not given, inputs are made.
  results expand(const json& model, const given_inputs& given, const std::string& group, int depth);
  results sequential(const json& config, const given_inputs& given, const std::string& group,
                     int depth);

  results apply(layer what, const json& entry, const given_inputs& inputs, std::size_t node,
                int depth) {
    if (what.group.empty()) what.group = what.name;
    if (is_model(what.class_name)) return expand(entry, inputs, what.group, depth + 1);
    if (what.class_name == "InputLayer" && inputs) return *inputs;
    if (!inputs) {
      if (what.class_name != "InputLayer") throw what.error("has no input");
      graph_.inputs.push_back(graph_.calls.size());
    }
    // A model called twice by each of many models would go on for ever.
    constexpr std::size_t most = 100000;
    if (graph_.calls.size() == most) throw convert_error("the model has too many layers");
    const std::string name = what.name + (node == 0 ? "" : "_" + std::to_string(node));
    graph_.calls.push_back({std::move(what), name, inputs.value_or(results())});
    return {graph_.calls.size() - 1};
  }

  call_graph graph_;
};

/// A Functional model: its layers refer to each other.
class functional_reader {
 public:
  functional_reader(graph_reader& graph, const json& config, const std::string& group, int depth)
      : graph_(graph), depth_(depth) {
    const json* entries = find(config, "layers");
    if (entries == nullptr || !entries->is_array())
      throw convert_error("the model's description has no list of layers");
    for (const json& entry : *entries) {
      layer l = read_layer(entry);
      l.group = group;
      add(std::move(l), entry);
    }
  }

  results read(const json& config, const graph_reader::given_inputs& given) {
    const std::vector<key> inputs = keys_of(config, "input_layers");
    if (given && given->size() != inputs.size())
      throw convert_error("a model inside the model takes " + std::to_string(inputs.size()) +
                          " inputs and is given " + std::to_string(given->size()));
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      const auto k = inputs[i];
      if (given) {
        done_[k] = {(*given)[i]};
      } else {
        done_[k] = graph_.apply(layers_[k.first].what, *layers_[k.first].entry, {}, 0, depth_);
      }
    }
    results all;
    std::vector<reference> outputs;
    if (const json* list = find(config, "output_layers")) collect(*list, outputs);
    for (const reference& r : outputs) {
      const key k = key_of(r);
      compute(k);
      all.push_back(result_of(k, r.tensor));
    }
    return all;
  }

 private:
  using key = std::pair<std::size_t, std::size_t>;  ///< a layer and the number of its call
  struct known_layer {
    layer what;
    const json* entry;
    std::vector<std::vector<reference>> nodes;  ///< inputs of each call
  };

  void add(layer l, const json& entry) {
    known_layer known{std::move(l), &entry, {}};
    const json* nodes = find(entry, "inbound_nodes");
    if (nodes != nullptr && nodes->is_array()) {
      for (const json& n : *nodes) {
        known.nodes.emplace_back();
        try {
          collect(n, known.nodes.back());
        } catch (const convert_error& e) {
          throw known.what.error(e.what());
        }
      }
    }
    if (!index_.emplace(known.what.name, layers_.size()).second)
      throw known.what.error("there are two layers of this name");
    layers_.push_back(std::move(known));
  }

  key key_of(const reference& r) const {
    const auto at = index_.find(r.layer);
    if (at == index_.end())
      throw convert_error("the layer \"" + r.layer + "\", which another one takes as its input, " +
                          "is not in the model");
    const known_layer& l = layers_[at->second];
    // Keras counts a model's own input as its first call, so calls by others begin at 1.
    const std::int32_t node = is_model(l.what.class_name) && r.node > 0 ? r.node - 1 : r.node;
    const std::size_t calls = l.what.class_name == "InputLayer" ? 1 : l.nodes.size();
    if (node < 0 || static_cast<std::size_t>(node) >= calls)
      throw l.what.error("is used as an input, but has no inbound node " + std::to_string(r.node));
    return {at->second, static_cast<std::size_t>(node)};
  }

  std::vector<key> keys_of(const json& config, const std::string& name) const {
    std::vector<reference> all;
    if (const json* list = find(config, name)) collect(*list, all);
    std::vector<key> keys;
    for (const reference& r : all) {
      keys.push_back(key_of(r));
      const layer& l = layers_[keys.back().first].what;
      if (l.class_name != "InputLayer")
        throw l.error("is an input of the model, but no InputLayer");
    }
    return keys;
  }

  std::size_t result_of(const key& k, std::int32_t tensor) const {
    const results& all = done_.at(k);
    if (tensor < 0 || static_cast<std::size_t>(tensor) >= all.size())
      throw layers_[k.first].what.error("has no output " + std::to_string(tensor));
    return all[static_cast<std::size_t>(tensor)];
  }

  /// Depth first, with a stack of its own: the file says how deep.
  void compute(const key& last) {
    std::vector<key> open{last};
    std::set<key> entered;
    while (!open.empty()) {
      const key k = open.back();
      const known_layer& l = layers_[k.first];
      if (done_.contains(k)) {
        open.pop_back();
        continue;
      }
      const std::vector<reference> none;
      const std::vector<reference>& inputs = l.nodes.empty() ? none : l.nodes[k.second];
      if (inputs.empty()) throw l.what.error("has no input");
      if (entered.insert(k).second) {
        for (const reference& r : inputs) {
          const key in = key_of(r);
          if (done_.contains(in)) continue;
          if (entered.contains(in))
            throw l.what.error("takes its own output as its input, by way of \"" + r.layer + "\"");
          open.push_back(in);
        }
        continue;
      }
      results values;
      for (const reference& r : inputs) values.push_back(result_of(key_of(r), r.tensor));
      done_[k] = graph_.apply(l.what, *l.entry, values, k.second, depth_);
      open.pop_back();
    }
  }

  graph_reader& graph_;
  int depth_;
  std::vector<known_layer> layers_;
  std::map<std::string, std::size_t> index_;
  std::map<key, results> done_;
};

inline results graph_reader::expand(const json& model, const given_inputs& given,
                                    const std::string& group, int depth) {
  constexpr int deepest = 16;
  if (depth > deepest) throw convert_error("models are nested too deeply");
  const json* config = find(model, "config");
  if (config == nullptr) throw convert_error("the model's description has no configuration");
  if (model["class_name"] == "Sequential") return sequential(*config, given, group, depth);
  return functional_reader(*this, *config, group, depth).read(*config, given);
}

inline results graph_reader::sequential(const json& config, const given_inputs& given,
                                        const std::string& group, int depth) {
  const json* entries = config.is_array() ? &config : find(config, "layers");
  if (entries == nullptr || !entries->is_array() || entries->empty())
    throw convert_error("the model's description has no list of layers");
  given_inputs now = given;
  for (const json& entry : *entries) {
    layer l = read_layer(entry);
    l.group = group;
    if (!now && l.class_name != "InputLayer" && !is_model(l.class_name)) {
      // The first layer has the shape of its input, or else the model has it.
      const json* shape = l.find("batch_input_shape");
      if (shape == nullptr) shape = l.find("batch_shape");
      if (shape == nullptr) shape = find(config, "build_input_shape");
      if (shape == nullptr) throw l.error("the file does not say the shape of the model's input");
      layer input{.name = l.name + "_input",
                  .class_name = "InputLayer",
                  .group = group,
                  .config = {{"batch_input_shape", *shape}}};
      now = apply(std::move(input), {}, {}, 0, depth);
    }
    now = apply(std::move(l), entry, now, 0, depth);
    if (now->size() != 1)
      throw convert_error("a model with several outputs stands inside a Sequential model");
  }
  return *now;
}

}  // namespace detail

/// The calls of the model that a Keras file describes.
///
/// model    the JSON of the attribute model_config
/// errors   convert_error, naming the layer where there is one: not Sequential or Functional; no
///          layers; inputs that are missing, unknown or in a circle; an input without shape
inline call_graph read_graph(const json& model) { return detail::graph_reader().read(model); }

}  // namespace octet::convert::keras
