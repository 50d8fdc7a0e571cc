// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// UNIDIRECTIONAL_SEQUENCE_LSTM: quantized long short-term memory over sequences.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/fixed/multiplier.hpp"
#include "octet/kernels/accumulator.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/requantization.hpp"
#include "octet/kernels/sigmoid.hpp"
#include "octet/kernels/sigmoid_table.hpp"

namespace octet {

/// Sizes of an LSTM; time_major (0 or 1) says that time is the first axis of input and output.
struct lstm_sizes {
  std::int32_t batch, steps, inputs, cells;
  std::uint32_t time_major;
};

/// Calls step(x, h, n, y) for every step of every sequence n: x is the step's input row, h the
/// hidden state before it, y the output row that it has to fill, and that becomes the hidden state.
template <class T, class Step>
constexpr void for_each_lstm_step(const lstm_sizes& z, elements<const T> input, elements<T> hidden,
                                  elements<T> output, Step step) {
  const auto row = [](std::int32_t i, std::int32_t size) {
    return static_cast<std::size_t>(i) * static_cast<std::size_t>(size);
  };
  for (std::int32_t n = 0; n < z.batch; ++n) {
    const elements<T> h = hidden + row(n, z.cells);
    for (std::int32_t t = 0; t < z.steps; ++t) {
      const std::int32_t at = z.time_major != 0 ? t * z.batch + n : n * z.steps + t;
      const elements<T> y = output + row(at, z.cells);
      step(input + row(at, z.inputs), elements<const T>(h), n, y);
      for (std::size_t j = 0; j < static_cast<std::size_t>(z.cells); ++j) h.store(j, y[j]);
    }
  }
}

/// The same cell by cell: next(x, h, n, j) is the new hidden value of cell j.
template <class T, class Next>
constexpr void for_each_lstm_cell(const lstm_sizes& z, elements<const T> input, elements<T> hidden,
                                  elements<T> output, Next next) {
  for_each_lstm_step(z, input, hidden, output,
                     [&](elements<const T> x, elements<const T> h, std::int32_t n, elements<T> y) {
                       for (std::int32_t j = 0; j < z.cells; ++j)
                         y.store(static_cast<std::size_t>(j), next(x, h, n, j));
                     });
}

/// What a gate makes of input and hidden state, before its function: Q3.12 codes.
template <class Bias>
struct lstm_gate {
  elements<const std::int8_t> input_weights{};      ///< (cells, inputs)
  elements<const std::int8_t> recurrent_weights{};  ///< (cells, cells)
  elements<const Bias> bias{};                      ///< (cells)
  multiplier input_scaling{};                       ///< input.scale * input_weights.scale * 2^12
  multiplier recurrent_scaling{};  ///< hidden.scale * recurrent_weights.scale * 2^12
};

/// How gates in Q0.15, the cell state and the hidden state scale.
struct lstm_scaling {
  multiplier forget{};                    ///< 2^-15: gate * cell -> cell
  multiplier input{};                     ///< 2^-30 / cell.scale: gate * candidate -> cell
  multiplier output{};                    ///< 2^-30 / hidden.scale: gate * tanh(cell) -> hidden
  sigmoid_scaling<std::int16_t> tanh{};   ///< of the cell state
  clamp_range<std::int32_t> cell_clip{};  ///< codes of the cell state, inside int16
  clamp_range<std::int32_t> hidden_clip{};
};

/// Arguments of unidirectional_sequence_lstm.
template <class T, class Bias, class Accumulator>
struct basic_unidirectional_sequence_lstm_args {
  using accumulator = Accumulator;

