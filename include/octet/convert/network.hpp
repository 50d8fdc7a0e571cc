// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// A network in memory that can be changed: what convert reads, quantizes and writes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "octet/convert/error.hpp"
#include "octet/convert/options.hpp"
#include "octet/core/extents.hpp"
#include "octet/model/graph.hpp"
#include "octet/model/schema.hpp"

namespace octet::convert {

/// Scales and zero points of a tensor; empty where it is not quantized.
struct quantization_info {
  std::vector<float> min, max;  ///< kept from the file, used by nobody
  std::vector<float> scales;    ///< one, or one for each index of the axis
  std::vector<std::int64_t> zero_points;
  std::int32_t axis = 0;

  friend bool operator==(const quantization_info&, const quantization_info&) = default;
};

/// A tensor; constant where it has data.
struct tensor {
  std::string name;
  tensor_type type = tensor_type::float32;
  std::vector<std::int32_t> shape;
  std::vector<std::int32_t> shape_signature;  ///< shape with -1 where the author left it open
  quantization_info quantization;
  bool is_variable = false;
  std::vector<std::uint8_t> data;  ///< little endian, as in the file

  bool is_constant() const { return !data.empty(); }

  octet::shape extents() const {
    octet::shape s;
    s.rank = static_cast<std::int32_t>(shape.size());
    for (std::size_t i = 0; i < shape.size() && i < s.sizes.size(); ++i) s.sizes[i] = shape[i];
    return s;
  }
  std::size_t count() const { return extents().count(); }

  /// The data as elements.
  template <class T>
  std::vector<T> values() const {
    std::vector<T> v(data.size() / sizeof(T));
    if (!v.empty()) std::memcpy(v.data(), data.data(), v.size() * sizeof(T));
    return v;
  }
  /// Sets type and data; the shape stays.
  template <class T>
  void set_values(std::span<const T> v) {
    type = type_of<T>;
    data.resize(v.size_bytes());
    if (!v.empty()) std::memcpy(data.data(), v.data(), v.size_bytes());
  }

  friend bool operator==(const tensor&, const tensor&) = default;
};

/// An operator and the tensors that it reads and writes.
struct node {
  builtin code = builtin::custom;
  std::int32_t version = 1;           ///< of the operator, as the schema counts
  std::vector<std::int32_t> inputs;   ///< tensor indices; no_tensor where one is left out
  std::vector<std::int32_t> outputs;  ///< tensor indices
  option_map options;                 ///< every field of the operator's table
  /// Nodes of the model that was read, by index, whose work this one does; empty where it is new.
  /// No part of what the node is: == does not look at it.
  std::vector<std::int32_t> origins{};

  /// Tensor index of an input; no_tensor where it is absent.
  std::int32_t input(std::size_t i) const { return i < inputs.size() ? inputs[i] : no_tensor; }

  /// An option, of the type that it has in options_of(code).
  template <class T>
  const T& option(int field) const {
    return std::get<T>(options.at(field));
  }

  friend bool operator==(const node& a, const node& b) {
    return a.code == b.code && a.version == b.version && a.inputs == b.inputs &&
           a.outputs == b.outputs && a.options == b.options;
  }
};

/// The first subgraph of a model.
struct network {
  std::string name;
  std::string description;
  std::vector<tensor> tensors;
  std::vector<node> nodes;  ///< in the order of computation
  std::vector<std::int32_t> inputs, outputs;

  tensor& at(std::int32_t index) { return tensors.at(static_cast<std::size_t>(index)); }
  const tensor& at(std::int32_t index) const { return tensors.at(static_cast<std::size_t>(index)); }

  std::int32_t add_tensor(tensor t) {
    tensors.push_back(std::move(t));
    return static_cast<std::int32_t>(tensors.size()) - 1;
  }

