// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// UNIDIRECTIONAL_SEQUENCE_LSTM in float on the SIMD backend: what the gates make of the input is
// one product over all steps; step by step only the hidden state is multiplied.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "octet/float_ops/logistic.hpp"
#include "octet/float_ops/simd/product.hpp"
#include "octet/float_ops/tanh.hpp"
#include "octet/float_ops/unidirectional_sequence_lstm.hpp"
#include "octet/model/context.hpp"
#include "octet/model/simd/choice.hpp"

namespace octet::float_ops {

/// UNIDIRECTIONAL_SEQUENCE_LSTM of constant weights.
struct simd_lstm_entry : unidirectional_sequence_lstm_entry {
  using base = unidirectional_sequence_lstm_entry;
  static constexpr std::size_t gate_count = ops::lstm_inputs::gates;

  struct data {
    base::data plain;
    std::uint32_t enabled;
    std::array<packed_product, gate_count> from_input;
    packed_product from_hidden;  ///< of all gates together
  };

  /// Those with the logistic function first.
  static std::array<lstm_gate, gate_count> in_order(const unidirectional_sequence_lstm_args& a) {
    return {a.input_gate, a.forget_gate, a.output_gate, a.cell_gate};
  }

  static auto weights(elements<const float> matrix, std::int32_t depth) {
    return [matrix, depth](std::size_t o, std::size_t k) {
      return matrix[o * static_cast<std::size_t>(depth) + k];
    };
  }
  static auto recurrent_weights(const unidirectional_sequence_lstm_args& a) {
    return [gates = in_order(a), cells = static_cast<std::size_t>(a.sizes.cells)](std::size_t o,
                                                                                  std::size_t k) {
      return gates[o / cells].recurrent_weights[o % cells * cells + k];
    };
  }

  static result<data> prepare(prepare_context& c) {
    const result<base::data> plain = base::prepare(c);
    if (!plain) return plain.error();
    data d{.plain = *plain, .enabled = 0, .from_input = {}, .from_hidden = {}};
    const octet::detail::simd_choice choice(c.backend_choice());
    const std::optional<simd_target> target = choice.target();
    if (target && choice.packed() && are_constant(c, d.plain)) d.enabled = pack(c, *target, d);
    return d;
  }

  template <class Backend>
  static void run(const data& d, const run_context& c) {
    if (d.enabled == 0) return base::run<Backend>(d.plain, c);
    const auto a = base::args(d.plain, c);
    const lstm_sizes& z = a.sizes;
    const std::ptrdiff_t cells = z.cells, row = gates_of(z);
    float* const gates = c.scratch<float>(d.from_hidden.node).data();
    for (std::size_t g = 0; g < gate_count; ++g) {
      const simd_float_output to{.data = gates + static_cast<std::ptrdiff_t>(g) * cells,
                                 .x_step = row};
      const lstm_gate gate = in_order(a)[g];
      d.from_input[g].run(c, a.input.data(), to, unclamped<float>,
                          weights(gate.input_weights, z.inputs), gate.bias);
    }
    for (std::int32_t n = 0; n < z.batch; ++n) {
      for (std::int32_t t = 0; t < z.steps; ++t) {
        const std::ptrdiff_t step =
            z.time_major != 0 ? std::ptrdiff_t{t} * z.batch + n : std::ptrdiff_t{n} * z.steps + t;
        take_step(d, c, a, gates + step * row, n, a.output.data() + step * cells);
      }
    }
  }

 private:
  static std::ptrdiff_t gates_of(const lstm_sizes& z) {
    return static_cast<std::ptrdiff_t>(gate_count) * z.cells;
  }
  static std::int64_t steps_of(const lstm_sizes& z) { return std::int64_t{z.batch} * z.steps; }

  static bool are_constant(const prepare_context& c, const base::data& d) {
    return std::all_of(d.gates.begin(), d.gates.end(), [&](const ops::lstm_gate_tensors& g) {
      const auto is_constant = [&](std::int32_t t) { return c.model().tensor(t).is_constant(); };
      return is_constant(g.input_weights) && is_constant(g.recurrent_weights) &&
             is_constant(g.bias);
    });
  }

