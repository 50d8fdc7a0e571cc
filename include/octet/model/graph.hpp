// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The graph of a .tflite model: tensors and nodes of its first subgraph, read in place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

#include "octet/core/extents.hpp"
#include "octet/core/result.hpp"
#include "octet/model/builtin.hpp"
#include "octet/model/flatbuffer.hpp"
#include "octet/model/schema.hpp"
#include "octet/model/tensor_info.hpp"
#include "octet/model/tensor_type.hpp"

namespace octet {

/// One operator of the subgraph.
struct node {
  std::int32_t index = -1;
  builtin code = builtin::custom;
  flatbuffer::vector<std::int32_t> inputs{};
  flatbuffer::vector<std::int32_t> outputs{};
  flatbuffer::vector<std::int32_t> intermediates{};  ///< tensors without data: quantization inside
  flatbuffer::table options{};

  /// Tensor index of an input; no_tensor where it is absent.
  constexpr std::int32_t input(std::size_t i) const {
    return i < inputs.size() ? inputs[i] : no_tensor;
  }
  constexpr std::int32_t output(std::size_t i) const {
    return i < outputs.size() ? outputs[i] : no_tensor;
  }
};

/// The first subgraph of a model. `open` checks everything that does not need the operators' own
/// rules: offsets and counts, types, shapes, scales, zero points, constants, the order of
/// computation.
class graph {
 public:
  constexpr graph() = default;

  /// errors   not_a_model, unsupported_version, file_too_large, no_subgraph, malformed_model,
  ///          too_many_tensors, and what is wrong with a tensor or node, with its index
  [[gnu::cold]] static constexpr result<graph> open(flatbuffer::bytes file);

  constexpr flatbuffer::bytes file() const { return file_; }
  constexpr std::int32_t tensor_count() const { return static_cast<std::int32_t>(tensors_.size()); }
  constexpr std::int32_t node_count() const { return static_cast<std::int32_t>(nodes_.size()); }
  constexpr const flatbuffer::vector<std::int32_t>& inputs() const { return inputs_; }
  constexpr const flatbuffer::vector<std::int32_t>& outputs() const { return outputs_; }

  [[gnu::cold]] constexpr tensor_info tensor(std::int32_t index) const;
  [[gnu::cold]] constexpr octet::node node(std::int32_t index) const;

 private:
  [[gnu::cold]] constexpr errc check_file() const;
  static constexpr bool zero_points_fit(const tensor_info& info);
  [[gnu::cold]] constexpr errc check_blocks(const flatbuffer::table& quantization) const;
  [[gnu::cold]] constexpr errc check_tensor(std::int32_t index) const;
  [[gnu::cold]] constexpr error check_node(std::int32_t index) const;
  constexpr bool is_tensor(std::int32_t index) const {
    return index >= 0 && index < tensor_count();
  }
  constexpr bool is_input(std::int32_t index) const;

