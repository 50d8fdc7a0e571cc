// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// UNIDIRECTIONAL_SEQUENCE_LSTM in float.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "octet/float_ops/support.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/unidirectional_sequence_lstm.hpp"
#include "octet/model/ops/unidirectional_sequence_lstm.hpp"

namespace octet::float_ops {

/// A gate before its function: bias + input_weights * x + recurrent_weights * h.
struct lstm_gate {
  elements<const float> input_weights{};      ///< (cells, inputs)
  elements<const float> recurrent_weights{};  ///< (cells, cells)
  elements<const float> bias{};               ///< (cells)
};

/// Arguments of unidirectional_sequence_lstm.
struct unidirectional_sequence_lstm_args {
  lstm_sizes sizes{};
  elements<const float> input{};
  lstm_gate input_gate{}, forget_gate{}, cell_gate{}, output_gate{};
  elements<float> hidden_state{}, cell_state{};
  elements<float> output{};
  clamp_range<float> cell_clip = unclamped<float>;
};

/// Long short-term memory over sequences.
///                   gate = f(bias + input_weights * x + recurrent_weights * h)
///                   cell = clip(forget * cell + input * candidate), h = output * tanh(cell)
///                   with f = logistic, for the candidate (the cell gate) f = tanh
///
/// shapes   input (N,T,I)  hidden_state (N,C)  cell_state (N,C)  output (N,T,C); N and T exchanged
///          where time_major
/// memory   none; the states stay from call to call; no overlaps
/// source   Hochreiter and Schmidhuber 1997; TensorFlow Lite Micro reference kernel,
///          UNIDIRECTIONAL_SEQUENCE_LSTM
inline void unidirectional_sequence_lstm(const unidirectional_sequence_lstm_args& a) {
  const auto cells = static_cast<std::size_t>(a.sizes.cells);
  const auto inputs = static_cast<std::size_t>(a.sizes.inputs);
  const auto logistic = [](float x) { return 1.0F / (1.0F + std::exp(-x)); };
  const auto next = [&](elements<const float> x, elements<const float> h, std::int32_t n,
                        std::int32_t j) {
    const auto at = static_cast<std::size_t>(j);
    const auto linear = [&](const lstm_gate& gate) {
      float from_input = 0, from_hidden = 0;
      for (std::size_t i = 0; i < inputs; ++i)
        from_input += x[i] * gate.input_weights[at * inputs + i];
      for (std::size_t i = 0; i < cells; ++i)
        from_hidden += h[i] * gate.recurrent_weights[at * cells + i];
      return from_input + gate.bias[at] + from_hidden;
    };
    const std::size_t c = static_cast<std::size_t>(n) * cells + at;
    const float kept = logistic(linear(a.forget_gate)) * a.cell_state[c];
    const float taken = logistic(linear(a.input_gate)) * std::tanh(linear(a.cell_gate));
    const float cell = clamp_to(kept + taken, a.cell_clip);
    a.cell_state.store(c, cell);
    return logistic(linear(a.output_gate)) * std::tanh(cell);
  };
  for_each_lstm_cell(a.sizes, a.input, a.hidden_state, a.output, next);
}

/// UNIDIRECTIONAL_SEQUENCE_LSTM of float tensors in a model.
struct unidirectional_sequence_lstm_entry
    : ops::entry<builtin::unidirectional_sequence_lstm, float> {
  struct data {
    lstm_sizes sizes;
    std::int32_t input, hidden_state, cell_state, output;  ///< tensor indices
    std::array<ops::lstm_gate_tensors, ops::lstm_inputs::gates> gates;
    clamp_range<float> cell_clip;
  };

  static result<data> prepare(prepare_context& c) {
    using at = ops::lstm_inputs;
    const result<lstm_sizes> sizes = ops::check_lstm<float, float, float, float>(c);
    if (!sizes) return sizes.error();
    const auto clip =
        c.op().options.scalar<float>(field::unidirectional_sequence_lstm::cell_clip, 0.0F);
    data d{.sizes = *sizes,
           .input = c.op().input(at::input),
           .hidden_state = c.op().input(at::hidden_state),
           .cell_state = c.op().input(at::cell_state),
           .output = c.op().output(0),
           .gates = {},
           .cell_clip = clip > 0 ? clamp_range<float>{-clip, clip} : unclamped<float>};
    for (std::size_t i = 0; i < at::gates; ++i) d.gates[i] = ops::lstm_gate_tensors::of(c, i);
    return d;
  }

  static unidirectional_sequence_lstm_args args(const data& d, const run_context& c) {
    const auto gate = [&](std::size_t i) {
      return lstm_gate{.input_weights = c.read<float>(d.gates[i].input_weights),
                       .recurrent_weights = c.read<float>(d.gates[i].recurrent_weights),
                       .bias = c.read<float>(d.gates[i].bias)};
    };
    return {
        .sizes = d.sizes,
        .input = c.read<float>(d.input),
        .input_gate = gate(0),
        .forget_gate = gate(1),
        .cell_gate = gate(2),
        .output_gate = gate(3),
        .hidden_state = c.write<float>(d.hidden_state),
        .cell_state = c.write<float>(d.cell_state),
        .output = c.write<float>(d.output),
        .cell_clip = d.cell_clip,
    };
  }

  template <class Backend>
  static void run(const data& d, const run_context& c) {
    float_ops::unidirectional_sequence_lstm(args(d, c));
  }
};

}  // namespace octet::float_ops
