// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Sums over the time that filters of an SVDF remember: what a SIMD target is asked for.
#pragma once

#include <cstddef>
#include <cstdint>

namespace octet {

/// to[f] = sum over i of state[f * memory + i] * weights of filter f, in the order of i
///
/// units    real values, or int16 codes whose sums are modulo 2^32
/// weights  [block of filters][step][lane] of 32 bits; a step is an element of real values, and two
///          of codes, see time_step
struct simd_time_sums {
  const void* state = nullptr;
  const void* weights = nullptr;
  void* to = nullptr;  ///< float or int32
  std::size_t filters = 0, memory = 0;
};

/// Where a step of two codes starts. The last of an odd number reaches back, over a code that its
/// weight leaves out.
constexpr std::size_t time_step(std::size_t step, std::size_t memory) {
  return 2 * step + 1 < memory ? 2 * step : memory - 2;
}

}  // namespace octet