  friend bool operator==(const network&, const network&) = default;
};

/// A node with the given options, and the schema's defaults for the others.
///
/// errors   convert_error: octet does not convert this operator; it has no such option, or one of
///          another type
inline node make_node(builtin code, std::vector<std::int32_t> inputs,
                      std::vector<std::int32_t> outputs, const option_map& options = {}) {
  const options_schema* schema = options_of(code);
  if (schema == nullptr)
    throw convert_error(std::string(name_of(code)) + " is not an operator that can be converted");
  node n{code, 1, std::move(inputs), std::move(outputs), schema->defaults};
  for (const auto& [field, value] : options) {
    const auto at = n.options.find(field);
    if (at == n.options.end() || at->second.index() != value.index())
      throw convert_error(std::string(name_of(code)) + " has no option " + std::to_string(field) +
                          " of this type");
    at->second = value;
  }
  return n;
}

namespace detail {

template <class T>
std::vector<T> to_vector(const flatbuffer::vector<T>& in) {
  std::vector<T> out(in.size());
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = in[i];
  return out;
}

inline tensor read_tensor(const tensor_info& info, const flatbuffer::table& table) {
  const flatbuffer::table q = table.child(field::tensor::quantization);
  tensor t{
      .name = to_string(info.name),
      .type = info.type,
      .shape = to_vector(table.vector_of<std::int32_t>(field::tensor::shape)),
      .shape_signature = to_vector(table.vector_of<std::int32_t>(field::tensor::shape_signature)),
      .quantization = {.min = to_vector(q.vector_of<float>(field::quantization::min)),
                       .max = to_vector(q.vector_of<float>(field::quantization::max)),
                       .scales = to_vector(info.scales),
                       .zero_points = to_vector(info.zero_points),
                       .axis = info.quantized_dimension},
      .is_variable = info.is_variable,
      .data = to_vector(info.data)};
  if (table.child(field::tensor::sparsity).valid())
    throw convert_error(name_tensor(info.index, t.name) + " is sparse, which is not supported");
  if (info.is_blockwise())
    throw convert_error(name_tensor(info.index, t.name) +
                        " has scales for blocks, which is not supported");
  return t;
}

inline node read_node(const graph& model, std::int32_t index, const flatbuffer::table& code) {
  const octet::node n = model.node(index);
  const options_schema* schema = options_of(n.code);
  if (schema == nullptr)
    throw convert_error(name_node(index, n.code) + " is not an operator that can be converted");
  return {n.code,
          code.scalar<std::int32_t>(field::operator_code::version, 1),
          to_vector(n.inputs),
          to_vector(n.outputs),
          read_options(*schema, n.options),
          {index}};
}

}  // namespace detail

/// Reads a .tflite model. Signatures and metadata are left behind; all else that a run depends on
/// comes along.
///
/// errors   convert_error: not a model or a broken one, more than one subgraph, an operator that
///          octet does not convert, a tensor that is sparse or quantized in blocks
inline network read_network(std::span<const std::uint8_t> file) {
  const result<graph> opened = graph::open(file);
  if (!opened) throw convert_error(explain(opened.error()));
  const graph& model = *opened;
  const flatbuffer::table root = flatbuffer::root(file);
  const flatbuffer::table_vector subgraphs = root.tables(field::model::subgraphs);
  if (subgraphs.size() != 1)
    throw convert_error("the model has " + std::to_string(subgraphs.size()) +
                        " subgraphs; only models with one can be converted");
  const flatbuffer::table_vector tensors = subgraphs[0].tables(field::subgraph::tensors);
  const flatbuffer::table_vector nodes = subgraphs[0].tables(field::subgraph::operators);
  const flatbuffer::table_vector codes = root.tables(field::model::operator_codes);

  network net;
  net.name = to_string(subgraphs[0].string(field::subgraph::name));
  net.description = to_string(root.string(field::model::description));
  for (std::int32_t i = 0; i < model.tensor_count(); ++i)
    net.tensors.push_back(
        detail::read_tensor(model.tensor(i), tensors[static_cast<std::size_t>(i)]));
  for (std::int32_t i = 0; i < model.node_count(); ++i) {
    const flatbuffer::table n = nodes[static_cast<std::size_t>(i)];
    const auto code = n.scalar<std::uint32_t>(field::node::opcode_index, 0);
    net.nodes.push_back(detail::read_node(model, i, codes[code]));
  }
  net.inputs = detail::to_vector(model.inputs());
  net.outputs = detail::to_vector(model.outputs());
  return net;
}

}  // namespace octet::convert
