// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Writes a network as a .tflite model, with the FlatBuffers library.
#pragma once

#include <flatbuffers/flatbuffers.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "octet/convert/network.hpp"

namespace octet::field::node {
inline constexpr int builtin_options_type = 3;
}

namespace octet::convert {

namespace detail {

using table_offset = flatbuffers::Offset<flatbuffers::Table>;

/// A table under construction. What its offsets point to is written before it.
class table_writer {
 public:
  explicit table_writer(flatbuffers::FlatBufferBuilder& out)
      : out_(out), start_(out.StartTable()) {}

  template <class T>
  table_writer& scalar(int field, T value, T otherwise = {}) {
    out_.AddElement<T>(slot(field), value, otherwise);
    return *this;
  }
  /// A null offset leaves the field out.
  template <class T>
  table_writer& offset(int field, flatbuffers::Offset<T> value) {
    out_.AddOffset(slot(field), value);
    return *this;
  }
  table_offset finish() { return table_offset(out_.EndTable(start_)); }

 private:
  static flatbuffers::voffset_t slot(int field) {
    return flatbuffers::FieldIndexToOffset(static_cast<flatbuffers::voffset_t>(field));
  }
  flatbuffers::FlatBufferBuilder& out_;
  flatbuffers::uoffset_t start_;
};

class model_writer {
 public:
  explicit model_writer(const network& net) : net_(net) {}

  std::vector<std::uint8_t> write() {
    // Buffer 0 is empty, by the schema's convention: the buffer of tensors without data.
    buffers_.push_back(table_writer(out_).finish());
    const table_offset subgraph = write_subgraph();
    const auto codes = out_.CreateVector(codes_);
    const auto subgraphs = out_.CreateVector(std::vector<table_offset>{subgraph});
    const auto description = out_.CreateString(net_.description);
    const auto buffers = out_.CreateVector(buffers_);
    namespace f = field::model;
    out_.Finish(table_writer(out_)
                    .scalar<std::uint32_t>(f::version, 3)
                    .offset(f::operator_codes, codes)
                    .offset(f::subgraphs, subgraphs)
                    .offset(f::description, description)
                    .offset(f::buffers, buffers)
                    .finish(),
                "TFL3");
    return {out_.GetBufferPointer(), out_.GetBufferPointer() + out_.GetSize()};
  }

 private:
  template <class T>
  flatbuffers::Offset<flatbuffers::Vector<T>> vector_or_none(const std::vector<T>& v) {
    if (v.empty()) return 0;
    return out_.CreateVector(v);
  }

  table_offset write_subgraph() {
    std::vector<table_offset> tensors, nodes;
    for (const tensor& t : net_.tensors) tensors.push_back(write_tensor(t));
    for (const node& n : net_.nodes) nodes.push_back(write_node(n));
    const auto all_tensors = out_.CreateVector(tensors);
    const auto all_nodes = out_.CreateVector(nodes);
    const auto inputs = out_.CreateVector(net_.inputs);
    const auto outputs = out_.CreateVector(net_.outputs);
    const auto name = out_.CreateString(net_.name);
    namespace f = field::subgraph;
    return table_writer(out_)
        .offset(f::tensors, all_tensors)
        .offset(f::inputs, inputs)
        .offset(f::outputs, outputs)
        .offset(f::operators, all_nodes)
        .offset(f::name, name)
        .finish();
  }

  table_offset write_tensor(const tensor& t) {
    const std::uint32_t buffer = write_buffer(t.data);
    const auto shape = out_.CreateVector(t.shape);
    const auto signature = vector_or_none(t.shape_signature);
    const auto name = out_.CreateString(t.name);
    const table_offset quantization = write_quantization(t.quantization);
    namespace f = field::tensor;
    return table_writer(out_)
        .offset(f::shape, shape)
        .scalar(f::type, static_cast<std::int8_t>(t.type))
        .scalar(f::buffer, buffer)
        .offset(f::name, name)
        .offset(f::quantization, quantization)
        .scalar<std::uint8_t>(f::is_variable, t.is_variable ? 1 : 0)
        .offset(f::shape_signature, signature)
        .finish();
  }