  flatbuffer::bytes file_{};
  flatbuffer::table_vector codes_{};
  flatbuffer::table_vector buffers_{};
  flatbuffer::table_vector tensors_{};
  flatbuffer::table_vector nodes_{};
  flatbuffer::vector<std::int32_t> inputs_{};
  flatbuffer::vector<std::int32_t> outputs_{};
};

constexpr result<graph> graph::open(flatbuffer::bytes file) {
  // "TFL3" after the root offset: FlatBuffers' file identifier.
  if (file.size() < 8 || flatbuffer::read<std::uint32_t>(file, 4) != 0x334C4654u)
    return errc::not_a_model;
  // Places of constants are 31 bits wide; FlatBuffers are not larger either.
  constexpr std::size_t most = std::numeric_limits<std::int32_t>::max();
  if (file.size() > most) return errc::file_too_large;
  const flatbuffer::table model = flatbuffer::root(file);
  if (!model.valid()) return errc::malformed_model;
  if (model.scalar<std::uint32_t>(field::model::version, 0) != 3) return errc::unsupported_version;
  const flatbuffer::table_vector subgraphs = model.tables(field::model::subgraphs);
  if (!subgraphs.intact()) return errc::malformed_model;
  if (subgraphs.size() == 0) return errc::no_subgraph;
  const flatbuffer::table first = subgraphs[0];
  if (!first.valid()) return errc::malformed_model;

  graph g;
  g.file_ = file;
  g.codes_ = model.tables(field::model::operator_codes);
  g.buffers_ = model.tables(field::model::buffers);
  g.tensors_ = first.tables(field::subgraph::tensors);
  g.nodes_ = first.tables(field::subgraph::operators);
  g.inputs_ = first.vector_of<std::int32_t>(field::subgraph::inputs);
  g.outputs_ = first.vector_of<std::int32_t>(field::subgraph::outputs);
  if (errc e = g.check_file(); e != errc::ok) return e;
  for (std::int32_t i = 0; i < g.tensor_count(); ++i) {
    if (errc e = g.check_tensor(i); e != errc::ok) return error{.code = e, .tensor = i};
  }
  for (std::int32_t i = 0; i < g.node_count(); ++i) {
    if (error e = g.check_node(i)) return e;
  }
  return g;
}

constexpr errc graph::check_file() const {
  if (!codes_.intact() || !buffers_.intact() || !tensors_.intact() || !nodes_.intact())
    return errc::malformed_model;
  if (!inputs_.intact() || !outputs_.intact()) return errc::malformed_model;
  // Plans store tensor and node numbers in 16 bits.
  constexpr std::size_t most = std::numeric_limits<std::uint16_t>::max() - 1;
  if (tensors_.size() > most || nodes_.size() > most) return errc::too_many_tensors;
  if (inputs_.size() > most || outputs_.size() > most) return errc::malformed_model;
  for (std::size_t i = 0; i < inputs_.size(); ++i) {
    if (!is_tensor(inputs_[i])) return errc::malformed_model;
  }
  for (std::size_t i = 0; i < outputs_.size(); ++i) {
    if (!is_tensor(outputs_[i])) return errc::malformed_model;
  }
  return errc::ok;
}

constexpr errc graph::check_tensor(std::int32_t index) const {
  const flatbuffer::table t = tensors_[static_cast<std::size_t>(index)];
  if (!t.valid()) return errc::malformed_model;
  const flatbuffer::vector<std::int32_t> sizes = t.vector_of<std::int32_t>(field::tensor::shape);
  if (!sizes.intact()) return errc::malformed_model;
  if (sizes.size() > static_cast<std::size_t>(max_rank)) return errc::shape_too_large;
  std::int64_t count = 1;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const std::int32_t size = sizes[i];
    if (size < 0) return errc::dynamic_shape;
    // An axis of 0 must not hide how large the product of the others is.
    count *= size == 0 ? 1 : size;
    // 8 bytes an element at most: sizes in bytes stay inside int32 everywhere after this check.
    if (count > std::numeric_limits<std::int32_t>::max() / 8) return errc::shape_too_large;
  }
  const tensor_info info = tensor(index);
  if (!info.scales.intact() || !info.zero_points.intact() || !info.data.intact())
    return errc::malformed_model;
  if (info.is_constant()) {
    if (size_of(info.type) == 0 && info.type != tensor_type::int4)
      return errc::ok;  // strings: nobody reads them
    if (info.data.size() != info.bytes()) return errc::constant_size_mismatch;
  }
  for (std::size_t c = 0; c < info.scales.size(); ++c) {
    const float scale = info.scales[c];
    // Written so that NaN fails.
    if (!(scale > 0.0F && scale <= std::numeric_limits<float>::max())) return errc::bad_scale;
  }
  if (!zero_points_fit(info)) return errc::bad_zero_point;
  if (errc e = check_blocks(t.child(field::tensor::quantization)); e != errc::ok) return e;
  if (info.is_quantized()) {
    if (info.zero_points.size() != info.scales.size() && info.zero_points.size() > 1)
      return errc::bad_zero_point;
  }
  return errc::ok;
}

constexpr errc graph::check_blocks(const flatbuffer::table& quantization) const {
  if (detail::details_of(quantization) != detail::quantization_details::blockwise) return errc::ok;
  const flatbuffer::table details = quantization.child(field::quantization::details);
  const block_quantization blocks = detail::read_blocks(details);
  if (!details.valid() || !is_tensor(blocks.scales)) return errc::malformed_model;
  if (blocks.zero_points != no_tensor && !is_tensor(blocks.zero_points))
    return errc::malformed_model;
  return blocks.size < 1 ? errc::bad_block_size : errc::ok;
}

constexpr bool graph::zero_points_fit(const tensor_info& info) {
  std::int64_t low = std::numeric_limits<std::int32_t>::min();
  std::int64_t high = std::numeric_limits<std::int32_t>::max();
  if (info.type == tensor_type::uint8) low = 0, high = 255;
  if (info.type == tensor_type::int8) low = -128, high = 127;
  if (info.type == tensor_type::int16) low = -32768, high = 32767;
  if (info.type == tensor_type::int4) low = -8, high = 7;
  for (std::size_t i = 0; i < info.zero_points.size(); ++i) {
    const std::int64_t zero_point = info.zero_points[i];
    if (zero_point < low || zero_point > high) return false;
  }
  return true;
}

