// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// A chain of operators and its tensors, as layers describe them, and the .tflite bytes that say the
// same.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

#include "octet/core/extents.hpp"
#include "octet/fixed/q.hpp"
#include "octet/model/builtin.hpp"
#include "octet/model/schema.hpp"
#include "octet/model/tensor_info.hpp"
#include "octet/model/tensor_type.hpp"
#include "octet/pipeline/flatbuffer_writer.hpp"

namespace octet {

/// What the elements of a tensor are.   real = scale * (code - zero_point)
struct tensor_format {
  tensor_type type = tensor_type::int8;
  float scale = 1;  ///< of float32 tensors neither this nor the zero point counts
  std::int32_t zero_point = 0;

  friend constexpr bool operator==(const tensor_format&, const tensor_format&) = default;
};

/// Real values.
inline constexpr tensor_format real_values{.type = tensor_type::float32};

/// Codes that are numbers of type Q: q<0, 7>, q<3, 12> ...
template <QFormat Q>
inline constexpr tensor_format format_of = [] {
  double scale = 1;
  for (int i = 0; i < Q::fraction_bits; ++i) scale /= 2;
  for (int i = 0; i > Q::fraction_bits; --i) scale *= 2;
  return tensor_format{type_of<typename Q::storage>, static_cast<float>(scale), 0};
}();

/// A shape of these sizes.
template <class... Sizes>
constexpr shape shape_of(Sizes... sizes) {
  static_assert(sizeof...(Sizes) <= max_rank);
  shape s;
  ((s.sizes[static_cast<std::size_t>(s.rank++)] = sizes), ...);
  return s;
}

/// A tensor between two layers.
struct tensor_kind {
  tensor_format format{};
  octet::shape shape{};
};

/// A constant that a layer has, or integers of its own: axes, paddings.
struct layer_constant {
  octet::shape shape{};
  std::span<const std::int8_t> codes{};
  std::span<const std::int32_t> numbers{};
  std::span<const std::int64_t> wide_numbers{};
  std::span<const float> scales{};  ///< of codes: one, or one each index of `axis`
  std::int32_t axis = 0;

  constexpr bool empty() const { return codes.empty() && numbers.empty() && wide_numbers.empty(); }
  constexpr tensor_type type() const {
    return !codes.empty()     ? tensor_type::int8
           : !numbers.empty() ? tensor_type::int32
                              : tensor_type::int64;
  }
};

/// An option of an operator: the number of its field, and what it holds.
using layer_option = flatbuffer_field;

/// The operator of a layer: one input from the layer before, then one from further back, or
/// constants; one output.
struct layer_node {
  builtin code = builtin::custom;
  std::int32_t skipped = 0;  ///< so many tensors before that of the layer before is the first input
  std::int32_t back = 0;     ///< so many tensors before the first input is the second one; 0: none
  std::array<layer_constant, 2> constants{};  ///< empty ones are absent
  std::array<layer_option, 8> options{};
};

namespace detail {

constexpr std::size_t constant_count(const layer_node& n) {
  std::size_t count = 0;
  for (const layer_constant& c : n.constants) count += c.empty() ? std::size_t{0} : 1;
  return count;
}

/// Appends one tensor; buffer 0 is the empty one.
constexpr void write_tensor(flatbuffer_writer& w, std::size_t from, const shape& s,
                            tensor_type type, std::uint32_t buffer, std::span<const float> scales,
                            std::int32_t zero_point, std::int32_t axis) {
  namespace f = field::tensor;
  namespace q = field::quantization;
  const auto t = w.table(from, {{f::shape},
                                {f::type, static_cast<std::uint32_t>(type)},
                                {f::buffer, buffer},
                                {scales.empty() ? flatbuffer_field::absent : f::quantization}});
  w.vector(t[f::shape], std::span{s.sizes}.first(static_cast<std::size_t>(s.rank)));
  if (scales.empty()) return;
  const auto quantization = w.table(
      t[f::quantization],
      {{q::scale}, {q::zero_point}, {q::quantized_dimension, std::bit_cast<std::uint32_t>(axis)}});
  w.vector(quantization[q::scale], scales);
  const std::array<std::int64_t, 1> zero_points{zero_point};
  w.vector(quantization[q::zero_point], std::span{zero_points});
}

constexpr void write_values(flatbuffer_writer& w, std::size_t from, const layer_constant& c) {
  constexpr std::size_t alignment = 16;
  if (!c.codes.empty()) return w.bytes_of(from, c.codes, alignment);
  if (!c.numbers.empty()) return w.bytes_of(from, c.numbers, alignment);
  w.bytes_of(from, c.wide_numbers, alignment);
}

}  // namespace detail

/// Writes a chain as a .tflite file, as far as octet reads one: node i makes tensor i + 1 of
/// tensor i; the constants come behind these.
///
/// tensors  one more than there are nodes; the first is the input, the last the output
constexpr void write_composition(flatbuffer_writer& w, std::span<const tensor_kind> tensors,
                                 std::span<const layer_node> nodes) {
  namespace f = field;
  std::size_t constants = 0;
  for (const layer_node& n : nodes) constants += detail::constant_count(n);
  w.put(std::uint32_t{0});
  w.put(std::array<char, 4>{'T', 'F', 'L', '3'});
  const auto model = w.table(0, {{f::model::version, 3},
                                 {f::model::operator_codes},
                                 {f::model::subgraphs},
                                 {f::model::buffers}});
  const std::size_t codes = w.offsets(model[f::model::operator_codes], nodes.size());
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    w.table(codes + 4 * i,
            {{f::operator_code::builtin_code, static_cast<std::uint32_t>(nodes[i].code)}});
  }
  const auto graph = w.table(w.offsets(model[f::model::subgraphs], 1), {{f::subgraph::tensors},
                                                                        {f::subgraph::inputs},
                                                                        {f::subgraph::outputs},
                                                                        {f::subgraph::operators}});
  const std::array<std::int32_t, 1> first{0}, last{static_cast<std::int32_t>(nodes.size())};
  w.vector(graph[f::subgraph::inputs], std::span{first});
  w.vector(graph[f::subgraph::outputs], std::span{last});

