// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The cells of a step of an LSTM, once its products are there: what a SIMD target is asked for.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "octet/fixed/multiplier.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/backend/simd/elementwise_plan.hpp"
#include "octet/kernels/backend/simd/panel.hpp"
#include "octet/kernels/unidirectional_sequence_lstm.hpp"

namespace octet {

/// n cells of real values: see hybrid_lstm_cell.
///
/// shapes   gates input, forget, candidate and output, `step` elements apart: n values each
/// units    from_input has the biases; the sum of both is what a gate's function is of
struct simd_real_cells {
  const float *from_input = nullptr, *from_hidden = nullptr;
  std::size_t step = 0;
  float* cell = nullptr;  ///< states, changed
  float* hidden = nullptr;
  std::size_t n = 0;
  clamp_range<float> clip{};
};

/// n cells of codes: see lstm_cell.
///
/// shapes   as simd_real_cells
/// units    sums with biases, below 2^30; hidden int8 codes, or int16 codes where `wide`. Then the
///          gates' scalings are those of contract C, see word_scaling, and the sums any
struct simd_code_cells {
  const std::int32_t *from_input = nullptr, *from_hidden = nullptr;
  std::size_t step = 0;
  std::int16_t* cell = nullptr;  ///< states, changed
  void* hidden = nullptr;
  std::size_t n = 0;
  bool wide = false;
  std::array<simd_scaling, 4> input_scaling{}, hidden_scaling{};
  simd_scaling forget{}, input{}, output{};
  std::int32_t tanh_factor = 0, tanh_shift = 0;
  clamp_range<std::int32_t> cell_clip{}, hidden_clip{};

  /// What contract C makes of a sum, by words:
  ///   (high16(x) * factor + high16(low16(x) * factor) + rounding) >> shift
  /// see simd_panel.
  static constexpr std::optional<simd_scaling> word_scaling(multiplier m) {
    if (m.mantissa < 0 || m.shift > -2 || m.shift < -28) return std::nullopt;
    const std::int32_t shift = -m.shift - 1;
    return simd_scaling{.rounding = std::uint64_t{1} << (shift - 1),
                        .factor = mantissa_of_15_bits(m),
                        .shift = shift};
  }

  /// All but the memory, which is the same in every step; nothing where a formula is not exact.
  template <class T, class Bias, class Accumulator>
  static constexpr std::optional<simd_code_cells> of(
      const basic_unidirectional_sequence_lstm_args<T, Bias, Accumulator>& a, contract c) {
    const lstm_scaling& s = a.scaling;
    const auto of_gate = [&](multiplier m) {
      return sizeof(T) == 2 ? word_scaling(m) : simd_scaling::of(m, 0, c);
    };
    simd_code_cells cells{.wide = sizeof(T) == 2};
    const lstm_gate<Bias>* const gates[] = {&a.input_gate, &a.forget_gate, &a.cell_gate,
                                            &a.output_gate};
    for (std::size_t i = 0; i < 4; ++i) {
      const auto from_input = of_gate(gates[i]->input_scaling);
      const auto from_hidden = of_gate(gates[i]->recurrent_scaling);
      if (!from_input || !from_hidden) return std::nullopt;
      cells.input_scaling[i] = *from_input;
      cells.hidden_scaling[i] = *from_hidden;
    }
    const auto forget = simd_scaling::of(s.forget, 0, c), input = simd_scaling::of(s.input, 0, c);
    const auto output = simd_scaling::of(s.output, a.hidden_zero_point, c);
    if (!forget || !input || !output) return std::nullopt;
    cells.forget = *forget;
    cells.input = *input;
    cells.output = *output;
    cells.tanh_factor = s.tanh.factor;
    cells.tanh_shift = s.tanh.shift;
    cells.cell_clip = s.cell_clip;
    cells.hidden_clip = s.hidden_clip;
    return cells;
  }
};

}  // namespace octet