constexpr error graph::check_node(std::int32_t index) const {
  const auto fail = [&](errc code, std::int32_t tensor = -1) {
    return error{.code = code, .op_index = index, .tensor = tensor};
  };
  const flatbuffer::table t = nodes_[static_cast<std::size_t>(index)];
  if (!t.valid()) return fail(errc::malformed_model);
  if (t.scalar<std::uint32_t>(field::node::opcode_index, 0) >= codes_.size())
    return fail(errc::malformed_model);
  const octet::node n = node(index);
  if (!n.inputs.intact() || !n.outputs.intact() || !n.intermediates.intact())
    return fail(errc::malformed_model);
  for (const auto* ids : {&n.inputs, &n.intermediates}) {
    for (std::size_t i = 0; i < ids->size(); ++i) {
      const std::int32_t tensor = (*ids)[i];
      if (tensor != no_tensor && !is_tensor(tensor)) return fail(errc::malformed_model);
    }
  }
  for (std::size_t i = 0; i < n.outputs.size(); ++i) {
    const std::int32_t output = n.outputs[i];
    if (!is_tensor(output)) return fail(errc::malformed_model);
    if (tensor(output).is_constant()) return fail(errc::constant_output, output);
    if (is_input(output)) return fail(errc::computed_twice, output);
  }
  return {};
}

constexpr bool graph::is_input(std::int32_t index) const {
  for (std::size_t i = 0; i < inputs_.size(); ++i) {
    if (inputs_[i] == index) return true;
  }
  return false;
}

constexpr tensor_info graph::tensor(std::int32_t index) const {
  tensor_info info;
  if (!is_tensor(index)) return info;
  const flatbuffer::table t = tensors_[static_cast<std::size_t>(index)];
  info.index = index;
  info.type = static_cast<tensor_type>(t.scalar<std::int8_t>(field::tensor::type, 0));
  const flatbuffer::vector<std::int32_t> sizes = t.vector_of<std::int32_t>(field::tensor::shape);
  info.shape.rank = static_cast<std::int32_t>(sizes.size());
  for (std::size_t i = 0; i < sizes.size() && i < info.shape.sizes.size(); ++i)
    info.shape.sizes[i] = sizes[i];
  info.is_variable = t.scalar<std::uint8_t>(field::tensor::is_variable, 0) != 0;
  info.name = t.string(field::tensor::name);
  const flatbuffer::table q = t.child(field::tensor::quantization);
  const detail::quantization_details kind = detail::details_of(q);
  if (kind < detail::quantization_details::blockwise) {
    info.scales = q.vector_of<float>(field::quantization::scale);
    info.zero_points = q.vector_of<std::int64_t>(field::quantization::zero_point);
  } else if (kind == detail::quantization_details::blockwise) {
    info.blocks = detail::read_blocks(q.child(field::quantization::details));
  }
  info.quantized_dimension = q.scalar<std::int32_t>(field::quantization::quantized_dimension, 0);
  const std::uint32_t buffer = t.scalar<std::uint32_t>(field::tensor::buffer, 0);
  info.data = buffers_[buffer].vector_of<std::uint8_t>(field::buffer::data);
  return info;
}

constexpr octet::node graph::node(std::int32_t index) const {
  octet::node n;
  const flatbuffer::table t = nodes_[static_cast<std::size_t>(index)];
  n.index = index;
  const flatbuffer::table code = codes_[t.scalar<std::uint32_t>(field::node::opcode_index, 0)];
  // Old files hold the number in the 8-bit field, new ones the larger of both (the schema says so).
  const std::int32_t old_code =
      code.scalar<std::int8_t>(field::operator_code::deprecated_builtin_code, 0);
  const std::int32_t new_code = code.scalar<std::int32_t>(field::operator_code::builtin_code, 0);
  n.code = static_cast<builtin>(old_code > new_code ? old_code : new_code);
  n.inputs = t.vector_of<std::int32_t>(field::node::inputs);
  n.outputs = t.vector_of<std::int32_t>(field::node::outputs);
  n.intermediates = t.vector_of<std::int32_t>(field::node::intermediates);
  n.options = t.child(field::node::builtin_options);
  return n;
}

}  // namespace octet
