// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// UNIDIRECTIONAL_SEQUENCE_LSTM on the SIMD backend, of codes and of real activations, with the
// arguments of the scalar kernels: the four gates are one product with the input and one with the
// hidden state.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "octet/kernels/backend/simd/cells_plan.hpp"
#include "octet/kernels/backend/simd/primitives.hpp"
#include "octet/kernels/backend/simd/product_plan.hpp"
#include "octet/kernels/backend/simd/row_sums.hpp"
#include "octet/kernels/hybrid_unidirectional_sequence_lstm.hpp"
#include "octet/kernels/unidirectional_sequence_lstm.hpp"

namespace octet {

/// The layout: the packed gates of the input, then those of the hidden state.
struct lstm_plan {
  /// Steps whose inputs are multiplied together, at most.
  static constexpr std::int32_t most_steps = 16;

  product_plan input{}, hidden{};
  std::size_t cells = 0;
  std::int32_t steps = 1;   ///< at a time
  bool real = false;        ///< inputs and hidden states are quantized on the way
  bool small_sums = false;  ///< of int8 codes: none reaches simd_accumulator_limit

  /// For codes of 1 or 2 bytes, or real values. Needs sizes only.
  static constexpr lstm_plan make(const lstm_sizes& z, simd_form form, simd_contract contract,
                                  bool real) {
    // The steps of a sequence lie side by side.
    const bool together = real || z.time_major == 0 || z.batch == 1;
    const std::int32_t steps = together ? std::clamp<std::int32_t>(z.steps, 1, most_steps) : 1;
    return {.input = plan_rows(steps, z.inputs, 4 * z.cells, form, contract),
            .hidden = plan_rows(1, z.cells, 4 * z.cells, form, contract),
            .cells = static_cast<std::size_t>(z.cells),
            .steps = steps,
            .real = real};
  }

  constexpr std::size_t input_bytes() const { return round_up(input.packed_bytes(), 64); }
  constexpr std::size_t weight_bytes() const {
    return input_bytes() + round_up(hidden.packed_bytes(), 64);
  }
  constexpr std::size_t packed_bytes() const {
    return weight_bytes() + (real ? 3 * gates() * sizeof(float) : 0);
  }

  /// The sums of the gates of a step.
  constexpr std::size_t gates() const { return 4 * cells; }
  /// Codes of inputs and of a hidden state.
  constexpr std::size_t code_bytes() const {
    const auto row = static_cast<std::size_t>(input.image.channels);
    return real ? round_up(static_cast<std::size_t>(steps) * row + cells, 64) : 0;
  }
  constexpr std::size_t sum_bytes() const {
    return (static_cast<std::size_t>(steps) + 1) * gates() * sizeof(std::int32_t);
  }
  constexpr std::size_t scratch_bytes(std::size_t threads = 1) const {
    return code_bytes() + round_up(sum_bytes(), 64) +
           threads * std::max(input.scratch_bytes(), hidden.scratch_bytes());
  }
};

/// Packs the weights of an LSTM's gates for a plan; args are those of either kernel, biases where
/// the sums with the input start.
///
/// memory   packed >= p.packed_bytes() bytes, for as long as the plan runs
template <class Args, class Biases>
void pack_gates(const lstm_plan& p, const Args& a, std::int32_t input_zero_point,
                std::int32_t hidden_zero_point, const Biases& biases,
                std::span<std::uint8_t> packed) {
  const joined_arrays<std::int8_t, 4> from_input{
      {a.input_gate.input_weights, a.forget_gate.input_weights, a.cell_gate.input_weights,
       a.output_gate.input_weights},
      static_cast<std::size_t>(a.sizes.inputs) * p.cells};
  const joined_arrays<std::int8_t, 4> from_hidden{
      {a.input_gate.recurrent_weights, a.forget_gate.recurrent_weights,
       a.cell_gate.recurrent_weights, a.output_gate.recurrent_weights},
      p.cells * p.cells};
  pack_sums(p.input, from_input, input_zero_point, packed.first(p.input_bytes()), biases);
  pack_sums(p.hidden, from_hidden, hidden_zero_point, packed.subspan(p.input_bytes()));
}

/// The same of an LSTM of codes.
template <class T, class Bias, class Accumulator>
void prepare_lstm(const lstm_plan& p,
                  const basic_unidirectional_sequence_lstm_args<T, Bias, Accumulator>& a,
                  std::span<std::uint8_t> packed) {
  const joined_arrays<Bias, 4> biases{
      {a.input_gate.bias, a.forget_gate.bias, a.cell_gate.bias, a.output_gate.bias}, p.cells};
  pack_gates(p, a, a.input_zero_point, a.hidden_zero_point, biases, packed);
}

namespace simd {

/// A run of an LSTM: its memory, and how far it is.
struct lstm_run {
  const simd_product_kernels& kernels;
  const lstm_plan& plan;
  std::span<std::uint8_t> packed, scratch;
  const piece_executor& pieces;
  std::int32_t step = 0;  ///< of the sequence; the sums of those before it are used up