  table_offset write_quantization(const quantization_info& q) {
    if (q == quantization_info{}) return 0;
    const auto min = vector_or_none(q.min);
    const auto max = vector_or_none(q.max);
    const auto scales = vector_or_none(q.scales);
    const auto zero_points = vector_or_none(q.zero_points);
    namespace f = field::quantization;
    return table_writer(out_)
        .offset(f::min, min)
        .offset(f::max, max)
        .offset(f::scale, scales)
        .offset(f::zero_point, zero_points)
        .scalar(f::quantized_dimension, q.axis)
        .finish();
  }

  /// The number of a buffer with this data; equal data is stored once.
  std::uint32_t write_buffer(const std::vector<std::uint8_t>& data) {
    if (data.empty()) return 0;
    const auto [at, is_new] =
        buffer_of_.try_emplace(data, static_cast<std::uint32_t>(buffers_.size()));
    if (is_new) {
      out_.ForceVectorAlignment(data.size(), 1, 16);  // the schema's force_align
      const auto bytes = out_.CreateVector(data);
      buffers_.push_back(table_writer(out_).offset(field::buffer::data, bytes).finish());
    }
    return at->second;
  }

  table_offset write_node(const node& n) {
    const options_schema* schema = options_of(n.code);
    if (schema == nullptr)
      throw convert_error(name_node(&n - net_.nodes.data(), n.code) +
                          " is not an operator that can be converted");
    const std::uint32_t code = write_code(n);
    const auto inputs = out_.CreateVector(n.inputs);
    const auto outputs = out_.CreateVector(n.outputs);
    const table_offset options =
        schema->union_type == 0 ? table_offset() : write_options(*schema, n.options);
    namespace f = field::node;
    return table_writer(out_)
        .scalar(f::opcode_index, code)
        .offset(f::inputs, inputs)
        .offset(f::outputs, outputs)
        .scalar(f::builtin_options_type, schema->union_type)
        .offset(f::builtin_options, options)
        .finish();
  }

  table_offset write_options(const options_schema& schema, const option_map& options) {
    using int32s = std::vector<std::int32_t>;
    std::map<int, flatbuffers::Offset<flatbuffers::Vector<std::int32_t>>> vectors;
    for (const auto& [field, value] : options) {
      if (const auto* v = std::get_if<int32s>(&value)) vectors[field] = vector_or_none(*v);
    }
    table_writer table(out_);
    for (const auto& [number, value] : options) {
      const int field = number;
      std::visit(
          [&](const auto& v) {
            using T = std::decay_t<decltype(v)>;
            if constexpr (std::is_same_v<T, int32s>) {
              table.offset(field, vectors[field]);
            } else {
              const T otherwise = std::get<T>(schema.defaults.at(field));
              if constexpr (std::is_same_v<T, bool>) {
                table.scalar<std::uint8_t>(field, v ? 1 : 0, otherwise ? 1 : 0);
              } else {
                table.scalar<T>(field, v, otherwise);
              }
            }
          },
          value);
    }
    return table.finish();
  }

  std::uint32_t write_code(const node& n) {
    const auto [at, is_new] =
        code_of_.try_emplace({n.code, n.version}, static_cast<std::uint32_t>(codes_.size()));
    if (is_new) {
      const auto code = static_cast<std::int32_t>(n.code);
      // Old readers know the 8-bit field alone; past its range it holds the schema's placeholder.
      constexpr auto most = static_cast<std::int32_t>(builtin::placeholder_for_greater_op_codes);
      namespace f = field::operator_code;
      codes_.push_back(
          table_writer(out_)
              .scalar(f::deprecated_builtin_code, static_cast<std::int8_t>(std::min(code, most)))
              .scalar<std::int32_t>(f::version, n.version, 1)
              .scalar(f::builtin_code, code)
              .finish());
    }
    return at->second;
  }

  const network& net_;
  flatbuffers::FlatBufferBuilder out_;
  std::vector<table_offset> buffers_, codes_;
  std::map<std::vector<std::uint8_t>, std::uint32_t> buffer_of_;
  std::map<std::pair<builtin, std::int32_t>, std::uint32_t> code_of_;
};

}  // namespace detail

/// The bytes of a .tflite model, schema version 3: what read_network reads to the same network.
///
/// errors   convert_error: an operator that octet does not convert
inline std::vector<std::uint8_t> write_network(const network& net) {
  return detail::model_writer(net).write();
}

}  // namespace octet::convert
