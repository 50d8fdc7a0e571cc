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

/// What the functions of a cell's gates are of: bias + input_weights * x + recurrent_weights * h.
struct hybrid_lstm_gates {
  float input, forget, candidate, output;
};

/// The new hidden value of a cell, and its new state.
constexpr float hybrid_lstm_cell(const hybrid_lstm_gates& g, clamp_range<float> clip, float& cell) {
  const auto logistic = [](float x) { return static_cast<float>(real_logistic(double{x})); };
  const auto tanh = [](float x) { return static_cast<float>(real_tanh(double{x})); };
  const float kept = detail::rounded_product(logistic(g.forget), cell);
  const float taken = detail::rounded_product(logistic(g.input), tanh(g.candidate));
  cell = clamp_to(kept + taken, clip);
  return logistic(g.output) * tanh(cell);
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
  const auto product = [](elements<const std::int8_t> codes, const affine& params,
                          elements<const std::int8_t> weights, float scale, std::int32_t n) {
    const auto sum =
        Backend::template dot<typename Accumulator::sum>(codes, params.zero_point, weights, n);
    return detail::rounded_product(static_cast<float>(sum), params.scale * scale);
  };
  const auto step = [&](elements<const float> x, elements<const float> h, std::int32_t n,
                        elements<float> y) {
    const affine x_params = quantize_row(a.scheme, x, inputs, 1, x_codes);
    const affine h_params = quantize_row(a.scheme, h, cells, 1, h_codes);
    const elements<float> state = a.cell_state + static_cast<std::size_t>(n) * cells;
    for (std::size_t j = 0; j < cells; ++j) {
      const auto linear = [&](const hybrid_lstm_gate& gate) {
        const float from_input = product(x_codes, x_params, gate.input_weights + j * inputs,
                                         gate.input_scale, a.sizes.inputs);
        const float from_hidden = product(h_codes, h_params, gate.recurrent_weights + j * cells,
                                          gate.recurrent_scale, a.sizes.cells);
        return gate.bias[j] + from_input + from_hidden;
      };
      float cell = state[j];
      y.store(j, hybrid_lstm_cell({.input = linear(a.input_gate),
                                   .forget = linear(a.forget_gate),
                                   .candidate = linear(a.cell_gate),
                                   .output = linear(a.output_gate)},
                                  a.cell_clip, cell));
      state.store(j, cell);
    }
  };
  for_each_lstm_step(a.sizes, a.input, a.hidden_state, a.output, step);
}

}  // namespace octet
