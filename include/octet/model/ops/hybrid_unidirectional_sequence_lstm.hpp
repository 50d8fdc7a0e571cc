// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// UNIDIRECTIONAL_SEQUENCE_LSTM of real activations with int8 weights in a model; the arithmetic is
// in kernels/hybrid_unidirectional_sequence_lstm.hpp.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "octet/kernels/hybrid_unidirectional_sequence_lstm.hpp"
#include "octet/model/ops/hybrid.hpp"
#include "octet/model/ops/state.hpp"
#include "octet/model/ops/unidirectional_sequence_lstm.hpp"

namespace octet::ops {

/// Real activations, quantized row by row while the model runs, and real states; each matrix of
/// weights has one scale.
struct hybrid_unidirectional_sequence_lstm {
  static constexpr builtin code = builtin::unidirectional_sequence_lstm;
  static constexpr tensor_type type = tensor_type::float32;
  static constexpr tensor_type weight_type = tensor_type::int8;
  /// The input gate's weights may be left out, where it is coupled to the forget gate.
  static constexpr std::uint8_t weights_index = lstm_inputs::input_weights + 1;

  struct gate {
    lstm_gate_tensors tensors;
    float input_scale, recurrent_scale;
  };
  struct data {
    lstm_sizes sizes;
    std::int32_t node;
    std::int32_t input, hidden_state, cell_state, output;  ///< tensor indices
    std::array<gate, lstm_inputs::gates> gates;
    clamp_range<float> cell_clip;
    std::uint32_t wide;  ///< 0 or 1: int32 sums could overflow
    row_scheme scheme;
  };

  static constexpr bool accepts(const graph& model, const node& op) {
    return model.tensor(op.input(lstm_inputs::input)).type == type &&
           model.tensor(op.input(weights_index)).type == weight_type;
  }

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    using at = lstm_inputs;
    namespace f = field::unidirectional_sequence_lstm;
    const outcome<lstm_sizes> sizes = check_lstm<float, std::int8_t, float, float>(c);
    if (!sizes) return sizes.error();
    const auto clip = c.op().options.scalar<float>(f::cell_clip, 0.0F);
    data d{.sizes = *sizes,
           .node = c.op().index,
           .input = c.op().input(at::input),
           .hidden_state = c.op().input(at::hidden_state),
           .cell_state = c.op().input(at::cell_state),
           .output = c.op().output(0),
           .gates = {},
           .cell_clip = clip > 0 ? clamp_range<float>{-clip, clip} : unclamped<float>,
           .wide = needs_wide_sums(c),
           .scheme = read_row_scheme(c, f::asymmetric_quantize_inputs)};
    for (std::size_t i = 0; i < at::gates; ++i) {
      const tensor_info weights = c.input(at::input_weights + i);
      const tensor_info recurrent = c.input(at::recurrent_weights + i);
      if (refusal r = check_symmetric<std::int8_t>(c, weights)) return r;
      if (refusal r = check_symmetric<std::int8_t>(c, recurrent)) return r;
      d.gates[i] = {lstm_gate_tensors::of(c, i), weights.scale(), recurrent.scale()};
    }
    reserve_row(c,
                static_cast<std::size_t>(sizes->inputs) + static_cast<std::size_t>(sizes->cells));
    return d;
  }

  static constexpr bool choice(const data& d) { return d.wide != 0; }

  static constexpr hybrid_unidirectional_sequence_lstm_args args(const data& d,
                                                                 const run_context& c) {
    const auto gate_of = [&](std::size_t i) {
      const auto& [tensors, input_scale, recurrent_scale] = d.gates[i];
      return hybrid_lstm_gate{
          .input_weights = c.read<std::int8_t>(tensors.input_weights),
          .recurrent_weights = c.read<std::int8_t>(tensors.recurrent_weights),
          .bias = c.read<float>(tensors.bias),
          .input_scale = input_scale,
          .recurrent_scale = recurrent_scale,
      };
    };
    return {
        .sizes = d.sizes,
        .input = c.read<float>(d.input),
        .input_gate = gate_of(0),
        .forget_gate = gate_of(1),
        .cell_gate = gate_of(2),
        .output_gate = gate_of(3),
        .hidden_state = c.write<float>(d.hidden_state),
        .cell_state = c.write<float>(d.cell_state),
        .output = c.write<float>(d.output),
        .cell_clip = d.cell_clip,
        .scheme = d.scheme,
        .scratch = c.scratch<std::int8_t>(d.node),
    };
  }

  template <class Backend, bool... Known>
  static constexpr void run(const data& d, const run_context& c) {
    with_sums<Known...>(d.wide != 0, [&]<class Accumulator>() {
      octet::hybrid_unidirectional_sequence_lstm<Backend, Accumulator>(args(d, c));
    });
  }
};

}  // namespace octet::ops
