// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Multiply-accumulates of a node and of a model: the usual measure of work.
#pragma once

#include <cstdint>

#include "octet/model/graph.hpp"

namespace octet {

/// Multiply-accumulates of one node: taps of the filter for each element that they are applied to.
/// Operators without a weight matrix count none.
constexpr std::uint64_t macc_of(const graph& model, const node& op) {
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

/// Those of a model's nodes together, for one run.
constexpr std::uint64_t macc_of(const graph& model) {
  std::uint64_t macc = 0;
  for (std::int32_t i = 0; i < model.node_count(); ++i) macc += macc_of(model, model.node(i));
  return macc;
}

}  // namespace octet
