// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What a model costs: multiply-accumulates, parameters, weights, arena; per operator and in total.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "octet/model/graph.hpp"
#include "octet/model/macc.hpp"
#include "octet/model/ops/accumulator.hpp"
#include "octet/model/plan.hpp"

namespace octet::report {

/// One operator's cost.
struct operator_cost {
  std::int32_t index = 0;
  builtin type = builtin::custom;
  std::vector<std::int32_t> inputs, outputs;  ///< tensor indices; constants are among the inputs
  std::uint64_t macc = 0;                     ///< multiply-accumulates of one run
  std::uint64_t weights_bytes = 0;      ///< constant codes and real values; not shapes and axes
  std::uint64_t accumulator_bound = 0;  ///< no |accumulator| exceeds it; 0 where there are no codes
};

/// A model's cost.
struct model_cost {
  std::vector<operator_cost> operators;
  std::uint64_t macc = 0;
  std::uint64_t params = 0;
  std::uint64_t weights_bytes = 0;
  std::uint64_t input_bytes = 0;
  std::uint64_t output_bytes = 0;
  arena_need arena{};       ///< on a device
  arena_need simd_arena{};  ///< with weights packed for the SIMD backend
};

/// Whether a constant is a parameter: real values or codes. Shapes, axes and paddings are plain
/// integers.
inline bool is_parameter(const tensor_info& t) {
  const bool plain_integer =
      (t.type == tensor_type::int32 || t.type == tensor_type::int64) && !t.is_quantized();
  return t.is_constant() && !plain_integer && t.type != tensor_type::boolean &&
         t.type != tensor_type::string;
}

/// The cost of a model that loads and needs `need` in the arena; simd_arena is left to the caller.
inline model_cost analyze(const graph& model, const arena_need& need) {
  model_cost cost;
  cost.arena = need;
  std::vector<bool> counted(static_cast<std::size_t>(model.tensor_count()));
  const auto count = [&](operator_cost& c, const tensor_info& t) {
    c.weights_bytes += t.bytes();
    if (counted[static_cast<std::size_t>(t.index)]) return;
    counted[static_cast<std::size_t>(t.index)] = true;
    cost.params += t.shape.count();
    cost.weights_bytes += t.bytes();
  };
  for (std::int32_t n = 0; n < model.node_count(); ++n) {
    const node op = model.node(n);
    operator_cost c{.index = n,
                    .type = op.code,
                    .inputs = {},
                    .outputs = {},
                    .macc = macc_of(model, op),
                    .weights_bytes = 0,
                    .accumulator_bound = ops::accumulator_bound(model, op)};
    for (std::size_t i = 0; i < op.inputs.size(); ++i) {
      if (op.input(i) == no_tensor) continue;
      const tensor_info t = model.tensor(op.input(i));
      c.inputs.push_back(t.index);
      if (!is_parameter(t)) continue;
      count(c, t);
      if (t.is_blockwise()) count(c, model.tensor(t.blocks.scales));
    }
    for (std::size_t i = 0; i < op.outputs.size(); ++i) c.outputs.push_back(op.output(i));
    cost.macc += c.macc;
    cost.operators.push_back(std::move(c));
  }
  for (std::size_t i = 0; i < model.inputs().size(); ++i)
    cost.input_bytes += model.tensor(model.inputs()[i]).bytes();
  for (std::size_t i = 0; i < model.outputs().size(); ++i)
    cost.output_bytes += model.tensor(model.outputs()[i]).bytes();
  return cost;
}

}  // namespace octet::report
