// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The cells of a step of an LSTM, once its products are there: what a SIMD target is asked for.
#pragma once

#include <cstddef>

#include "octet/kernels/activation.hpp"

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

}  // namespace octet
