// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// UNIDIRECTIONAL_SEQUENCE_LSTM of real activations, quantized row by row, with weights that are
// codes and real states.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/fixed/real.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/hybrid.hpp"
#include "octet/kernels/unidirectional_sequence_lstm.hpp"

namespace octet {

/// A gate before its function: bias + input_weights * x + recurrent_weights * h.
struct hybrid_lstm_gate {
  elements<const std::int8_t> input_weights{};      ///< (cells, inputs)
  elements<const std::int8_t> recurrent_weights{};  ///< (cells, cells)
  elements<const float> bias{};                     ///< (cells)
  float input_scale = 1, recurrent_scale = 1;       ///< of the weights
};

/// Arguments of hybrid_unidirectional_sequence_lstm.
struct hybrid_unidirectional_sequence_lstm_args {
  lstm_sizes sizes{};
  elements<const float> input{};
  hybrid_lstm_gate input_gate{}, forget_gate{}, cell_gate{}, output_gate{};
  elements<float> hidden_state{}, cell_state{};
  elements<float> output{};
  clamp_range<float> cell_clip = unclamped<float>;
  row_scheme scheme = row_scheme::symmetric;
  elements<std::int8_t> scratch{};  ///< sizes.inputs + sizes.cells codes
};

/// What the two products behind a gate are as real values.
struct hybrid_lstm_reals {
  float from_input, from_hidden;
};

/// The new hidden value of cell j of sequence n, and its new cell state.
///
/// products products(gate, i): the hybrid_lstm_reals of cell j; gate i = 0 .. 3 is that of input,
///          forget, cell and output
template <class Products>
constexpr float hybrid_lstm_cell(const hybrid_unidirectional_sequence_lstm_args& a, std::int32_t n,
                                 std::int32_t j, Products products) {
  const auto logistic = [](float x) { return static_cast<float>(real_logistic(double{x})); };
  const auto tanh = [](float x) { return static_cast<float>(real_tanh(double{x})); };
  const auto at = static_cast<std::size_t>(j);
  const auto linear = [&](const hybrid_lstm_gate& gate, std::size_t i) {
    const hybrid_lstm_reals of_gate = products(gate, i);
    return gate.bias[at] + of_gate.from_input + of_gate.from_hidden;
  };
  const std::size_t c = static_cast<std::size_t>(n) * static_cast<std::size_t>(a.sizes.cells) + at;
  const float kept = detail::rounded_product(logistic(linear(a.forget_gate, 1)), a.cell_state[c]);
  const float taken =
      detail::rounded_product(logistic(linear(a.input_gate, 0)), tanh(linear(a.cell_gate, 2)));
  const float cell = clamp_to(kept + taken, a.cell_clip);
  a.cell_state.store(c, cell);
  return logistic(linear(a.output_gate, 3)) * tanh(cell);
}

/// Long short-term memory over sequences.
///                   gate = f(bias + input_weights * x + recurrent_weights * h)
///                   cell = clip(forget * cell + input * candidate), h = output * tanh(cell)
///                   with f = logistic, for the candidate (the cell gate) f = tanh
///
/// shapes   input (N,T,I)  hidden_state (N,C)  cell_state (N,C)  output (N,T,C); N and T exchanged
///          where time_major
/// units    weights symmetric codes, all else real
/// rounding of each x and each h as quantize_row says; integer sums are exact, the rest is float;
///          logistic and tanh to the nearest float but for a few, on every platform the same
/// memory   scratch sizes.inputs + sizes.cells bytes; the states stay from call to call; nothing
///          may overlap
/// errors   none here: model/ops/hybrid_unidirectional_sequence_lstm.hpp checks
/// source   Hochreiter and Schmidhuber 1997; TensorFlow Lite kernel, UNIDIRECTIONAL_SEQUENCE_LSTM,
///          dynamic range
template <class Backend = scalar, class Accumulator = accumulator_32>
constexpr void hybrid_unidirectional_sequence_lstm(
    const hybrid_unidirectional_sequence_lstm_args& a) {
  const auto cells = static_cast<std::size_t>(a.sizes.cells);
  const auto inputs = static_cast<std::size_t>(a.sizes.inputs);
  const elements<std::int8_t> x_codes = a.scratch, h_codes = a.scratch + inputs;
  affine x_params, h_params;
  const auto product = [](elements<const std::int8_t> codes, const affine& params,
                          elements<const std::int8_t> weights, float scale, std::int32_t n) {
    const auto sum =
        Backend::template dot<typename Accumulator::sum>(codes, params.zero_point, weights, n);
    return detail::rounded_product(static_cast<float>(sum), params.scale * scale);
  };
  const auto next = [&](elements<const float> x, elements<const float> h, std::int32_t n,
                        std::int32_t j) {
    if (j == 0) {  // a new step, with rows that serve all its cells
      x_params = quantize_row(a.scheme, x, inputs, 1, x_codes);
      h_params = quantize_row(a.scheme, h, cells, 1, h_codes);
    }
    const auto at = static_cast<std::size_t>(j);
    return hybrid_lstm_cell(a, n, j, [&](const hybrid_lstm_gate& gate, std::size_t) {
      return hybrid_lstm_reals{
          .from_input = product(x_codes, x_params, gate.input_weights + at * inputs,
                                gate.input_scale, a.sizes.inputs),
          .from_hidden = product(h_codes, h_params, gate.recurrent_weights + at * cells,
                                 gate.recurrent_scale, a.sizes.cells)};
    });
  };
  for_each_lstm_cell(a.sizes, a.input, a.hidden_state, a.output, next);
}

}  // namespace octet