  static std::optional<packed_product> product(prepare_context& c, simd_target target,
                                               std::int32_t rows, std::int32_t depth,
                                               std::int32_t outputs) {
    const simd_image image{.width = rows,
                           .channels = depth,
                           .outputs = outputs,
                           .window = {.y = {.output = 1}, .x = {.output = rows}}};
    return packed_product::make(image, target, c.op().index, true);
  }

  /// Behind the gates of all steps what one step's hidden state gives, and tanh of the cells.
  static bool pack(prepare_context& c, simd_target target, data& d) {
    const auto a = base::args(d.plain, c.prepared());
    const lstm_sizes& z = a.sizes;
    constexpr std::int64_t most = octet::detail::most_simd_scratch / sizeof(float);
    const std::int64_t cells = z.cells, steps = steps_of(z);
    if (cells == 0 || cells > most / 8 || steps > most || (steps + 2) * 4 * cells > most)
      return false;
    const auto rows = static_cast<std::int32_t>(steps);
    for (std::size_t g = 0; g < gate_count; ++g) {
      const lstm_gate gate = in_order(a)[g];
      const auto p = product(c, target, rows, z.inputs, z.cells);
      if (!p) return false;
      d.from_input[g] = *p;
      d.from_input[g].pack(c, weights(gate.input_weights, z.inputs), gate.bias);
    }
    const auto p = product(c, target, 1, z.cells, 4 * z.cells);
    if (!p) return false;
    d.from_hidden = *p;
    c.scratch(static_cast<std::size_t>((steps + 2) * 4 * cells) * sizeof(float));
    d.from_hidden.pack(c, recurrent_weights(a), {});
    return true;
  }

  /// gates: of this step, so far without the hidden state; out: its row of the output.
  static void take_step(const data& d, const run_context& c,
                        const unidirectional_sequence_lstm_args& a, float* gates, std::int32_t n,
                        float* out) {
    const simd_float_kernels& kernels =
        kernels_of<simd_float_kernels>(static_cast<simd_target>(d.from_hidden.target));
    const auto cells = static_cast<std::size_t>(a.sizes.cells);
    float* const from_hidden =
        c.scratch<float>(d.from_hidden.node).data() + steps_of(a.sizes) * gates_of(a.sizes);
    float* const squashed = from_hidden + gates_of(a.sizes);
    float* const hidden = a.hidden_state.data() + static_cast<std::size_t>(n) * cells;
    float* const cell = a.cell_state.data() + static_cast<std::size_t>(n) * cells;
    d.from_hidden.run(c, hidden, {.data = from_hidden}, unclamped<float>, recurrent_weights(a), {});
    const auto combine = [&](simd_float_pair pair, const float* x, const float* y, float* to,
                             std::size_t count, clamp_range<float> clamp = unclamped<float>) {
      kernels.floats.combine({.x = x, .y = y, .out = to, .n = count, .pair = pair, .clamp = clamp});
    };
    combine(simd_float_pair::add, gates, from_hidden, gates, 4 * cells);
    logistic({{gates, 3 * cells}, {gates, 3 * cells}});
    float *const taken = gates, *const kept = gates + cells, *const shown = gates + 2 * cells;
    float* const candidate = gates + 3 * cells;
    tanh({{candidate, cells}, {candidate, cells}});
    combine(simd_float_pair::multiply, taken, candidate, candidate, cells);
    combine(simd_float_pair::multiply, kept, cell, cell, cells);
    combine(simd_float_pair::add, cell, candidate, cell, cells, a.cell_clip);
    tanh({{cell, cells}, {squashed, cells}});
    combine(simd_float_pair::multiply, shown, squashed, out, cells);
    std::copy_n(out, cells, hidden);
  }
};

}  // namespace octet::float_ops
