// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Accumulators: what a kernel sums products in, and by which rule the sum becomes a code.
#pragma once

#include <cstdint>

#include "octet/fixed/multiplier.hpp"

namespace octet {

/// The backend's contract over int32: int8 and uint8 codes.
struct accumulator_32 {
  using sum = std::int32_t;

  template <class Backend>
  static constexpr std::int32_t requantize(sum value, multiplier m) {
    return Backend::requantize(value, m);
  }
};

/// The same contract over int64, where a sum could leave int32: exact, and the code saturates.
struct accumulator_64 {
  using sum = std::int64_t;

  template <class Backend>
  static constexpr std::int32_t requantize(sum value, multiplier m) {
    return Backend::requantize_wide(value, m);
  }
};

/// int16 codes with int8 weights and int64 biases: contract C where the backend's is A or B.
struct accumulator_16x8 {
  using sum = std::int64_t;

  template <class Backend>
  static constexpr std::int32_t requantize(sum value, multiplier m) {
    return Backend::requantize_16x8(value, m);
  }
};

}  // namespace octet