  lstm_sizes sizes{};
  elements<const T> input{};
  lstm_gate<Bias> input_gate{}, forget_gate{}, cell_gate{}, output_gate{};
  elements<T> hidden_state{};
  elements<std::int16_t> cell_state{};
  elements<T> output{};
  std::int32_t input_zero_point = 0, hidden_zero_point = 0;
  lstm_scaling scaling{};
};

using unidirectional_sequence_lstm_args =
    basic_unidirectional_sequence_lstm_args<std::int8_t, std::int32_t, accumulator_32>;

/// The sums behind a gate: bias + input_weights * x, and recurrent_weights * h.
template <class Sum>
struct lstm_sums {
  Sum from_input, from_hidden;
};

/// The new hidden value of cell j of sequence n, and its new cell state.
///
/// sums     sums(gate, i): the lstm_sums of cell j; gate i = 0 .. 3 is that of input, forget, cell
///          and output
template <class Backend, class T, class Bias, class Accumulator, class Sums>
constexpr T lstm_cell(const basic_unidirectional_sequence_lstm_args<T, Bias, Accumulator>& a,
                      std::int32_t n, std::int32_t j, Sums sums) {
  constexpr clamp_range<std::int32_t> codes{-32768, 32767};
  const lstm_scaling& s = a.scaling;
  const auto saturate = [&](std::int32_t v) { return clamp_to(v, codes); };
  const auto product = [&](std::int32_t x, std::int32_t y, multiplier m) {
    return saturate(Backend::requantize(x * y, m));
  };
  const auto place = [](std::int32_t q3_12) { return 3 * q3_12; };  // steps of the sigmoid table
  const requantization to_hidden{.zero_point = a.hidden_zero_point, .clamp = s.hidden_clip};
  const auto linear = [&](const lstm_gate<Bias>& gate, std::size_t i) {
    const lstm_sums<typename Accumulator::sum> of_gate = sums(gate, i);
    const auto code = [&](typename Accumulator::sum sum, multiplier m) {
      return saturate(Accumulator::template requantize<Backend>(sum, m));
    };
    return saturate(code(of_gate.from_input, gate.input_scaling) +
                    code(of_gate.from_hidden, gate.recurrent_scaling));
  };
  const std::int32_t forget = logistic_by_table(place(linear(a.forget_gate, 1)));
  const std::int32_t input = logistic_by_table(place(linear(a.input_gate, 0)));
  const std::int32_t candidate = tanh_by_table(place(linear(a.cell_gate, 2)));
  const std::int32_t output = logistic_by_table(place(linear(a.output_gate, 3)));

  const std::size_t c = static_cast<std::size_t>(n) * static_cast<std::size_t>(a.sizes.cells) +
                        static_cast<std::size_t>(j);
  const std::int32_t kept = product(forget, a.cell_state[c], s.forget);
  const std::int32_t taken = product(input, candidate, s.input);
  const auto cell = static_cast<std::int16_t>(clamp_to(kept + taken, s.cell_clip));
  a.cell_state.store(c, cell);
  const std::int32_t activated = tanh_by_table(s.tanh.place(cell));
  return static_cast<T>(to_hidden.code(Backend::requantize(activated * output, s.output)));
}

/// Quantized LSTM.   gate = f(bias + input_weights * x + recurrent_weights * h), in real units
///                   cell = clip(forget * cell + input * candidate), h = output * tanh(cell)
///                   with f = logistic, for the candidate (the cell gate) f = tanh
///
/// shapes   input (N,T,I)  hidden_state (N,C)  cell_state (N,C)  output (N,T,C); N and T exchanged
///          where time_major
/// units    input, hidden_state and output T = int8 or int16 codes, hidden_state and output the
///          same; weights int8; bias int32 (int64 with int16) at input.scale * input_weights.scale;
///          cell_state int16, its scale a power of two; gates Q3.12 inside, Q0.15 after f
/// rounding each of the two products of a gate and each of the three elementwise products by the
///          accumulator's contract, saturating to its codes; sums saturate to int16; logistic and
///          tanh by table
/// memory   no heap, no scratch; the states stay from call to call, their zero points mean zero;
///          no overlaps
/// errors   none here: model/ops/unidirectional_sequence_lstm.hpp checks
/// exact    every backend returns the codes of unidirectional_sequence_lstm<scalar>
/// source   Hochreiter and Schmidhuber 1997; TensorFlow Lite Micro reference kernel,
///          UNIDIRECTIONAL_SEQUENCE_LSTM
template <class Backend = scalar, class T, class Bias, class Accumulator>
constexpr void unidirectional_sequence_lstm(
    const basic_unidirectional_sequence_lstm_args<T, Bias, Accumulator>& a) {
  using sum_type = typename Accumulator::sum;
  const auto next = [&](elements<const T> x, elements<const T> h, std::int32_t n, std::int32_t j) {
    const auto at = static_cast<std::size_t>(j);
    const auto sums = [&](const lstm_gate<Bias>& gate, std::size_t) {
      const auto row = [&](std::int32_t size) { return at * static_cast<std::size_t>(size); };
      lstm_sums<sum_type> s{.from_input = gate.bias[at], .from_hidden = 0};
      s.from_input += Backend::template dot<sum_type>(
          x, a.input_zero_point, gate.input_weights + row(a.sizes.inputs), a.sizes.inputs);
      s.from_hidden = Backend::template dot<sum_type>(
          h, a.hidden_zero_point, gate.recurrent_weights + row(a.sizes.cells), a.sizes.cells);
      return s;
    };
    return lstm_cell<Backend>(a, n, j, sums);
  };
  for_each_lstm_cell(a.sizes, a.input, a.hidden_state, a.output, next);
}

}  // namespace octet
