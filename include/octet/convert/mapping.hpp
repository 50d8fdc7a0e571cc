// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Which operators of a quantized model do the work of which operators of the original, as a .json
// file and as values.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "octet/convert/error.hpp"
#include "octet/convert/file.hpp"
#include "octet/convert/network.hpp"

namespace octet::convert {

/// An operator of a model; its name is that of its first output, since operators have none.
struct mapped_node {
  std::int32_t index = 0;
  std::string type;  ///< as in "CONV_2D"
  std::string name;

  friend bool operator==(const mapped_node&, const mapped_node&) = default;
};

/// A tensor that holds, but for rounding, the same values in both models.
struct mapped_tensor {
  std::string name;
  std::int32_t original = 0;   ///< its index in the original model
  std::int32_t quantized = 0;  ///< and in the quantized one

  friend bool operator==(const mapped_tensor&, const mapped_tensor&) = default;
};

/// What became of one operator.
struct mapping_entry {
  mapped_node original;
  std::vector<mapped_node> quantized;  ///< empty where it was removed
  std::vector<mapped_tensor> outputs;  ///< empty where its values are not computed any more

  friend bool operator==(const mapping_entry&, const mapping_entry&) = default;
};

/// Every operator of the original model, in order.
struct mapping {
  std::vector<mapping_entry> entries;

  friend bool operator==(const mapping&, const mapping&) = default;
};

namespace detail {

inline mapped_node map_node(const network& net, std::size_t index) {
  const node& n = net.nodes[index];
  return {static_cast<std::int32_t>(index), std::string(name_of(n.code)),
          n.outputs.empty() ? "" : net.at(n.outputs[0]).name};
}

/// The output of a node with this name: of the given nodes, or else the only one of any.
inline std::int32_t find_output(const network& net, const std::vector<mapped_node>& nodes,
                                const std::string& name) {
  const auto among = [&](const node& n) {
    for (const std::int32_t t : n.outputs) {
      if (net.at(t).name == name) return t;
    }
    return no_tensor;
  };
  for (const mapped_node& m : nodes) {
    const std::int32_t t = among(net.nodes[static_cast<std::size_t>(m.index)]);
    if (t != no_tensor) return t;
  }
  std::int32_t found = no_tensor;
  for (const node& n : net.nodes) {
    const std::int32_t t = among(n);
    if (t == no_tensor) continue;
    if (found != no_tensor) return no_tensor;
    found = t;
  }
  return found;
}

}  // namespace detail

/// What became of each operator of a network.
///
/// original   as read_network gave it
/// quantized  made of it by whatever keeps node::origins and the names of tensors
inline mapping map_nodes(const network& original, const network& quantized) {
  mapping all;
  for (std::size_t i = 0; i < original.nodes.size(); ++i) {
    mapping_entry e{detail::map_node(original, i), {}, {}};
    for (std::size_t k = 0; k < quantized.nodes.size(); ++k) {
      const std::vector<std::int32_t>& origins = quantized.nodes[k].origins;
      if (std::ranges::find(origins, e.original.index) != origins.end())
        e.quantized.push_back(detail::map_node(quantized, k));
    }
    for (const std::int32_t t : original.nodes[i].outputs) {
      if (e.quantized.empty()) break;
      const std::string& name = original.at(t).name;
      const std::int32_t same = detail::find_output(quantized, e.quantized, name);
      if (same != no_tensor) e.outputs.push_back({name, t, same});
    }
    all.entries.push_back(std::move(e));
  }
  return all;
}

namespace detail {

using nlohmann::ordered_json;

inline ordered_json to_json(const mapped_node& n) {
  return {{"index", n.index}, {"type", n.type}, {"name", n.name}};
}

/// Reads members and says which one is missing or of another type.
class mapping_reader {
 public:
  explicit mapping_reader(std::string file) : file_(std::move(file)) {}

  mapping read(const ordered_json& root) const {
    mapping all;
    for (const ordered_json& j : array(root, "nodes")) {
      mapping_entry e{node(member(j, "original")), {}, {}};
      for (const ordered_json& q : array(j, "quantized")) e.quantized.push_back(node(q));
      for (const ordered_json& t : array(j, "outputs"))
        e.outputs.push_back({text(t, "name"), index(t, "original"), index(t, "quantized")});
      if (e.original.index != static_cast<std::int32_t>(all.entries.size()))
        fail("\"nodes\" are not in order");
      all.entries.push_back(std::move(e));
    }
    return all;
  }

