// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// UNIDIRECTIONAL_SEQUENCE_LSTM in a model: shapes, states, scales; the arithmetic is in
// kernels/unidirectional_sequence_lstm.hpp.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "octet/kernels/unidirectional_sequence_lstm.hpp"
#include "octet/model/ops/geometry.hpp"
#include "octet/model/ops/state.hpp"
#include "octet/model/ops/weighted.hpp"

namespace octet::ops {

/// The inputs of an LSTM. Those of the gates come in fours: input, forget, cell, output.
struct lstm_inputs {
  static constexpr std::size_t input = 0, input_weights = 1, recurrent_weights = 5, bias = 12,
                               hidden_state = 18, cell_state = 19, count = 24;
  static constexpr std::size_t gates = 4;

  /// Peepholes, projection and layer normalization: kinds of LSTM without a kernel.
  static constexpr std::array<std::size_t, 9> unsupported{9, 10, 11, 16, 17, 20, 21, 22, 23};
};

/// Tensor indices of one gate.
struct lstm_gate_tensors {
  std::int32_t input_weights, recurrent_weights, bias;

  static constexpr lstm_gate_tensors of(const prepare_context& c, std::size_t gate) {
    using at = lstm_inputs;
    return {c.op().input(at::input_weights + gate), c.op().input(at::recurrent_weights + gate),
            c.op().input(at::bias + gate)};
  }
};

constexpr refusal check_lstm_kind(const prepare_context& c) {
  using at = lstm_inputs;
  namespace option = field::unidirectional_sequence_lstm;
  if (c.input_count() > at::count || c.output_count() != 1) return c.fail(errc::missing_tensor);
  for (std::size_t i : at::unsupported) {
    if (c.has_input(i)) return c.fail(errc::unsupported_option, c.op().input(i));
  }
  // The input gate coupled to the forget gate: another kind without a kernel.
  if (!c.has_input(at::input_weights) && c.has_input(at::input_weights + 1))
    return c.fail(errc::unsupported_option);
  for (std::size_t gate = 0; gate < at::gates; ++gate) {
    const auto [input_weights, recurrent_weights, bias] = lstm_gate_tensors::of(c, gate);
    if (input_weights == no_tensor || recurrent_weights == no_tensor || bias == no_tensor)
      return c.fail(errc::missing_tensor);
  }
  if (!c.has_input(at::input) || !c.has_input(at::hidden_state) || !c.has_input(at::cell_state))
    return c.fail(errc::missing_tensor);
  const auto act = c.op().options.scalar<std::int8_t>(option::activation, 0);
  if (act < 0 || act > static_cast<std::int8_t>(activation::sign_bit))
    return c.fail(errc::bad_option);
  if (act != static_cast<std::int8_t>(activation::tanh)) return c.fail(errc::unsupported_option);
  if (c.op().options.scalar<std::uint8_t>(option::diagonal_recurrent_tensors, 0) != 0)
    return c.fail(errc::unsupported_option);
  return {};
}

/// Everything about an LSTM that does not depend on scales: kind, types, shapes, states.
template <class T, class Weight, class Bias, class Cell>
constexpr outcome<lstm_sizes> check_lstm(const prepare_context& c) {
  using at = lstm_inputs;
  if (refusal r = check_lstm_kind(c)) return r;
  const tensor_info input = c.input(at::input), output = c.output(0);
  if (input.type != type_of<T>) return c.fail(errc::unsupported_type, input.index);
  if (output.type != type_of<T>) return c.fail(errc::unsupported_type, output.index);
  if (input.shape.rank != 3) return c.fail(errc::shape_mismatch, input.index);
  if (output.shape.rank != 3 || output.shape[0] != input.shape[0] ||
      output.shape[1] != input.shape[1])
    return c.fail(errc::shape_mismatch, output.index);
  const std::uint32_t time_major =
      c.op().options.scalar<std::uint8_t>(field::unidirectional_sequence_lstm::time_major, 0) != 0;
  const lstm_sizes z{.batch = input.shape[time_major == 0 ? 0 : 1],
                     .steps = input.shape[time_major == 0 ? 1 : 0],
                     .inputs = input.shape[2],
                     .cells = output.shape[2],
                     .time_major = time_major};
  for (std::size_t gate = 0; gate < at::gates; ++gate) {
    const tensor_info weights = c.input(at::input_weights + gate);
    const tensor_info recurrent = c.input(at::recurrent_weights + gate);
    if (refusal r = check_matrix<Weight>(c, weights, z.cells, z.inputs)) return r;
    if (refusal r = check_matrix<Weight>(c, recurrent, z.cells, z.cells)) return r;
    if (refusal r = check_bias<Bias>(c, at::bias + gate, z.cells)) return r;
  }
  if (refusal r = check_state<T>(c, c.input(at::hidden_state), z.batch, z.cells)) return r;
  if (refusal r = check_state<Cell>(c, c.input(at::cell_state), z.batch, z.cells)) return r;
  return z;
}

/// The exponent of a power of two; nothing else is a scale of a cell state.
constexpr outcome<std::int32_t> read_cell_exponent(const prepare_context& c) {
  const tensor_info cell = c.input(lstm_inputs::cell_state);
  // Beyond these limits the products of gates would leave their codes' types.
  for (std::int32_t exponent = -30; exponent <= 2; ++exponent) {
    const double power = exponent < 0 ? 1.0 / static_cast<double>(std::int64_t{1} << -exponent)
                                      : static_cast<double>(1 << exponent);
    if (sigmoid_scaling<std::int16_t>::is_power(cell.scale(), power)) return exponent;
  }
  return c.fail(errc::quantization_mismatch, cell.index);
}

/// The codes that cell_clip leaves: symmetric, its fraction dropped. Without it all of int16.
constexpr clamp_range<std::int32_t> read_cell_clip(const prepare_context& c) {
  const auto clip =
      c.op().options.scalar<float>(field::unidirectional_sequence_lstm::cell_clip, 0.0F);
  if (!(clip > 0.0F)) return {-32768, 32767};
  const double code = double{clip} / double{c.input(lstm_inputs::cell_state).scale()};
  const std::int32_t most = code < 32767.0 ? static_cast<std::int32_t>(code) : 32767;
  return {-most, most};
}

constexpr outcome<lstm_scaling> prepare_lstm_scaling(prepare_context& c) {
  const tensor_info cell = c.input(lstm_inputs::cell_state);
  const tensor_info hidden = c.input(lstm_inputs::hidden_state);
  const outcome<std::int32_t> exponent = read_cell_exponent(c);
  if (!exponent) return exponent.error();
  // The cell state in Q3.12: to the left, or to the right and then by three only.
  const std::int32_t left = 12 + *exponent;
  constexpr double gate = 0x1p-15;
  const bool wide = hidden.type == tensor_type::int16;
  return lstm_scaling{.forget = c.encode(gate),
                      .input = c.encode(gate * gate / double{cell.scale()}, cell.index),
                      .output = c.encode(gate * gate / double{hidden.scale()}, hidden.index),
                      .tanh = left < 0 ? sigmoid_scaling<std::int16_t>{3, -left}
                                       : sigmoid_scaling<std::int16_t>{3 << left, 0},
                      .cell_clip = read_cell_clip(c),
                      .hidden_clip = wide ? clamp_range<std::int32_t>{-32768, 32767}
                                          : clamp_range<std::int32_t>{-128, 127}};
}

/// Activations of type T, int8 with biases of int32 or int16 with biases of int64; weights int8.
template <class T>
struct unidirectional_sequence_lstm : entry<builtin::unidirectional_sequence_lstm, T> {
  struct gate {
    lstm_gate_tensors tensors;
    multiplier input_scaling, recurrent_scaling;
  };
  struct data {
    lstm_sizes sizes;
    std::int32_t input, hidden_state, cell_state, output;  ///< tensor indices
    std::int32_t input_zero_point, hidden_zero_point;
    accumulation accumulator;
    std::array<gate, lstm_inputs::gates> gates;
    lstm_scaling scaling;
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    using at = lstm_inputs;
    using bias = std::conditional_t<sizeof(T) == 1, std::int32_t, std::int64_t>;
    const outcome<lstm_sizes> sizes = check_lstm<T, std::int8_t, bias, std::int16_t>(c);
    if (!sizes) return sizes.error();
    const tensor_info input = c.input(at::input), hidden = c.input(at::hidden_state);
    const tensor_info cell = c.input(at::cell_state), output = c.output(0);
    if (refusal r = check_quantized<T>(c, input)) return r;
    if (refusal r = check_quantized<T>(c, hidden)) return r;
    if (refusal r = check_quantized<std::int16_t>(c, cell)) return r;
    if (refusal r = check_quantized<T>(c, output)) return r;
    // Codes are copied from one to the other.
    if (output.scale() != hidden.scale() || output.zero_point() != hidden.zero_point())
      return c.fail(errc::quantization_mismatch, output.index);
    const outcome<lstm_scaling> scaling = prepare_lstm_scaling(c);
    if (!scaling) return scaling.error();
    const outcome<accumulation> accumulator =
        choose_accumulation<std::int8_t>(c, detail::largest_of_lstm(c.model(), c.op()));
    if (!accumulator) return accumulator.error();
    data d{.sizes = *sizes,
           .input = input.index,
           .hidden_state = hidden.index,
           .cell_state = cell.index,
           .output = output.index,
           .input_zero_point = input.zero_point(),
           .hidden_zero_point = hidden.zero_point(),
           .accumulator = sizeof(T) == 2 ? accumulation::in_16x8 : *accumulator,
           .gates = {},
           .scaling = *scaling};
    for (std::size_t i = 0; i < at::gates; ++i) {
      const outcome<gate> g = prepare_gate(c, i);
      if (!g) return g.error();
      d.gates[i] = *g;
    }
    return d;
  }

