// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Changing the graph of a network: who computes and who reads a tensor, and taking an operator out.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "octet/convert/network.hpp"

namespace octet::convert {

/// A network that is being folded. Indices of nodes are valid until an operator is taken out.
class graph_editor {
 public:
  /// kept   names of operators, as name_of gives them, that are neither changed nor taken out
  graph_editor(network& net, std::vector<std::string> kept) : net_(net), kept_(std::move(kept)) {}

  network& net() { return net_; }
  node& at(std::size_t n) { return net_.nodes[n]; }
  tensor& input(std::size_t n, std::size_t i) { return net_.at(at(n).inputs[i]); }
  tensor& output(std::size_t n) { return net_.at(at(n).outputs[0]); }

  /// The name of an operator: that of its first output.
  const std::string& name(std::size_t n) { return output(n).name; }
  /// CONV_2D "conv1"
  std::string title(std::size_t n) {
    return std::string(name_of(at(n).code)) + " \"" + name(n) + "\"";
  }
  /// Also true without any output.
  bool is_kept(std::size_t n) {
    return at(n).outputs.empty() || std::ranges::find(kept_, name(n)) != kept_.end();
  }

  bool is_output(std::int32_t t) const {
    return std::ranges::find(net_.outputs, t) != net_.outputs.end();
  }
  /// How often a tensor is read: by operators, and as an output of the network.
  std::size_t uses(std::int32_t t) const {
    auto sum = std::ranges::count(net_.outputs, t);
    for (const node& n : net_.nodes) sum += std::ranges::count(n.inputs, t);
    return static_cast<std::size_t>(sum);
  }
  /// The operator that computes a tensor.
  std::optional<std::size_t> producer(std::int32_t t) const {
    for (std::size_t n = 0; n < net_.nodes.size(); ++n) {
      if (std::ranges::find(net_.nodes[n].outputs, t) != net_.nodes[n].outputs.end()) return n;
    }
    return std::nullopt;
  }
  /// The operator that reads a tensor, where there is one and it is the only use.
  std::optional<std::size_t> only_reader(std::int32_t t) const {
    if (is_output(t) || uses(t) != 1) return std::nullopt;
    for (std::size_t n = 0; n < net_.nodes.size(); ++n) {
      if (std::ranges::find(net_.nodes[n].inputs, t) != net_.nodes[n].inputs.end()) return n;
    }
    return std::nullopt;
  }

  bool is_float(std::int32_t t) const {
    return t != no_tensor && net_.at(t).type == tensor_type::float32;
  }
  bool is_float_constant(std::int32_t t) const {
    return is_float(t) && net_.at(t).is_constant() &&
           net_.at(t).data.size() == net_.at(t).count() * sizeof(float);
  }
  /// Float, and neither constant nor the state of an operator.
  bool is_float_activation(std::int32_t t) const {
    return is_float(t) && !net_.at(t).is_constant() && !net_.at(t).is_variable;
  }

  /// A constant input that may be changed: the operator's own, or a copy where others read it too.
  tensor& own(std::size_t n, std::size_t i) {
    if (uses(at(n).inputs[i]) > 1) at(n).inputs[i] = net_.add_tensor(tensor(input(n, i)));
    return input(n, i);
  }

  /// The operators that read one tensor take another.
  void replace_reads(std::int32_t old, std::int32_t by) {
    for (node& n : net_.nodes) std::ranges::replace(n.inputs, old, by);
  }
  /// Takes an operator out.
  void erase(std::size_t n) {
    net_.nodes.erase(net_.nodes.begin() + static_cast<std::ptrdiff_t>(n));
  }
  /// Takes an operator out whose work another one does from now on.
  void merge(std::size_t into, std::size_t from) {
    std::vector<std::int32_t>& origins = at(into).origins;
    origins.insert(origins.end(), at(from).origins.begin(), at(from).origins.end());
    std::ranges::sort(origins);
    erase(from);
  }

 private:
  network& net_;
  std::vector<std::string> kept_;
};

/// Drops the tensors that nobody uses any more; the others keep their order. Returns where each one
/// is now, no_tensor for those that went.
inline std::vector<std::int32_t> drop_unused_tensors(network& net) {
  std::vector<bool> used(net.tensors.size());
  const auto mark = [&](const std::vector<std::int32_t>& indices) {
    for (const std::int32_t t : indices) {
      if (t != no_tensor) used[static_cast<std::size_t>(t)] = true;
    }
  };
  mark(net.inputs);
  mark(net.outputs);
  for (const node& n : net.nodes) {
    mark(n.inputs);
    mark(n.outputs);
  }
  std::vector<std::int32_t> index(net.tensors.size());
  std::vector<tensor> kept;
  for (std::size_t t = 0; t < used.size(); ++t) {
    index[t] = used[t] ? static_cast<std::int32_t>(kept.size()) : no_tensor;
    if (used[t]) kept.push_back(std::move(net.tensors[t]));
  }
  net.tensors = std::move(kept);
  const auto renumber = [&](std::vector<std::int32_t>& indices) {
    for (std::int32_t& t : indices) {
      if (t != no_tensor) t = index[static_cast<std::size_t>(t)];
    }
  };
  renumber(net.inputs);
  renumber(net.outputs);
  for (node& n : net.nodes) {
    renumber(n.inputs);
    renumber(n.outputs);
  }
  return index;
}

}  // namespace octet::convert
