// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What a model costs: multiply-accumulates, parameters, weights, arena; per operator and in total.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "octet/model/graph.hpp"
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
  arena_need arena{};
};

/// Multiply-accumulates of one node: taps of the filter for each element that they are applied to.
/// Operators without a weight matrix count none.
inline std::uint64_t macc_of(const graph& model, const node& op) {
  const auto outputs = [&] { return std::uint64_t{model.tensor(op.output(0)).shape.count()}; };
  const auto filter = [&] { return model.tensor(op.input(1)).shape; };
  switch (op.code) {
    case builtin::conv_2d:
      return outputs() * static_cast<std::uint64_t>(filter().product(1, filter().rank));
    case builtin::depthwise_conv_2d:
      return outputs() * static_cast<std::uint64_t>(filter()[1] * filter()[2]);
    case builtin::fully_connected:
      return outputs() * static_cast<std::uint64_t>(filter()[filter().rank - 1]);
    case builtin::transpose_conv:
      return std::uint64_t{model.tensor(op.input(2)).shape.count()} *
             static_cast<std::uint64_t>(filter().product(0, 3));
    case builtin::batch_matmul: {
      const bool adjoint = op.options.scalar<std::uint8_t>(field::batch_matmul::adjoint_x, 0) != 0;
      const shape x = model.tensor(op.input(0)).shape;
      return outputs() * static_cast<std::uint64_t>(x[x.rank - (adjoint ? 2 : 1)]);
    }
    case builtin::svdf:
      return static_cast<std::uint64_t>(model.tensor(op.input(0)).shape[0]) *
             (filter().count() + model.tensor(op.input(2)).shape.count());
    case builtin::unidirectional_sequence_lstm:  // four gates look at the input and at all cells
      return outputs() * 4 * static_cast<std::uint64_t>(filter()[0] + filter()[1]);
    default:
      return 0;
  }
}

/// Whether a constant is a parameter: real values or codes. Shapes, axes and paddings are plain
/// integers.
inline bool is_parameter(const tensor_info& t) {
  const bool plain_integer =
      (t.type == tensor_type::int32 || t.type == tensor_type::int64) && !t.is_quantized();
  return t.is_constant() && !plain_integer && t.type != tensor_type::boolean &&
         t.type != tensor_type::string;
}

/// The cost of a model that loads and needs `need` in the arena.
inline model_cost analyze(const graph& model, const arena_need& need) {
  model_cost cost;
  cost.arena = need;
  std::vector<bool> counted(static_cast<std::size_t>(model.tensor_count()));
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
      c.weights_bytes += t.bytes();
      if (counted[static_cast<std::size_t>(t.index)]) continue;
      counted[static_cast<std::size_t>(t.index)] = true;
      cost.params += t.shape.count();
      cost.weights_bytes += t.bytes();
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