  const std::size_t tables = w.offsets(graph[f::subgraph::tensors], tensors.size() + constants);
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    const tensor_format& format = tensors[i].format;
    const bool real = format.type == tensor_type::float32;
    detail::write_tensor(w, tables + 4 * i, tensors[i].shape, format.type, 0,
                         std::span{&format.scale, real ? std::size_t{0} : 1}, format.zero_point, 0);
  }
  const std::size_t operators = w.offsets(graph[f::subgraph::operators], nodes.size());
  const std::size_t buffers = w.offsets(model[f::model::buffers], constants + 1);
  w.table(buffers, std::span<const flatbuffer_field>{});
  std::size_t constant = 0;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const layer_node& n = nodes[i];
    const auto op =
        w.table(operators + 4 * i, {{f::node::opcode_index, static_cast<std::uint32_t>(i)},
                                    {f::node::inputs},
                                    {f::node::outputs},
                                    {f::node::builtin_options}});
    const std::int32_t first_input = static_cast<std::int32_t>(i) - n.skipped;
    std::array<std::int32_t, 3> inputs{first_input, no_tensor, no_tensor};
    std::size_t input_count = 1;
    if (n.back > 0) inputs[input_count++] = first_input - n.back;
    for (std::size_t c = 0; c < n.constants.size(); ++c) {
      const layer_constant& values = n.constants[c];
      if (values.empty()) continue;
      const std::size_t index = tensors.size() + constant++;
      inputs[c + 1] = static_cast<std::int32_t>(index);
      input_count = c + 2;
      detail::write_tensor(w, tables + 4 * index, values.shape, values.type(),
                           static_cast<std::uint32_t>(constant), values.scales, 0, values.axis);
      const auto buffer = w.table(buffers + 4 * constant, {{f::buffer::data}});
      detail::write_values(w, buffer[f::buffer::data], values);
    }
    w.vector(op[f::node::inputs], std::span<const std::int32_t>{inputs}.first(input_count));
    const std::array<std::int32_t, 1> output{static_cast<std::int32_t>(i + 1)};
    w.vector(op[f::node::outputs], std::span{output});
    w.table(op[f::node::builtin_options], n.options);
  }
}

}  // namespace octet
