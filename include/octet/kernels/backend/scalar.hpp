// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The scalar backend: plain constexpr C++ whose codes are the definition that every other backend
// must meet.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/core/elements.hpp"
#include "octet/fixed/multiplier.hpp"

namespace octet {

/// The words from which kernels are built, for one rounding contract.
template <contract Contract>
struct basic_scalar {
  /// sum of (x - zero_point) * w over n neighbouring elements
  template <class T, class W>
  static constexpr std::int32_t dot(elements<const T> x, std::int32_t zero_point,
                                    elements<const W> w, std::int32_t n) {
    std::int32_t sum = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(n); ++i) {
      sum += (std::int32_t{x[i]} - zero_point) * std::int32_t{w[i]};
    }
    return sum;
  }

  /// accumulator * multiplier under the contract
  static constexpr std::int32_t requantize(std::int32_t accumulator, multiplier m) {
    return octet::requantize<Contract>(accumulator, m);
  }
};

/// Contract A, what TensorFlow Lite Micro computes.
using scalar = basic_scalar<contract::double_rounding>;

}  // namespace octet