  static constexpr accumulation choice(const data& d) { return d.accumulator; }

  /// Calls use(args) with the arguments of the kernel.
  template <accumulation... Known>
  static constexpr void with_args(const data& d, const run_context& c, auto use) {
    with_accumulator<T, Known...>(d.accumulator, [&]<class Bias, class Accumulator>() {
      const auto gate_of = [&](std::size_t i) {
        const auto& [tensors, input_scaling, recurrent_scaling] = d.gates[i];
        return lstm_gate<Bias>{
            .input_weights = c.read<std::int8_t>(tensors.input_weights),
            .recurrent_weights = c.read<std::int8_t>(tensors.recurrent_weights),
            .bias = c.read<Bias>(tensors.bias),
            .input_scaling = input_scaling,
            .recurrent_scaling = recurrent_scaling,
        };
      };
      use(basic_unidirectional_sequence_lstm_args<T, Bias, Accumulator>{
          .sizes = d.sizes,
          .input = c.read<T>(d.input),
          .input_gate = gate_of(0),
          .forget_gate = gate_of(1),
          .cell_gate = gate_of(2),
          .output_gate = gate_of(3),
          .hidden_state = c.write<T>(d.hidden_state),
          .cell_state = c.write<std::int16_t>(d.cell_state),
          .output = c.write<T>(d.output),
          .input_zero_point = d.input_zero_point,
          .hidden_zero_point = d.hidden_zero_point,
          .scaling = d.scaling,
      });
    });
  }

  template <class Backend, accumulation... Known>
  static constexpr void run(const data& d, const run_context& c) {
    with_args<Known...>(
        d, c, [](const auto& args) { octet::unidirectional_sequence_lstm<Backend>(args); });
  }

 private:
  static constexpr outcome<gate> prepare_gate(prepare_context& c, std::size_t i) {
    using at = lstm_inputs;
    const tensor_info weights = c.input(at::input_weights + i);
    const tensor_info recurrent = c.input(at::recurrent_weights + i);
    if (refusal r = check_symmetric<std::int8_t>(c, weights)) return r;
    if (refusal r = check_symmetric<std::int8_t>(c, recurrent)) return r;
    constexpr double q3_12 = 0x1p-12;
    // In float, as FULLY_CONNECTED with one scale.
    const float from_input = c.input(at::input).scale() * weights.scale();
    const float from_hidden = c.input(at::hidden_state).scale() * recurrent.scale();
    return gate{.tensors = lstm_gate_tensors::of(c, i),
                .input_scaling = c.encode(double{from_input} / q3_12, weights.index),
                .recurrent_scaling = c.encode(double{from_hidden} / q3_12, recurrent.index)};
  }
};

}  // namespace octet::ops
