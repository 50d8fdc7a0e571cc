// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Which tensors of a quantized model hold the values of which layers of its float original.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "octet/convert/error.hpp"
#include "octet/convert/mapping.hpp"
#include "octet/model/graph.hpp"

namespace octet::convert {

/// An output of an operator of the float model, and where the other model has the same values.
struct layer_pair {
  std::int32_t node = 0;       ///< of the float model
  std::int32_t reference = 0;  ///< tensor of the float model
  std::int32_t quantized = 0;  ///< tensor of the other

  friend bool operator==(const layer_pair&, const layer_pair&) = default;
};

namespace detail {

/// Whether executor can read a tensor of this type as real values.
inline bool has_reals(tensor_type type) {
  return type == tensor_type::float32 || type == tensor_type::int8 || type == tensor_type::uint8 ||
         type == tensor_type::int16 || type == tensor_type::int32;
}

inline bool can_pair(const tensor_info& reference, const tensor_info& quantized) {
  return reference.type == tensor_type::float32 && has_reals(quantized.type) &&
         reference.shape == quantized.shape;
}

/// The operators that compute something: a quantizer adds the others where types change.
inline std::vector<std::int32_t> computing_nodes(const graph& model) {
  std::vector<std::int32_t> nodes;
  for (std::int32_t i = 0; i < model.node_count(); ++i) {
    const builtin code = model.node(i).code;
    if (code != builtin::quantize && code != builtin::dequantize) nodes.push_back(i);
  }
  return nodes;
}

/// All outputs, one by one, of two models with the same operators in the same order; else nothing.
inline std::vector<layer_pair> pairs_by_order(const graph& a, const graph& b) {
  const std::vector<std::int32_t> left = computing_nodes(a), right = computing_nodes(b);
  if (left.size() != right.size()) return {};
  std::vector<layer_pair> pairs;
  for (std::size_t i = 0; i < left.size(); ++i) {
    const octet::node x = a.node(left[i]), y = b.node(right[i]);
    if (x.code != y.code || x.outputs.size() != y.outputs.size()) return {};
    for (std::size_t k = 0; k < x.outputs.size(); ++k) {
      if (a.tensor(x.outputs[k]).shape != b.tensor(y.outputs[k]).shape) return {};
      pairs.push_back({left[i], x.outputs[k], y.outputs[k]});
    }
  }
  return pairs;
}

inline std::vector<layer_pair> pairs_by_name(const graph& a, const graph& b) {
  // no_tensor where several have the name.
  std::map<std::string, std::int32_t> named;
  for (std::int32_t n = 0; n < b.node_count(); ++n) {
    const octet::node op = b.node(n);
    for (std::size_t k = 0; k < op.outputs.size(); ++k) {
      const auto [at, fresh] =
          named.try_emplace(to_string(b.tensor(op.outputs[k]).name), op.outputs[k]);
      if (!fresh) at->second = no_tensor;
    }
  }
  std::vector<layer_pair> pairs;
  for (std::int32_t n = 0; n < a.node_count(); ++n) {
    const octet::node op = a.node(n);
    for (std::size_t k = 0; k < op.outputs.size(); ++k) {
      const auto at = named.find(to_string(a.tensor(op.outputs[k]).name));
      if (at != named.end() && at->second != no_tensor && !at->first.empty())
        pairs.push_back({n, op.outputs[k], at->second});
    }
  }
  return pairs;
}

inline std::vector<layer_pair> with_reals(const graph& a, const graph& b,
                                          const std::vector<layer_pair>& all) {
  std::vector<layer_pair> pairs;
  for (const layer_pair& p : all) {
    if (can_pair(a.tensor(p.reference), b.tensor(p.quantized))) pairs.push_back(p);
  }
  return pairs;
}

}  // namespace detail

/// Finds the layers of a float model in a quantized one: operator by operator where both have the
/// same ones, QUANTIZE and DEQUANTIZE aside; else by the names of the outputs. Empty where neither
/// leads to anything.
inline std::vector<layer_pair> pair_layers(const graph& reference, const graph& quantized) {
  std::vector<layer_pair> pairs = detail::pairs_by_order(reference, quantized);
  if (pairs.empty()) pairs = detail::pairs_by_name(reference, quantized);
  return detail::with_reals(reference, quantized, pairs);
}

/// The same as the mapping says.
///
/// errors   as check_mapping
inline std::vector<layer_pair> pair_layers(const graph& reference, const graph& quantized,
                                           const mapping& m) {
  check_mapping(m, reference, quantized);
  std::vector<layer_pair> pairs;
  for (const mapping_entry& e : m.entries) {
    for (const mapped_tensor& t : e.outputs)
      pairs.push_back({e.original.index, t.original, t.quantized});
  }
  return detail::with_reals(reference, quantized, pairs);
}

}  // namespace octet::convert