  std::int32_t* sums() const {
    return reinterpret_cast<std::int32_t*>(scratch.data() + plan.code_bytes());
  }
  /// Those of the inputs of this step, and of the hidden state.
  std::int32_t* of_input() const {
    return sums() + static_cast<std::size_t>(step % plan.steps) * plan.gates();
  }
  std::int32_t* of_hidden() const {
    return sums() + static_cast<std::size_t>(plan.steps) * plan.gates();
  }
  std::span<std::uint8_t> rest() const {
    return scratch.subspan(plan.code_bytes() + round_up(plan.sum_bytes(), 64));
  }
  const simd_panel* input_panels() const {
    return packed_filter::in(packed, plan.input.filter).panels;
  }
  const simd_panel* hidden_panels() const {
    return packed_filter::in(packed.subspan(plan.input_bytes()), plan.hidden.filter).panels;
  }
  /// Steps whose inputs this one has to multiply: none where one before it did.
  std::int32_t due(std::int32_t steps) const {
    return step % plan.steps == 0 ? std::min(plan.steps, steps - step) : 0;
  }
  template <class T>
  void multiply_inputs(const T* x, std::int32_t steps) const {
    run_rows(kernels, plan.input, steps, x, sums(), packed.first(plan.input_bytes()), rest(),
             pieces);
  }
  template <class T>
  void multiply_hidden(const T* h) const {
    run_rows(kernels, plan.hidden, 1, h, of_hidden(), packed.subspan(plan.input_bytes()), rest(),
             pieces);
  }
};

}  // namespace simd

/// unidirectional_sequence_lstm over prepared weights, which it does not read. No sum may leave
/// int32.
///
/// memory   packed as prepare_lstm left it; scratch >= p.scratch_bytes(n) for n pieces at
///          once; nothing overlaps
/// exact    the codes of unidirectional_sequence_lstm<Backend>
template <class Backend, class T, class Bias, class Accumulator>
void run_lstm(const simd_product_kernels& kernels, const simd_code_cell_kernels& functions,
              const lstm_plan& p,
              const basic_unidirectional_sequence_lstm_args<T, Bias, Accumulator>& a,
              std::span<std::uint8_t> packed, std::span<std::uint8_t> scratch,
              const piece_executor& pieces = serial) {
  using sum = typename Accumulator::sum;
  simd::lstm_run run{kernels, p, packed, scratch, pieces};
  std::optional<simd_code_cells> cells;
  if (p.small_sums && functions.code_cells != nullptr)
    cells = simd_code_cells::of(a, Backend::rounding_contract);
  const auto step = [&](elements<const T> x, elements<const T> h, std::int32_t n, elements<T> y) {
    if (const std::int32_t due = run.due(a.sizes.steps)) run.multiply_inputs(x.data(), due);
    run.multiply_hidden(h.data());
    const std::int32_t *const of_input = run.of_input(), *const of_hidden = run.of_hidden();
    run.step = run.step + 1 == a.sizes.steps ? 0 : run.step + 1;
    if (cells) {
      cells->from_input = of_input;
      cells->from_hidden = of_hidden;
      cells->step = cells->n = p.cells;
      cells->cell = a.cell_state.data() + static_cast<std::size_t>(n) * p.cells;
      cells->hidden = y.data();
      return functions.code_cells(*cells);
    }
    for (std::size_t j = 0; j < p.cells; ++j) {
      const auto sums = [&](const lstm_gate<Bias>&, std::size_t i) {
        return lstm_sums<sum>{of_input[i * p.cells + j], of_hidden[i * p.cells + j]};
      };
      y.store(j, lstm_cell<Backend>(a, n, static_cast<std::int32_t>(j), sums));
    }
  };
  for_each_lstm_step(a.sizes, a.input, a.hidden_state, a.output, step);
}

/// What an LSTM of real activations keeps behind its packed weights, of all gates.
struct hybrid_lstm_constants {
  float *bias, *input_scales, *hidden_scales;