  [[noreturn]] void fail(const std::string& what) const {
    throw convert_error(file_ + ": no mapping of a model: " + what);
  }

 private:
  const ordered_json& member(const ordered_json& j, const char* key) const {
    const auto at = j.is_object() ? j.find(key) : j.end();
    if (!j.is_object() || at == j.end()) fail(std::string("\"") + key + "\" is missing");
    return *at;
  }
  const ordered_json& array(const ordered_json& j, const char* key) const {
    const ordered_json& a = member(j, key);
    if (!a.is_array()) fail(std::string("\"") + key + "\" is not a list");
    return a;
  }
  std::string text(const ordered_json& j, const char* key) const {
    const ordered_json& t = member(j, key);
    if (!t.is_string()) fail(std::string("\"") + key + "\" is not a text");
    return t.get<std::string>();
  }
  std::int32_t index(const ordered_json& j, const char* key) const {
    const ordered_json& i = member(j, key);
    if (!i.is_number_unsigned() || i.get<std::uint64_t>() > 0x7fffffffu)
      fail(std::string("\"") + key + "\" is not an index");
    return i.get<std::int32_t>();
  }
  mapped_node node(const ordered_json& j) const {
    return {index(j, "index"), text(j, "type"), text(j, "name")};
  }

  std::string file_;
};

}  // namespace detail

/// The .json text of a mapping. Bytes of a name that are no UTF-8 become U+FFFD.
inline std::string to_text(const mapping& m) {
  nlohmann::ordered_json root{{"version", 1}, {"nodes", nlohmann::ordered_json::array()}};
  for (const mapping_entry& e : m.entries) {
    auto quantized = nlohmann::ordered_json::array(), outputs = nlohmann::ordered_json::array();
    for (const mapped_node& n : e.quantized) quantized.push_back(detail::to_json(n));
    for (const mapped_tensor& t : e.outputs)
      outputs.push_back({{"name", t.name}, {"original", t.original}, {"quantized", t.quantized}});
    root["nodes"].push_back({{"original", detail::to_json(e.original)},
                             {"quantized", std::move(quantized)},
                             {"outputs", std::move(outputs)}});
  }
  return root.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

/// The mapping that to_text wrote.
///
/// errors   convert_error that names the file: not .json, something missing or of another type
inline mapping parse_mapping(std::string_view text, const std::string& file) {
  const detail::mapping_reader reader(file);
  const auto root = nlohmann::ordered_json::parse(text, nullptr, false);
  if (root.is_discarded()) reader.fail("the text is not .json");
  return reader.read(root);
}

/// The same from a file.
///
/// errors   also std::runtime_error: the file cannot be read
inline mapping read_mapping(const std::filesystem::path& path) {
  const std::vector<std::uint8_t> bytes = read_file(path);
  return parse_mapping({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, path.string());
}

/// Every index exists in these two models, and the types of the operators are theirs.
///
/// errors   convert_error that names the first operator or tensor for which that is not so
inline void check_mapping(const mapping& m, const graph& original, const graph& quantized) {
  const auto check_node = [](const graph& model, const mapped_node& n, const char* which) {
    const bool exists = n.index >= 0 && n.index < model.node_count();
    if (exists && name_of(model.node(n.index).code) == n.type) return;
    throw convert_error("the mapping is of other models: the " + std::string(which) + " has no " +
                        n.type + " as operator " + std::to_string(n.index));
  };
  if (m.entries.size() != static_cast<std::size_t>(original.node_count()))
    throw convert_error("the mapping is of other models: it has " +
                        std::to_string(m.entries.size()) + " operators, the original " +
                        std::to_string(original.node_count()));
  for (const mapping_entry& e : m.entries) {
    check_node(original, e.original, "original");
    for (const mapped_node& n : e.quantized) check_node(quantized, n, "quantized model");
    for (const mapped_tensor& t : e.outputs) {
      const bool exist = t.original >= 0 && t.original < original.tensor_count() &&
                         t.quantized >= 0 && t.quantized < quantized.tensor_count();
      if (!exist || original.tensor(t.original).shape != quantized.tensor(t.quantized).shape)
        throw convert_error("the mapping is of other models: tensor \"" + t.name +
                            "\" is not in both, or has another shape");
    }
  }
}

}  // namespace octet::convert
