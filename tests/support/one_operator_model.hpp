// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// .tflite files with one operator, written by hand: also such as no sound writer would write.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "octet/model/interpreter.hpp"
#include "octet/model/schema.hpp"

namespace octet_test {

template <class T>
std::vector<std::uint8_t> bytes_of(const std::vector<T>& values) {
  std::vector<std::uint8_t> bytes(values.size() * sizeof(T));
  if (!bytes.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

/// Quantization by blocks, as a file says it.
struct model_blocks {
  std::int32_t scales = 0, zero_points = octet::no_tensor;  ///< tensor indices
  std::int32_t size = 0;
  std::uint8_t details_type = 2;
  bool is_absent = false;  ///< the table that details_type promises is not there
};

struct model_tensor {
  octet::tensor_type type = octet::tensor_type::int8;
  std::vector<std::int32_t> shape{};
  std::vector<float> scales{};
  std::vector<std::int64_t> zero_points{};
  std::vector<std::uint8_t> data{};  ///< constant where not empty
  std::int32_t quantized_dimension = 0;
  bool is_variable = false;  ///< keeps its values from run to run
  bool is_absent = false;    ///< an optional input that is not there
  std::optional<model_blocks> blocks{};
  bool is_unused = false;  ///< no input of the operator, such as the scales of blocks
};

/// An int8 tensor with one scale.
inline model_tensor int8_tensor(std::vector<std::int32_t> shape, float scale = 1.0F,
                                std::int64_t zero_point = 0) {
  return {octet::tensor_type::int8, std::move(shape), {scale}, {zero_point}, {}};
}

/// Inputs first, the last tensors are the outputs. Inputs without data are inputs of the model too.
struct one_operator_model {
  octet::builtin code{};
  std::vector<model_tensor> tensors{};
  std::map<int, std::vector<std::uint8_t>> options{};  ///< field number -> bytes of the scalar
  std::int32_t outputs = 1;
  std::vector<std::int32_t> intermediates{};  ///< tensor indices
  std::vector<std::uint8_t> custom_code{};    ///< what a custom operator calls itself

  template <class T>
  one_operator_model& option(int field, T value) {
    options[field] = bytes_of(std::vector<T>{value});
    return *this;
  }

  std::vector<std::uint8_t> file() const;
};

/// Appends tables and vectors; offsets are filled in when their targets are written.
class flat_writer {
 public:
  using fields = std::map<int, std::vector<std::uint8_t>>;

  flat_writer() : bytes_{0, 0, 0, 0, 'T', 'F', 'L', '3'} {}

  std::size_t size() const { return bytes_.size(); }
  const std::vector<std::uint8_t>& bytes() const { return bytes_; }

  /// The four bytes at `place` point to the end of the file.
  void link(std::size_t place) {
    const auto distance = static_cast<std::uint32_t>(bytes_.size() - place);
    std::memcpy(bytes_.data() + place, &distance, 4);
  }

  /// A table; returns where each field lies. An offset is a field of four bytes to be linked.
  std::map<int, std::size_t> table(std::size_t from, const fields& values) {
    const int count = values.empty() ? 0 : values.rbegin()->first + 1;
    const std::size_t vtable = bytes_.size();
    const auto vtable_size = static_cast<std::size_t>(4 + 2 * count);
    std::size_t table_size = 4;
    for (const auto& [field, value] : values) table_size += value.size();
    put(static_cast<std::uint16_t>(vtable_size));
    put(static_cast<std::uint16_t>(table_size));
    std::size_t at = 4;
    for (int field = 0; field < count; ++field) {
      const auto value = values.find(field);
      put(static_cast<std::uint16_t>(value == values.end() ? 0 : at));
      if (value != values.end()) at += value->second.size();
    }
    link(from);
    std::map<int, std::size_t> places;
    put(static_cast<std::int32_t>(bytes_.size() - vtable));
    for (const auto& [field, value] : values) {
      places[field] = bytes_.size();
      bytes_.insert(bytes_.end(), value.begin(), value.end());
    }
    return places;
  }

  template <class T>
  void vector(std::size_t from, const std::vector<T>& values, std::size_t alignment = sizeof(T)) {
    while ((bytes_.size() + 4) % alignment != 0) bytes_.push_back(0);
    link(from);
    put(static_cast<std::uint32_t>(values.size()));
    const auto raw = bytes_of(values);
    bytes_.insert(bytes_.end(), raw.begin(), raw.end());
  }

  /// A vector of offsets to be linked; returns where the first lies.
  std::size_t offsets(std::size_t from, std::size_t count) {
    vector(from, std::vector<std::uint32_t>(count));
    return bytes_.size() - 4 * count;
  }

 private:
  template <class T>
  void put(T value) {
    const auto raw = bytes_of(std::vector<T>{value});
    bytes_.insert(bytes_.end(), raw.begin(), raw.end());
  }

  std::vector<std::uint8_t> bytes_;
};

inline std::vector<std::uint8_t> one_operator_model::file() const {
  namespace f = octet::field;
  const auto scalar = [](auto value) { return bytes_of(std::vector{value}); };
  const std::vector<std::uint8_t> offset(4);
  flat_writer w;
  auto model = w.table(0, {{f::model::version, scalar(std::uint32_t{3})},
                           {f::model::operator_codes, offset},
                           {f::model::subgraphs, offset},
                           {f::model::buffers, offset}});
  auto op_code =
      w.table(w.offsets(model[f::model::operator_codes], 1),
              {{f::operator_code::custom_code, offset},
               {f::operator_code::builtin_code, scalar(static_cast<std::int32_t>(code))}});
  w.vector(op_code[f::operator_code::custom_code], custom_code);
  const std::size_t buffers = w.offsets(model[f::model::buffers], tensors.size() + 1);
  w.table(buffers, {});  // buffer 0 is the empty one
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    auto buffer = w.table(buffers + 4 * (i + 1), {{f::buffer::data, offset}});
    w.vector(buffer[f::buffer::data], tensors[i].data, 16);
  }
  auto graph =
      w.table(w.offsets(model[f::model::subgraphs], 1), {{f::subgraph::tensors, offset},
                                                         {f::subgraph::inputs, offset},
                                                         {f::subgraph::outputs, offset},
                                                         {f::subgraph::operators, offset}});
  const auto count = static_cast<std::int32_t>(tensors.size());
  std::vector<std::int32_t> inputs, variable, results;
  for (std::int32_t i = 0; i < count; ++i) {
    const bool is_output = i >= count - outputs;
    const model_tensor& t = tensors[static_cast<std::size_t>(i)];
    if (t.is_unused) continue;
    (is_output ? results : inputs).push_back(t.is_absent ? octet::no_tensor : i);
    if (!is_output && t.data.empty() && !t.is_variable && !t.is_absent) variable.push_back(i);
  }
  w.vector(graph[f::subgraph::inputs], variable);
  w.vector(graph[f::subgraph::outputs], results);
  auto op = w.table(w.offsets(graph[f::subgraph::operators], 1),
                    {{f::node::opcode_index, scalar(std::uint32_t{0})},
                     {f::node::inputs, offset},
                     {f::node::outputs, offset},
                     {f::node::builtin_options, offset},
                     {f::node::intermediates, offset}});
  w.vector(op[f::node::intermediates], intermediates);
  w.vector(op[f::node::inputs], inputs);
  w.vector(op[f::node::outputs], results);
  w.table(op[f::node::builtin_options], options);
  const std::size_t first = w.offsets(graph[f::subgraph::tensors], tensors.size());
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    const model_tensor& t = tensors[i];
    auto table =
        w.table(first + 4 * i,
                {{f::tensor::shape, offset},
                 {f::tensor::type, scalar(static_cast<std::int8_t>(t.type))},
                 {f::tensor::buffer, scalar(static_cast<std::uint32_t>(i + 1))},
                 {f::tensor::quantization, offset},
                 {f::tensor::is_variable, scalar(static_cast<std::uint8_t>(t.is_variable))}});
    w.vector(table[f::tensor::shape], t.shape);
    flat_writer::fields quantization{
        {f::quantization::scale, offset},
        {f::quantization::zero_point, offset},
        {f::quantization::quantized_dimension, scalar(t.quantized_dimension)}};
    if (t.blocks) quantization[f::quantization::details_type] = scalar(t.blocks->details_type);
    if (t.blocks && !t.blocks->is_absent) quantization[f::quantization::details] = offset;
    auto q = w.table(table[f::tensor::quantization], quantization);
    w.vector(q[f::quantization::scale], t.scales);
    w.vector(q[f::quantization::zero_point], t.zero_points);
    if (!t.blocks || t.blocks->is_absent) continue;
    namespace b = f::blockwise_quantization;
    w.table(q[f::quantization::details], {{b::scales, scalar(t.blocks->scales)},
                                          {b::zero_points, scalar(t.blocks->zero_points)},
                                          {b::block_size, scalar(t.blocks->size)}});
  }
  return w.bytes();
}

/// What load says about a model, with the operators Ops.
template <class Ops>
octet::errc load_error(const one_operator_model& model) {
  const std::vector<std::uint8_t> file = model.file();
  return octet::arena_size(Ops{}, file).error().code;
}

/// The outputs of a model, one behind the other, for the bytes of its inputs; nothing where it does
/// not load or run.
template <class Ops>
std::optional<std::vector<std::uint8_t>> run_model(
    const one_operator_model& model, const std::vector<std::vector<std::uint8_t>>& inputs) {
  const std::vector<std::uint8_t> file = model.file();
  const auto need = octet::arena_size(Ops{}, file);
  if (!need) return std::nullopt;
  std::vector<std::uint8_t> arena(static_cast<std::size_t>(need->total()));
  const auto loaded = octet::load(Ops{}, file, arena);
  if (!loaded) return std::nullopt;
  for (std::size_t i = 0; i < loaded->input_count(); ++i) {
    const auto to = loaded->template write<std::uint8_t>(loaded->model().inputs()[i]);
    for (std::size_t b = 0; b < inputs[i].size(); ++b) to.store(b, inputs[i][b]);
  }
  if (loaded->run() != octet::errc::ok) return std::nullopt;
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i < loaded->output_count(); ++i) {
    const octet::tensor_info output = loaded->model().tensor(loaded->model().outputs()[i]);
    const auto from = loaded->template read<std::uint8_t>(output.index);
    for (std::size_t b = 0; b < output.bytes(); ++b) bytes.push_back(from[b]);
  }
  return bytes;
}

/// The same with every operator; compiled once, in one_operator_model.cpp, because it takes long.
octet::errc load_error(const one_operator_model& model);
std::optional<std::vector<std::uint8_t>> run_model(
    const one_operator_model& model, const std::vector<std::vector<std::uint8_t>>& inputs);

}  // namespace octet_test
