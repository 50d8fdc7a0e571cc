// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Operators that change nothing, and those that nobody reads, taken out.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "octet/convert/fold/channel_affine.hpp"
#include "octet/convert/fold/edit.hpp"
#include "octet/convert/fold/pad.hpp"

namespace octet::convert {

namespace detail {

/// The order of axes of a TRANSPOSE; empty for other operators.
inline std::vector<std::int32_t> order_of(graph_editor& g, std::size_t n) {
  const node& op = g.at(n);
  if (op.code != builtin::transpose || op.inputs.size() != 2) return {};
  return g.input(n, 1).type == tensor_type::int32 ? g.input(n, 1).values<std::int32_t>()
                                                  : std::vector<std::int32_t>();
}

inline bool keeps_order(const std::vector<std::int32_t>& order) {
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (order[i] != static_cast<std::int32_t>(i)) return false;
  }
  return !order.empty();
}

/// Whether an operator by itself gives its first input.
inline bool is_identity(graph_editor& g, std::size_t n) {
  switch (g.at(n).code) {
    case builtin::reshape:
      return true;  // as the shapes are equal
    case builtin::transpose:
      return keeps_order(order_of(g, n));
    case builtin::pad: {
      const std::vector<std::int64_t> pads = read_paddings(g, n);
      return !pads.empty() && std::ranges::all_of(pads, [](std::int64_t p) { return p == 0; });
    }
    default: {
      const std::optional<channel_affine> a = read_channel_affine(g, n);
      return a && a->is_identity();
    }
  }
}

/// Whether an operator undoes the one that computes its input.
inline bool undoes(graph_editor& g, std::size_t n, std::size_t before) {
  const builtin code = g.at(n).code, first = g.at(before).code;
  if (code == builtin::reshape) return first == builtin::reshape;
  if (code == builtin::quantize) return first == builtin::dequantize;
  if (code != builtin::transpose || first != builtin::transpose) return false;
  const std::vector<std::int32_t> order = order_of(g, before), then = order_of(g, n);
  if (order.size() != then.size()) return false;
  std::vector<std::int32_t> both;
  for (const std::int32_t axis : then) {
    if (axis < 0 || static_cast<std::size_t>(axis) >= order.size()) return false;
    both.push_back(order[static_cast<std::size_t>(axis)]);
  }
  return keeps_order(both);
}

/// An earlier tensor with the values that an operator gives, in the same form; or no_tensor.
inline std::int32_t same_as_output(graph_editor& g, std::size_t n) {
  const node& op = g.at(n);
  if (op.inputs.empty() || op.outputs.size() != 1) return no_tensor;
  const tensor& output = g.output(n);
  const auto has_form = [&](std::int32_t t) {
    return t != no_tensor && g.net().at(t).shape == output.shape &&
           g.net().at(t).type == output.type &&
           g.net().at(t).quantization.scales == output.quantization.scales &&
           g.net().at(t).quantization.zero_points == output.quantization.zero_points;
  };
  const std::optional<channel_affine> affine = read_channel_affine(g, n);
  const std::int32_t input = affine ? affine->input : op.inputs[0];
  if (has_form(input) && is_identity(g, n)) return input;
  const std::optional<std::size_t> before = g.producer(input);
  if (!before || g.at(*before).inputs.empty()) return no_tensor;
  const std::int32_t earlier = g.at(*before).inputs[0];
  return has_form(earlier) && undoes(g, n, *before) ? earlier : no_tensor;
}

}  // namespace detail

/// Takes out an operator that only hands on what it reads, or undoes the one before it. An output
/// of the network keeps its name: whoever computes the values then writes it. Returns a line for
/// the log, empty where that cannot be done.
inline std::string remove_identity(graph_editor& g, std::size_t n) {
  const std::int32_t same = detail::same_as_output(g, n);
  if (same == no_tensor) return "";
  const std::string line = g.title(n) + " removed: it changes nothing";
  const std::int32_t output = g.at(n).outputs[0];
  if (g.is_output(output)) {
    const std::optional<std::size_t> source = g.producer(same);
    if (!source || g.is_kept(*source) || g.is_output(same)) return "";
    std::ranges::replace(g.at(*source).outputs, same, output);
    g.replace_reads(same, output);
  } else {
    g.replace_reads(output, same);
  }
  g.erase(n);
  return line;
}

/// Takes out an operator whose outputs nobody reads; returns a line for the log, empty otherwise.
inline std::string remove_dead(graph_editor& g, std::size_t n) {
  const node& op = g.at(n);
  if (op.outputs.empty() ||
      std::ranges::any_of(op.outputs, [&](std::int32_t t) { return g.uses(t) != 0; }))
    return "";
  const std::string line = g.title(n) + " removed: nobody reads it";
  g.erase(n);
  return line;
}

}  // namespace octet::convert