  static hybrid_lstm_constants in(const lstm_plan& p, std::span<std::uint8_t> packed) {
    auto* const at = reinterpret_cast<float*>(packed.data() + p.weight_bytes());
    return {at, at + p.gates(), at + 2 * p.gates()};
  }
};

/// prepare_lstm of an LSTM of real activations.
inline void prepare_hybrid_lstm(const lstm_plan& p,
                                const hybrid_unidirectional_sequence_lstm_args& a,
                                std::span<std::uint8_t> packed) {
  pack_gates(p, a, 0, 0, no_biases{}, packed);
  const auto constants = hybrid_lstm_constants::in(p, packed);
  std::size_t i = 0;
  for (const hybrid_lstm_gate* gate :
       {&a.input_gate, &a.forget_gate, &a.cell_gate, &a.output_gate}) {
    for (std::size_t j = 0; j < p.cells; ++j, ++i) {
      constants.bias[i] = gate->bias[j];
      constants.input_scales[i] = gate->input_scale;
      constants.hidden_scales[i] = gate->recurrent_scale;
    }
  }
}

/// hybrid_unidirectional_sequence_lstm over prepared weights; reads neither them nor a.scratch.
///
/// memory   as run_lstm
/// exact    the values of hybrid_unidirectional_sequence_lstm<scalar>
inline void run_hybrid_lstm(const simd_hybrid_kernels& kernels,
                            const simd_real_cell_kernels& functions, const lstm_plan& p,
                            const hybrid_unidirectional_sequence_lstm_args& a,
                            std::span<std::uint8_t> packed, std::span<std::uint8_t> scratch,
                            const piece_executor& pieces = serial) {
  simd::lstm_run run{kernels, p, packed, scratch, pieces};
  const auto inputs = static_cast<std::size_t>(a.sizes.inputs);
  const std::size_t distance =
      inputs * static_cast<std::size_t>(a.sizes.time_major != 0 ? a.sizes.batch : 1);
  auto* const codes = reinterpret_cast<std::int8_t*>(scratch.data());
  auto* const h_codes = codes + static_cast<std::size_t>(p.steps) * inputs;
  const auto constants = hybrid_lstm_constants::in(p, packed);
  hybrid_scaling of_input{.scales = constants.input_scales, .bias = constants.bias},
      of_hidden{.scales = constants.hidden_scales};
  of_input.clamp = of_hidden.clamp = unclamped<float>;
  // See simd_sum_rows.
  const auto make_real = [&](std::int32_t* sums, const simd_panel* panels, const affine& params,
                             hybrid_scaling& scaling) {
    scaling.input_scale = params.scale;
    auto* const reals = reinterpret_cast<float*>(sums);
    kernels.real_rows({reals, 1, p.gates(), panels, params.zero_point, &scaling});
    return reals;
  };
  std::array<affine, lstm_plan::most_steps> params;
  const auto step = [&](elements<const float> x, elements<const float> h, std::int32_t n,
                        elements<float> y) {
    const std::int32_t due = run.due(a.sizes.steps);
    for (std::size_t i = 0; i < static_cast<std::size_t>(due); ++i) {
      params[i] =
          kernels.quantize_row({x.data() + i * distance, codes + i * inputs, inputs, a.scheme});
    }
    if (due != 0) run.multiply_inputs(codes, due);
    const affine h_params = kernels.quantize_row({h.data(), h_codes, p.cells, a.scheme});
    run.multiply_hidden(h_codes);
    const affine& x_params = params[static_cast<std::size_t>(run.step % p.steps)];
    functions.real_cells(
        {.from_input = make_real(run.of_input(), run.input_panels(), x_params, of_input),
         .from_hidden = make_real(run.of_hidden(), run.hidden_panels(), h_params, of_hidden),
         .step = p.cells,
         .cell = a.cell_state.data() + static_cast<std::size_t>(n) * p.cells,
         .hidden = y.data(),
         .n = p.cells,
         .clip = a.cell_clip});
    run.step = run.step + 1 == a.sizes.steps ? 0 : run.step + 1;
  };
  for_each_lstm_step(a.sizes, a.input, a.hidden_state, a.output, step);
}

}  // namespace octet
